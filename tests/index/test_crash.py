"""Stops a build before each of its steps on the disk, and kills a program that does nothing but build, with SIGKILL, at random moments; `make crash` does it to the real one."""

import itertools
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.index.revisions import read_revision
from tests.index.material import TEXTS, PairEmbedder, write_corpus

ROOT = Path(__file__).parents[2]
KILLS = 8
LONGEST = 0.5
"""Seconds that the builds run before they are killed; one takes about a tenth."""


def test_the_old_index_answers_after_every_kill_and_the_next_run_completes(tmp_path: Path):
    more = {f"n{i}": (f"标题{i}", f"第{i}篇的内容。") for i in range(20)}
    texts = {"one": TEXTS, "other": {**TEXTS, **more, "park": ("产业园启动", "五维电子商务产业园延期。")}}
    corpora = {name: write_corpus(tmp_path / name, content) for name, content in texts.items()}
    index = tmp_path / "index"
    whole = {}
    for name, corpus in corpora.items():
        build_index(corpus, index, PairEmbedder(), "pairs")
        whole[name] = open_index(index).articles
    query = PairEmbedder().embed_query("专项资金 5000万元")
    chance = random.Random(143)
    for _ in range(KILLS):
        writer = subprocess.Popen(
            [sys.executable, "-m", "tests.index.writer", corpora["one"], corpora["other"], index],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "built\n"
        time.sleep(chance.uniform(0, LONGEST))
        writer.kill()
        assert writer.wait() == -9
        writer.stdout.close()

        left = open_index(index, "pairs")
        state = next(name for name, articles in whole.items() if articles == left.articles)
        assert left.passages[left.dense.search(query, 1)[1][0]].article_id == "fund"
        assert left.lexical.scores("专项资金")[0].argmax() == 0

        following = "other" if state == "one" else "one"
        report = build_index(corpora[following], index, PairEmbedder(), "pairs")
        assert open_index(index).articles == whole[following]
        assert {path.name for path in (index / "generations").iterdir()} == {left.generation, report.generation}
        assert not list(index.rglob("*.part"))
    for articles in whole.values():
        for article in articles.values():
            assert read_revision(index, article.revision, article.id) == article


STEPS = [(os, "fsync"), (Path, "rename"), (Path, "replace"), (Path, "unlink"), (Path, "mkdir"), (Path, "write_bytes"), (shutil, "rmtree")]


class Killed(BaseException):
    """Nothing catches it, as nothing catches a kill."""


def stop_before(step: int, patch: pytest.MonkeyPatch) -> None:
    """Lets the program do `step` steps on the disk, and stops it before the next one."""
    left = itertools.count(step, -1)

    def counted(work: Callable[..., object]) -> Callable[..., object]:
        def stopping(*arguments: object, **options: object) -> object:
            if next(left) == 0:
                raise Killed
            return work(*arguments, **options)

        return stopping

    for owner, name in STEPS:
        patch.setattr(owner, name, counted(getattr(owner, name)))


def test_a_build_stopped_before_any_step_leaves_the_old_index_or_the_new(tmp_path: Path):
    corpora = [write_corpus(tmp_path / "a"), write_corpus(tmp_path / "b", {**TEXTS, "park": ("产业园启动", "延期。")})]
    fresh = tmp_path / "fresh"
    for corpus in corpora:  # so that there is an older generation to remove
        build_index(corpus, fresh, PairEmbedder(), "pairs")
    old = open_index(fresh)
    states = []
    for step in itertools.count():
        index = Path(shutil.copytree(fresh, tmp_path / str(step)))
        with pytest.MonkeyPatch.context() as patch:
            stop_before(step, patch)
            try:
                build_index(corpora[0], index, PairEmbedder(), "pairs")
                break
            except Killed:
                pass
        left = open_index(index, "pairs")
        states.append("old" if left.generation == old.generation else "new")
        assert left.articles["park"].text == ("产业园启动\n延期。" if states[-1] == "old" else "产业园启动\n" + TEXTS["park"][1])
        report = build_index(corpora[0], index, PairEmbedder(), "pairs")
        assert open_index(index).generation == report.generation
        assert not list(index.rglob("*.part"))
        assert len(list((index / "generations").iterdir())) == 2
    assert states == sorted(states, reverse=True)
    assert states.count("old") >= 20
    assert states.count("new") >= 1
