"""Stops a change before each of its steps on the disk, and kills programs at random moments; `make crash` does it fifty times over more documents."""

import itertools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from ecqa.corpus.files import OVERRIDES
from ecqa.corpus.load import Reading, read_here
from ecqa.index.opened import open_index
from ecqa.index.revisions import read_revision
from ecqa.library import Library, examine
from tests.index.test_crash import Killed, stop_before
from tests.library.material import FUND, PARK, Shelf

ROOT = Path(__file__).parents[2]
CHANGES: dict[str, tuple[Callable[[Shelf], object], int]] = {
    "add": (lambda shelf: shelf.add("park.txt", PARK), 2),
    "update": (lambda shelf: shelf.update("fund", FUND.replace("五千", "六千")), 4),
    "remove": (lambda shelf: shelf.library.remove("fund"), 4),
    "restore": (lambda shelf: shelf.library.restore("old"), 8),
    "correct": (lambda shelf: shelf.library.correct("fund", {"fund": {"title": "市财政专项资金办法"}}), 3),
}
"""What is done, and every how many steps it is stopped."""


@contextmanager
def in_this_process() -> Iterator[Reading]:
    yield read_here


@pytest.mark.parametrize("did", CHANGES)
def test_a_change_stopped_before_any_step_was_made_or_never_was(did: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ecqa.library.desk.isolated", in_this_process)
    change, stride = CHANGES[did]
    (tmp_path / "whole").mkdir()
    shelf = Shelf(tmp_path / "whole", fund=FUND, other="其他标题\n其他内容。", old="旧标题\n旧内容。")
    shelf.library.remove("old")
    before = open_index(shelf.index).articles
    outcomes = []
    for step in itertools.count(0, stride):
        folder = tmp_path / str(step)
        shutil.copytree(tmp_path / "whole", folder)
        shelf.corpus, shelf.index = folder / "corpus", folder / "index"
        with pytest.MonkeyPatch.context() as patch:
            stop_before(step, patch)
            try:
                change(shelf)
                break
            except Killed:
                pass
        assert examine(shelf.corpus, shelf.index) == []
        left = open_index(shelf.index).articles
        outcomes.append("old" if left == before else "new")
        assert {article.path for article in left.values()} == shelf.files() - {OVERRIDES}
        known = {(one.revision, one.id): one for one in [*before.values(), *left.values()]}
        for article in known.values():
            assert read_revision(shelf.index, article.revision, article.id) == article
        library = Library(shelf.corpus, shelf.index, shelf.embedder, "pairs")
        if outcomes[-1] == "old":
            change(shelf)
        assert len(library.documents()) == {"add": 3, "update": 2, "remove": 1, "restore": 3, "correct": 2}[did]
        assert examine(shelf.corpus, shelf.index) == []
    assert outcomes == sorted(outcomes, reverse=True)
    assert outcomes.count("old") * stride >= 20
    assert outcomes.count("new") >= 1


@pytest.mark.slow
def test_programs_that_are_killed_leave_the_old_or_the_new(tmp_path: Path) -> None:
    command = [sys.executable, "bench/crash_library.py", "--kills", "8", "--documents", "30", "--out", str(tmp_path / "out.json")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((tmp_path / "out.json").read_text())["kills"] == 8
