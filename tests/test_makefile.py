"""What `make` passes on, with a folder in place of .venv whose `ecqa` writes down its arguments."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
RECORDER = '#!/bin/sh\nprintf "%s\\n" "$#" "$@" > asked\n'


@pytest.fixture
def clone(tmp_path):
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    program = tmp_path / ".venv" / "bin" / "ecqa"
    program.parent.mkdir(parents=True)
    program.write_text(RECORDER, "utf-8")
    program.chmod(0o755)
    (tmp_path / ".venv" / ".installed").touch()
    return tmp_path


def make(folder, *arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MFLAGS", "MAKEOVERRIDES", "Q")}
    return subprocess.run(["make", *arguments], cwd=folder, env=kept | environment, capture_output=True, text=True, check=False)


QUESTIONS = [
    "汕头市财政每年拿多少钱支持电商？",
    "it's \"quoted\" 'twice'",
    "$(shell touch made-by-make) $(touch made-by-shell) `touch made-by-shell` $HOME $$ ${HOME}",
    "a; touch made-by-shell & touch made-by-shell | tee made-by-shell > made-by-shell #",
    "--help",
    "\\ back\\slash % * ?",
]


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("way", ["argument", "environment"])
def test_a_question_reaches_the_program_as_it_was_typed(clone, question, way):
    done = make(clone, "ask", f"Q={question}") if way == "argument" else make(clone, "ask", Q=question)
    assert done.returncode == 0, done.stderr
    assert (clone / "asked").read_text("utf-8") == f"3\nask\n--\n{question}\n"
    assert list(clone.glob("made-by-*")) == []


def test_a_second_setup_installs_nothing(clone):
    done = make(clone, "setup")
    assert done.returncode == 0
    assert "pip" not in done.stdout
    assert (clone / "asked").read_text("utf-8") == "1\nindex\n"


def test_new_requirements_are_installed_torch_first(clone):
    os.utime(clone / "constraints.txt", (4e9, 4e9))
    lines = make(clone, "setup", "--dry-run", "TORCH_INDEX=https://example.org/whl").stdout.splitlines()
    assert [line for line in lines if " -m pip " in line] == [
        ".venv/bin/python -m pip install  -c constraints.txt --index-url https://example.org/whl torch==2.13.0",
        ".venv/bin/python -m pip install  -c constraints.txt -e '.[dev]'",
    ]


def test_a_missing_python_is_named(clone):
    shutil.rmtree(clone / ".venv")
    done = make(clone, "setup", "PYTHON=")
    assert done.returncode == 2
    assert "Python 3.11 or 3.12 is needed and was not found" in done.stderr


def test_constraints_are_exact_and_cover_what_the_project_names():
    lines = [line for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines() if not line.startswith("#")]
    names = {line.partition("==")[0].lower().replace("_", "-") for line in lines}
    assert [line for line in lines if line.count("==") != 1 or "@" in line or "+" in line] == []
    assert "torch==2.13.0" in lines
    assert {
        "sentence-transformers",
        "faiss-cpu",
        "bm25s",
        "jieba",
        "opencc",
        "langchain",
        "gradio",
        "typer",
        "pytest",
        "mypy",
    } - names == set()
