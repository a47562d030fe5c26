"""Twenty open pages for twenty seconds, over locust: `make load` in small."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SESSIONS = 20


@pytest.mark.slow
def test_many_open_pages_are_all_answered(real_index, tmp_path):
    command = [sys.executable, ROOT / "bench" / "load_page.py", "--index", real_index, "--gold", ROOT / "eval" / "gold" / "dev.jsonl"]
    command += ["--sessions", SESSIONS, "--seconds", 20, "--wait", 5, 10, "--times", 1, "--out", tmp_path / "figures.json"]
    ended = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=400, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    (phase,) = json.loads((tmp_path / "figures.json").read_text("utf-8"))["phases"]
    assert (phase["opened"], phase["errors"], phase["strays"]) == (SESSIONS, 0, 0)
    assert phase["answered"] >= SESSIONS
    assert phase["answer_p50_s"] <= phase["answer_p95_s"]
