"""A run that is killed while it encodes, and the one after it: nothing that was written is made again, and the index is the same."""

import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import SearchIndexError
from ecqa.index import kept
from ecqa.index.build import build_index
from ecqa.index.kept import KeptVectors
from ecqa.index.opened import open_index
from ecqa.index.vectors import _scattered
from tests.index.material import PairEmbedder, write_corpus

ROOT = Path(__file__).parents[2]
MANY = {f"n{i}": (f"标题{i}", f"第{i}篇的内容。") for i in range(160)}
TEXTS = [f"第{i}句。" for i in range(10)]
KILLED = """
import os, signal, sys
from pathlib import Path
from ecqa.index import kept
from ecqa.index.build import build_index
from tests.index.material import PairEmbedder

class Short(PairEmbedder):
    def embed_documents(self, texts):
        if len(self.embedded) >= 5 * 32:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().embed_documents(texts)

kept.EVERY = 0
build_index(Path(sys.argv[1]), Path(sys.argv[2]), Short(), "pairs")
"""


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "EVERY", 0)


def test_the_run_after_a_kill_makes_only_what_is_missing(tmp_path: Path):
    corpus = write_corpus(tmp_path / "corpus", MANY)
    killed = subprocess.run([sys.executable, "-c", KILLED, corpus, tmp_path / "index"], cwd=ROOT, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert len(list((tmp_path / "index").glob("encoded-*"))) == 1
    again, whole = PairEmbedder(), PairEmbedder()
    build_index(corpus, tmp_path / "index", again, "pairs")
    build_index(corpus, tmp_path / "other", whole, "pairs")
    assert len(whole.embedded) == 320
    assert len(again.embedded) == 160
    resumed, straight = open_index(tmp_path / "index"), open_index(tmp_path / "other")
    np.testing.assert_array_equal(resumed.dense.vectors(range(160)), straight.dense.vectors(range(160)))
    np.testing.assert_array_equal(resumed.sentences.all(), straight.sentences.all())
    assert not list((tmp_path / "index").glob("encoded-*"))


def left(folder: Path, name: str = "pairs") -> Path:
    """The file of a run that encoded ten sentences and was killed."""
    KeptVectors(PairEmbedder(), folder, name).embed_documents(TEXTS)
    (path,) = folder.iterdir()
    return path


def test_known_and_new_texts_come_back_in_order(tmp_path: Path):
    left(tmp_path)
    embedder = PairEmbedder()
    mixed = ["新的。", TEXTS[7], "也是新的。", TEXTS[0]]
    vectors = KeptVectors(embedder, tmp_path, "pairs").embed_documents(mixed)
    np.testing.assert_array_equal(vectors, PairEmbedder().embed_documents(mixed))
    assert embedder.embedded == ["新的。", "也是新的。"]


@pytest.mark.parametrize(("cut", "made"), [(0, 0), (1, 1), (272 * 3, 3), (272 * 3 + 5, 4), (272 * 10, 10), (272 * 10 + 4, 10)])
def test_what_is_not_whole_is_cut_off_and_made_again(tmp_path: Path, cut: int, made: int):
    path = left(tmp_path)
    whole = path.read_bytes()
    assert len(whole) == 8 + 10 * 272
    path.write_bytes(whole[: len(whole) - cut])
    embedder = PairEmbedder()
    np.testing.assert_array_equal(KeptVectors(embedder, tmp_path, "pairs").embed_documents(TEXTS), PairEmbedder().embed_documents(TEXTS))
    assert len(embedder.embedded) == made
    assert path.read_bytes() == whole


def test_a_damaged_record_is_not_used_nor_what_follows_it(tmp_path: Path):
    path = left(tmp_path)
    content = bytearray(path.read_bytes())
    content[8 + 272 * 6 + 100] ^= 1
    path.write_bytes(content)
    embedder = PairEmbedder()
    KeptVectors(embedder, tmp_path, "pairs").embed_documents(TEXTS)
    assert embedder.embedded == TEXTS[6:]


def test_vectors_of_another_model_are_not_used_and_go_with_the_rest(tmp_path: Path):
    left(tmp_path)
    embedder = PairEmbedder()
    other = KeptVectors(embedder, tmp_path, "other")
    other.embed_documents(TEXTS)
    assert embedder.embedded == TEXTS
    assert len(list(tmp_path.iterdir())) == 2
    other.forget()
    assert not list(tmp_path.iterdir())


def test_a_short_run_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(kept, "EVERY", 5)
    KeptVectors(PairEmbedder(), tmp_path, "pairs").embed_documents(TEXTS)
    assert not list(tmp_path.iterdir())


def test_what_the_disk_refuses_is_told_in_a_line(tmp_path: Path):
    with pytest.raises(SearchIndexError) as refused:
        KeptVectors(PairEmbedder(), tmp_path / "nowhere", "pairs").embed_documents(TEXTS)
    assert refused.value.key == "index-unwritable"


def test_the_share_of_the_texts_is_the_share_of_the_time():
    cost = np.sort(np.random.default_rng(0).integers(1, 300, 1000))[::-1]
    order = _scattered(1000)
    assert sorted(order) == list(range(1000))
    spent = np.cumsum(cost[order]) / cost.sum()
    share = np.arange(1, 1001) / 1000
    assert np.abs(spent / share - 1)[100:].max() < 0.03
