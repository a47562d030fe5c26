"""What docs/deploy.md hands out is linted, and its table names every setting with its default."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ecqa.config import Settings

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
BIN = Path(sys.executable).parent


def lint(*words):
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


def test_the_dockerfile_is_clean():
    assert lint(BIN / "hadolint", "--no-color", DEPLOY / "Dockerfile") == (0, "")


def test_what_the_dockerfile_copies_is_in_its_context():
    copied = re.findall(r"^COPY (?!--from)(?:--\S+ )?(.+) \S+$", (DEPLOY / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    assert names == {"constraints.txt", "pyproject.toml", "README.md", "LICENSE", "NOTICE", "src", "corpus"}
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert {line.removeprefix("!") for line in ignored if line.startswith("!")} == names


def test_the_compose_file_fits_its_specification():
    code, said = lint(BIN / "check-jsonschema", "--builtin-schema", "vendor.compose-spec", DEPLOY / "compose.yaml")
    assert code == 0, said


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is not there")
def test_the_unit_is_one(tmp_path):
    unit = (DEPLOY / "ecqa@.service").read_text("utf-8").replace("/srv/ecqa/.venv/bin/ecqa", str(BIN / "ecqa"))
    (tmp_path / "ecqa@.service").write_text(unit, "utf-8")
    code, said = lint("systemd-analyze", "verify", "--man=no", "--recursive-errors=no", tmp_path / "ecqa@.service")
    assert (code, said) == (0, "")


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not there")
@pytest.mark.parametrize("name", ["nginx.conf", "nginx-compose.conf"])
def test_nginx_takes_its_file(tmp_path, name):
    site = (DEPLOY / name).read_text("utf-8").replace("server ecqa:7860", "server 127.0.0.1:7860")
    site = re.sub(r"listen (80|443)", lambda match: f"listen 127.0.0.1:1{match.group(1)}", site)
    words = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ecqa.example.org", "-days", "1")
    assert lint(*words, "-keyout", tmp_path / "key", "-out", tmp_path / "pem")[0] == 0
    site = site.replace("/etc/ssl/certs/ecqa.pem", f"{tmp_path}/pem").replace("/etc/ssl/private/ecqa.key", f"{tmp_path}/key")
    (tmp_path / "nginx.conf").write_text(f"pid {tmp_path}/pid;\nevents {{}}\nhttp {{\n{site}\n}}\n", "utf-8")
    code, said = lint("nginx", "-t", "-q", "-p", tmp_path, "-e", tmp_path / "errors", "-c", tmp_path / "nginx.conf")
    assert code == 0, said


def test_every_setting_stands_in_the_table():
    table = dict(re.findall(r"^\| `ECQA_(\w+)` \| `?([^`|]*?)`? \|", (ROOT / "docs" / "deploy.md").read_text("utf-8"), re.MULTILINE))
    defaults = {name.upper(): field.default for name, field in Settings.model_fields.items()}
    assert {name: table.get(name) for name in defaults} == {
        name: "none" if default in (None, "") else str(default) for name, default in defaults.items()
    }
