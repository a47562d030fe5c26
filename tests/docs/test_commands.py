"""Every command and every piece of Python in the README files and docs/ is run, in the order of the text, one folder a document.

The folder holds the corpus, an index of it, and the evaluation folder with every tenth gold question.
"""

import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from ecqa.interfaces.cli.main import run

ROOT = Path(__file__).parents[2]
PLACES = ("README*.md", "docs/*.md", "eval/README.md", "bench/README.md", "index/README.md")
DOCUMENTS = sorted(path for place in PLACES for path in ROOT.glob(place))
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHELL = re.compile(r"[|<>$`;&]")
START = 60.0
"""Seconds a server may take to answer."""


def blocks(document):
    return BLOCK.findall(document.read_text("utf-8"))


def commands(block):
    lines = [re.sub(r"\s+# .*", "", line).strip() for line in block.replace("\\\n", " ").splitlines()]
    return [line for line in lines if line and not line.startswith("#")]


def checked(command, folder, capsys):
    """Runs a command; `make` only as far as it would do what the text says, since it works on the clone itself."""
    if command.startswith("make "):
        subprocess.run([*shlex.split(command), "--dry-run"], cwd=ROOT, check=True, capture_output=True)
    elif command.startswith("ecqa serve"):
        serves(shlex.split(command), folder)
    elif command.startswith("ecqa ") and not SHELL.search(command):
        assert run(shlex.split(command)[1:]) == 0, f"{command}: {capsys.readouterr().err}"
    else:
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            command, shell=True, cwd=folder, env={**os.environ, "PATH": path}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{command}: {done.stderr}"


def serves(arguments, folder):
    port = int(arguments[arguments.index("--port") + 1])
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0, f"port {port}, which the text names, is in use on this machine"
    server = subprocess.Popen([Path(sys.executable).with_name("ecqa"), *arguments[1:]], cwd=folder, stdout=subprocess.DEVNULL)
    try:
        assert answers(f"http://127.0.0.1:{port}/", server) == 200
    finally:
        server.terminate()
        server.wait(10)


def answers(address, server):
    end = time.monotonic() + START
    while time.monotonic() < end and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as reply:
                return reply.status
        except OSError:
            time.sleep(0.2)
    return None


@pytest.fixture(scope="module")
def prepared(real_index, tmp_path_factory):
    folder = tmp_path_factory.mktemp("docs")
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    shutil.copytree(real_index, folder / "index")
    shutil.copytree(ROOT / "eval", folder / "eval", ignore=shutil.ignore_patterns("runs"))
    gold = folder / "eval" / "gold" / "dev.jsonl"
    gold.write_text("".join(gold.read_text("utf-8").splitlines(keepends=True)[::10]), "utf-8")
    return folder


def test_there_is_something_to_run():
    found = [part for document in DOCUMENTS for kind, block in blocks(document) for part in (commands(block) if kind == "sh" else [block])]
    assert len(found) > 30


@pytest.mark.parametrize("document", [document for document in DOCUMENTS if blocks(document)], ids=lambda document: document.name)
def test_what_the_text_says_works(document, prepared, tmp_path, monkeypatch, capsys):
    shutil.copytree(prepared, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    names = {"__name__": document.stem}
    for kind, block in blocks(document):
        if kind == "python":
            exec(compile(block, document.name, "exec"), names)
        else:
            for command in commands(block):
                checked(command, tmp_path, capsys)
