"""What Milvus finds, against numpy's brute force and the BM25 of the index itself; Milvus Lite runs in the test."""

import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import SearchIndexError
from ecqa.index import milvus_rows, milvus_writing
from ecqa.index.build import build_index
from ecqa.index.live import LiveIndex
from ecqa.index.milvus import MilvusStore
from ecqa.index.milvus_rows import RowsOf, asked, dimension, expression, rarity
from ecqa.index.opened import Index, open_index
from ecqa.messages import Messages
from ecqa.schema import Filters
from tests.index.material import TEXTS, PairEmbedder, write_corpus

HOSTILE = '甲"乙\\丙\' or row >= 0 or source == "'
MORE = {f"d{n:03d}": (f"第{n}号资料", f"电商园区{n}号企业{n * 7 % 50}家。\n{n % 9}月启动{'资金' * (n % 4)}。") for n in range(120)}


def build(folder: Path, texts: dict[str, tuple[str, str]], **more: str) -> Index:
    build_index(write_corpus(folder / "corpus", texts, **more), folder / "index", PairEmbedder(), "pairs")
    return open_index(folder / "index", "pairs")


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    return build(tmp_path_factory.mktemp("milvus"), {**TEXTS, **MORE}, section=HOSTILE, date="2013-01-17")


@pytest.fixture(scope="module")
def store(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusStore]:
    opened = MilvusStore(str(tmp_path_factory.mktemp("store") / "passages.db"))
    told: list[tuple[int, int]] = []
    opened.put_in_use(index, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(index.passages), len(index.passages))
    yield opened
    opened.close()


def vectors_of(index: Index) -> np.ndarray:
    return index.dense.vectors(range(len(index.passages)))


def rows_at(index: Index, places: np.ndarray) -> list[int]:
    """Numbers of the rows that stand at these places."""
    order = list(index.articles)
    known = {(order.index(one.article_id) << 32) + one.start: row for row, one in enumerate(index.passages)}
    assert list(known) == sorted(known)
    return [known[place] for place in places.tolist()]


def test_the_nearest_are_those_of_brute_force(index: Index, store: MilvusStore):
    vectors = vectors_of(index)
    for question in ("专项资金有多少", "电商园区7号", "五月启动"):
        query = PairEmbedder().embed_query(question)
        near = store.nearest(index, query, 10)
        expected, rows = vectors @ query, rows_at(index, near.places)
        np.testing.assert_allclose(near.scores, np.sort(expected)[::-1][:10], atol=1e-6)
        np.testing.assert_allclose(near.scores, expected[rows], atol=1e-6)
        assert near.keys.tolist() == RowsOf(index).keys[rows].tolist()
        assert len(set(rows)) == 10


def test_the_matching_are_those_of_bm25(index: Index, store: MilvusStore):
    for question in ("专项资金有多少", "电商园区7号", "启动启动"):
        for name, expected in zip(("bigrams", "words"), index.lexical.scores(question), strict=True):
            near = store.matching(index, name, asked(question, name, index), 10)
            np.testing.assert_allclose(near.scores, np.sort(expected)[::-1][: len(near.keys)], rtol=1e-5)
            np.testing.assert_allclose(near.scores, expected[rows_at(index, near.places)], rtol=1e-5)
            assert len(near.keys) == min(10, int((expected > 0).sum()))
    assert asked("没有这个词", "words", index) == {}
    assert store.matching(index, "words", {}, 10).keys.tolist() == []


def test_a_row_comes_back_as_it_was(index: Index, store: MilvusStore):
    wanted = [7, 0, len(index.passages) - 1]
    keys = RowsOf(index).keys
    assert len(set(keys.tolist())) == len(keys)
    found = store.rows(index, keys[wanted], 64)
    assert [one.key for one in found] == keys[sorted(wanted)].tolist()
    own = index.lexical.weights("bigrams")
    for one, row in zip(found, sorted(wanted), strict=True):
        assert one.passage(index.articles[one.article_id].text) == index.passages[row]
        np.testing.assert_array_equal(one.sentences, index.sentences.of(row))
        held = {
            dimension(own.terms[t]): own.scores[at] / rarity(len(index.passages), int(own.bounds[t + 1] - own.bounds[t]))
            for t in range(len(own.terms))
            for at in range(own.bounds[t], own.bounds[t + 1])
            if own.rows[at] == row
        }
        assert one.terms["bigrams"] == pytest.approx(held)
    assert store.rows(index, [], 64) == []


def test_fewer_come_back_when_fewer_are_there_or_allowed(index: Index, store: MilvusStore):
    query = PairEmbedder().embed_query("资金")
    assert len(store.nearest(index, query, 500).keys) == len(index.passages)
    assert store.nearest(index, query, 0).keys.tolist() == []
    two = RowsOf(index).keys[[4, 9]].tolist()
    assert sorted(store.nearest(index, query, 5, f"key in {two}").keys.tolist()) == sorted(two)


