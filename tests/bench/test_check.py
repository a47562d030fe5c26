"""How bench-check compares: the committed results pass as they are, one that is planted worse fails, and is named."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import check  # noqa: E402

RESULTS = ROOT / "bench" / "results"


def planted(folder: Path, ratio: check.Ratio, times: float) -> Path:
    """A copy of the committed results in which one ratio is so many times as large."""
    shutil.copytree(RESULTS, folder)
    path = folder / f"{ratio.file}.json"
    results = json.loads(path.read_text("utf-8"))
    holder: Any = results
    for key in ratio.path[:-1]:
        holder = next(one for one in holder if str(one["passages"]) == key) if isinstance(holder, list) else holder[key]
    holder[ratio.path[-1]] *= times
    path.write_text(json.dumps(results), "utf-8")
    return folder


@pytest.mark.parametrize("ratio", check.CHECKED, ids=lambda one: " ".join((one.file, *one.path)))
def test_a_ratio_that_is_much_worse_fails_and_no_other(ratio: check.Ratio, tmp_path: Path):
    def worse(times: float) -> float:
        return 1 / times if ratio.higher_is_better else times

    three = check.compared(RESULTS, planted(tmp_path / "three", ratio, worse(3)), 2.5)
    assert [verdict.ratio for verdict in three if not verdict.good] == [ratio]
    two = check.compared(RESULTS, planted(tmp_path / "two", ratio, worse(2)), 2.5)
    assert all(verdict.good for verdict in two)
    better = check.compared(RESULTS, planted(tmp_path / "better", ratio, 1 / worse(100)), 2.5)
    assert all(verdict.good for verdict in better)


def ended(*words: object) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, ROOT / "bench" / "check.py", *words]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def test_the_command_names_what_became_worse_and_fails(tmp_path: Path):
    assert ended("--fresh", RESULTS).returncode == 0
    worse = ended("--fresh", planted(tmp_path / "worse", check.CHECKED[0], 20.0))
    assert worse.returncode == 1
    assert [line for line in worse.stdout.splitlines() if line.startswith("WORSE")] == [
        line for line in worse.stdout.splitlines() if "scale sizes 1000 search_to_encoder" in line
    ]
    (tmp_path / "worse" / "indexing.json").unlink()
    missing = ended("--fresh", tmp_path / "worse", "--factor", 30)
    assert (missing.returncode, "none  indexing" in missing.stdout, "WORSE" in missing.stdout) == (1, True, False)


def test_what_is_not_there_is_none():
    results = {"sizes": [{"passages": 100, "x": 1}, {"passages": 1000, "x": 2}]}
    assert check.value(results, ("sizes", "1000", "x")) == 2
    assert check.value(results, ("sizes", "7", "x")) is check.value(results, ("y", "z")) is check.value(None, ("sizes",)) is None
