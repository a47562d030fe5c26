"""What is written to Milvus when little changed, against the index itself, and what readers of either generation find meanwhile; Milvus Lite runs in the test."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ecqa.errors import SearchIndexError
from ecqa.index import milvus_marker, milvus_writing
from ecqa.index.build import build_index
from ecqa.index.milvus import MilvusStore
from ecqa.index.milvus_marker import Marker, read_marker, rows_name_of
from ecqa.index.opened import Index, open_index
from ecqa.retrieval import HybridRetriever
from ecqa.retrieval.milvus import MilvusRetriever
from ecqa.schema import Filters, Question
from tests.index.material import TEXTS, PairEmbedder, write_corpus

MORE = {f"d{n:03d}": (f"第{n}号资料", f"电商园区{n}号企业{n * 7 % 50}家。\n{n % 9}月启动{'资金' * (n % 4)}。") for n in range(120)}
QUESTIONS = ("专项资金有多少", "电商园区7号企业", "五月启动", "新的办法")
CHANGED = {**MORE, "d007": ("第7号资料", "电商园区七号搬走了。"), "d119": ("第119号资料", "新的办法：企业50家。")}
"""Two articles with another text."""


def build(folder: Path, texts: dict[str, tuple[str, str]], **more: str) -> Index:
    build_index(write_corpus(folder / "corpus", texts, **more), folder / "index", PairEmbedder(), "pairs")
    return open_index(folder / "index", "pairs")


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[MilvusStore]:
    """A store that takes it for little when three of these few short texts move the mean length by a hundredth."""
    monkeypatch.setattr(milvus_writing, "DRIFT", 0.01)
    opened = MilvusStore(str(tmp_path / "passages.db"))
    yield opened
    opened.close()


def written(store: MilvusStore, index: Index) -> int:
    """Puts a generation in use and says how many rows that took."""
    told = [(0, 0)]
    store.put_in_use(index, lambda done, total: told.append((done, total)))
    assert store.generation() == index.generation
    assert told[-1][0] == told[-1][1]
    return told[-1][1]


def passages_of(index: Index, *articles: str) -> int:
    return sum(passage.article_id in articles for passage in index.passages)


def assert_found_as_in(index: Index, store: MilvusStore, tolerance: float = 0.03) -> None:
    """The ten best, their order and, but for the drift, their scores are those of the files."""
    local, remote = HybridRetriever(lambda: index, PairEmbedder()), MilvusRetriever(lambda: index, store, PairEmbedder())
    for text in QUESTIONS:
        for filters in (Filters(), Filters(section="产业"), Filters(since="2013-01-01")):
            question = Question(text, query=text, filters=filters)
            expected, found = local.retrieve(question, 10), remote.retrieve(question, 10)
            assert [hit.passage for hit in found] == [hit.passage for hit in expected]
            assert [hit.score for hit in found] == pytest.approx([hit.score for hit in expected], abs=tolerance)


def test_only_what_changed_is_written_and_both_generations_are_found_whole(tmp_path: Path, store: MilvusStore):
    first = build(tmp_path, {**TEXTS, **MORE}, section="产业", date="2013-01-17")
    assert written(store, first) == len(first.passages)
    texts = {**TEXTS, **CHANGED, "new": ("新的资料", "专项资金新办法。")}
    second = build(tmp_path, {name: text for name, text in texts.items() if name != "d050"}, section="产业", date="2013-01-17")
    assert written(store, second) == passages_of(second, "d007", "d119", "new")
    marker = read_marker(store._client, second.generation)
    assert (marker.rows, marker.changes) == (rows_name_of(first.generation), 1)
    assert len(marker.gone) == passages_of(first, "d007", "d119", "d050")
    for index in (first, second):
        assert_found_as_in(index, store)
        everything = store.nearest(index, PairEmbedder().embed_query("电商"), 500)
        assert len(everything.keys) == len(index.passages)
        stored = store.rows(index, everything.keys, 64)
        assert [one.passage(index.articles[one.article_id].text) for one in stored] == index.passages


def test_what_comes_back_as_it_was_needs_no_writing(tmp_path: Path, store: MilvusStore):
    first = build(tmp_path, {**TEXTS, **MORE})
    written(store, first)
    assert written(store, build(tmp_path, {**TEXTS, **{name: text for name, text in MORE.items() if name != "d050"}})) == 0
    third = build(tmp_path, {**TEXTS, **MORE})
    assert written(store, third) == 0
    marker = read_marker(store._client, third.generation)
    assert marker == Marker(rows_name_of(first.generation), 2, True)
    assert_found_as_in(third, store)


def test_a_section_or_date_that_changed_is_written_with_the_text_as_it_was(tmp_path: Path, store: MilvusStore):
    written(store, build(tmp_path, {**TEXTS, **MORE}))
    (tmp_path / "corpus" / "overrides.toml").write_text('["d007"]\nsection = "产业"\ndate = "2013-02-01"\n', "utf-8")
    second = build(tmp_path, {**TEXTS, **MORE})
    assert second.articles["d007"].section == "产业"
    assert written(store, second) == passages_of(second, "d007")
    assert_found_as_in(second, store)


def test_a_run_that_was_killed_leaves_nothing_that_is_found(tmp_path: Path, store: MilvusStore, monkeypatch: pytest.MonkeyPatch):
    first = build(tmp_path, {**TEXTS, **MORE})
    written(store, first)
    second = build(tmp_path, {**TEXTS, **CHANGED})

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as context:
        context.setattr(milvus_marker, "write_marker", killed)
        with pytest.raises(KeyboardInterrupt):
            store.put_in_use(second)
    assert store.generation() == first.generation
    assert_found_as_in(first, store)
    with pytest.raises(SearchIndexError, match="store-unusable"):
        store.nearest(second, PairEmbedder().embed_query("电商"), 3)
    third = build(tmp_path, {**TEXTS, **CHANGED, "d001": ("第1号资料", "电商园区一号搬走了。")})
    assert written(store, third) == passages_of(third, "d007", "d119", "d001")
    assert_found_as_in(third, store)
    assert len(store.nearest(third, PairEmbedder().embed_query("电商"), 500).keys) == len(third.passages)


@pytest.mark.parametrize(("name", "value"), [("GONE", 1), ("NEW", 0.001), ("DRIFT", 1e-4), ("EXACT_LIMIT", 130)])
def test_all_is_written_where_too_much_changed(
    tmp_path: Path, store: MilvusStore, monkeypatch: pytest.MonkeyPatch, name: str, value: float
):
    first = build(tmp_path, {**TEXTS, **MORE})
    written(store, first)
    monkeypatch.setattr(milvus_writing, name, value)
    more = {f"e{n}": (f"再{n}号", "电商园区企业。") for n in range(8)} if name == "EXACT_LIMIT" else {}
    assert len(first.passages) <= 130
    second = build(tmp_path, {**TEXTS, **CHANGED, **more})
    assert written(store, second) == len(second.passages)
    assert read_marker(store._client, second.generation).rows == rows_name_of(second.generation)
    assert_found_as_in(second, store)
    third = build(tmp_path, {**TEXTS, **CHANGED, **more, "d001": ("第1号资料", "一号搬走了。")})
    written(store, third)
    left = [one for one in store._client.list_collections() if "rows" in one]
    assert rows_name_of(first.generation) not in left


def test_what_an_earlier_version_wrote_is_written_anew(tmp_path: Path, store: MilvusStore):
    first = build(tmp_path, {**TEXTS, **MORE})
    store._client.create_collection(milvus_marker.name_of(first.generation), dimension=4)
    store._client.create_alias(milvus_marker.name_of(first.generation), milvus_marker.ALIAS)
    with pytest.raises(SearchIndexError, match="store-empty"):
        store.nearest(first, PairEmbedder().embed_query("电商"), 3)
    second = build(tmp_path, {**TEXTS, **CHANGED})
    assert written(store, second) == len(second.passages)
    assert_found_as_in(second, store)