def test_a_filter_is_compared_and_never_run(index: Index, store: MilvusStore):
    query = PairEmbedder().embed_query("资金")

    def found(**filters: str) -> int:
        as_of = filters.pop("as_of", None)
        return len(store.nearest(index, query, 500, expression(Filters(**filters), as_of)).keys)

    everything = len(index.passages)
    assert found(section=HOSTILE) == everything
    assert found(section='" or row >= 0 or section == "') == 0
    assert found(section="甲") == found(kind="none") == found(source="none") == 0
    assert found(since="2013-01-17", until="2013-01-17", as_of="2013-01-17") == everything
    assert found(since="2013-01-18") == found(until="2013-01-16") == found(as_of="2013-01-16") == 0
    assert expression(Filters(), None) == ""


def test_readers_see_one_generation_whole_while_another_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(milvus_writing, "BATCH", 7)
    first = build(tmp_path, {**TEXTS, **MORE})
    store = MilvusStore(str(tmp_path / "store.db"))
    with pytest.raises(SearchIndexError, match="store-empty"):
        store.generation()
    store.put_in_use(first)
    live = LiveIndex(tmp_path / "index", "pairs", check_every=0, in_use=store.generation)
    assert live.current().generation == store.generation() == first.generation
    second = build(tmp_path, {**TEXTS, **{name: (title, text + "改。") for name, (title, text) in MORE.items()}})
    seen: list[tuple[str, int]] = []
    written = threading.Event()

    def read() -> None:
        query = PairEmbedder().embed_query("电商园区")
        while not written.is_set() or seen[-1][0] != second.generation:
            current = live.current()
            rows = store.rows(current, store.nearest(current, query, 500).keys, 64)
            texts = [one.passage(current.articles[one.article_id].text).text for one in rows]
            assert texts == [one.text for one in current.passages]
            seen.append((current.generation, len(rows)))

    reader = threading.Thread(target=read)
    reader.start()
    store.put_in_use(second)
    written.set()
    reader.join(60)
    assert set(seen) == {(one.generation, len(one.passages)) for one in (first, second)}
    third = build(tmp_path, TEXTS)
    store.put_in_use(third)
    store.put_in_use(third)
    with pytest.raises(SearchIndexError, match="store-unusable"):
        store.nearest(first, PairEmbedder().embed_query("电商"), 3)
    assert len(store.nearest(second, PairEmbedder().embed_query("电商"), 3).keys) == 3
    store.close()


def test_what_was_written_is_found_when_the_store_is_opened_again(index: Index, tmp_path: Path):
    for _ in range(2):
        store = MilvusStore(str(tmp_path / "store.db"))
        store.put_in_use(index)
        assert store.generation() == index.generation
        assert len(store.nearest(index, PairEmbedder().embed_query("资金"), 500).keys) == len(index.passages)
        store.close()


def test_an_index_of_several_parts_gives_the_same_scores(tmp_path: Path):
    build(tmp_path, {**TEXTS, **MORE})
    joined = build(tmp_path, {**TEXTS, **MORE, "new": ("新的资料", "专项资金新办法。")})
    assert len(joined.parts) == 2
    store = MilvusStore(str(tmp_path / "store.db"))
    store.put_in_use(joined)
    near = store.matching(joined, "bigrams", asked("专项资金办法", "bigrams", joined), 10)
    rows = rows_at(joined, near.places)
    np.testing.assert_allclose(near.scores, joined.lexical.scores("专项资金办法")[0][rows], rtol=1e-5)
    assert joined.passages[rows[0]].article_id in ("new", "fund")
    store.close()


def test_a_passage_of_too_many_sentences_is_kept_without_their_vectors(index: Index, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(milvus_rows, "LONGEST", 10)
    row = next(RowsOf(index).records(np.arange(1)))
    assert row["sentence_vectors"] == ""
    kept = milvus_rows.stored({**row, "bigrams": {0: 1.0}}, 64)
    assert kept.sentences.shape == (0, 64)
    assert kept.terms["bigrams"] == {}


@pytest.mark.parametrize("address", ["http://someone:secret@127.0.0.1:1", "/nowhere/at/all.db"])
def test_what_cannot_be_reached_is_said_in_one_line_without_the_password(address: str):
    with pytest.raises(SearchIndexError) as raised:
        MilvusStore(address)
    for lang in ("zh", "en"):
        line = Messages(lang).error(raised.value)
        assert "\n" not in line
        assert "secret" not in line
        assert ("127.0.0.1:1" if "secret" in address else address) in line
