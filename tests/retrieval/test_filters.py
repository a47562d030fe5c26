"""Which passages a filter leaves, articles without date included."""

import json

import pytest

from ecqa.index.build import build_index
from ecqa.index.opened import Index, open_index
from ecqa.retrieval.filters import allowed_rows
from ecqa.schema import Filters
from tests.index.material import PairEmbedder

NAMES = ("old", "new", "last", "undated")
VALUES = (
    ("2012-12-31", "行业", "news", "大华网"),
    ("2013-01-17", "行业", "news", "汕头日报"),
    ("2013-01-31", "政策", "policy_digest", "大华网"),
    (None, "行业", "news", None),
)
LONG = "本市的电子商务企业在这一年里又多了一些，" * 12 + "增长很快。"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Four articles of two passages each."""
    folder = tmp_path_factory.mktemp("filters")
    (folder / "corpus").mkdir()
    records = [
        {"id": name, "title": name, "text": f"{name}\n{LONG}\n{LONG}", "date": date, "section": section, "kind": kind, "source": source}
        for name, (date, section, kind, source) in zip(NAMES, VALUES, strict=True)
    ]
    (folder / "corpus" / "a.jsonl").write_text("".join(json.dumps(one) + "\n" for one in records), "utf-8")
    build_index(folder / "corpus", folder / "index", PairEmbedder(), "pairs")
    opened = open_index(folder / "index")
    assert [one.article_id for one in opened.passages] == [name for name in NAMES for _ in (0, 1)]
    return opened


def left(index: Index, filters: Filters, as_of: str | None = None) -> str:
    """Names of the articles left, each checked to be left with both its rows."""
    rows = allowed_rows(filters, as_of, index)
    assert rows is not None
    assert rows.dtype == "int64"
    names = [name for at, name in enumerate(NAMES) if 2 * at in rows]
    assert rows.tolist() == [row for at, name in enumerate(NAMES) if name in names for row in (2 * at, 2 * at + 1)]
    return " ".join(names)


def test_without_filter_nothing_is_looked_at(index: Index):
    assert allowed_rows(Filters(), None, index) is None


@pytest.mark.parametrize(
    ("filters", "names"),
    [
        (Filters(section="行业"), "old new undated"),
        (Filters(kind="policy_digest"), "last"),
        (Filters(source="大华网"), "old last"),
        (Filters(section="行业", source="大华网"), "old"),
        (Filters(section="别的"), ""),
        (Filters(since="2013-01-17"), "new last"),
        (Filters(since="2013-01-18"), "last"),
        (Filters(until="2013-01-17"), "old new"),
        (Filters(until="2012-12-30"), ""),
        (Filters(since="2013-01-01", until="2013-01-30"), "new"),
        (Filters(since="2013-02-01", until="2013-01-01"), ""),
    ],
)
def test_fields_must_be_the_same_and_dates_are_inclusive_and_an_article_without_date_passes_none_of_them(
    index: Index, filters: Filters, names: str
):
    assert left(index, filters) == names


def test_as_of_leaves_out_what_was_published_later_and_keeps_what_has_no_date(index: Index):
    assert left(index, Filters(), "2013-01-17") == "old new undated"
    assert left(index, Filters(), "2013-01-16") == "old undated"
    assert left(index, Filters(), "2000-01-01") == "undated"


def test_as_of_and_filters_hold_together(index: Index):
    assert left(index, Filters(since="2013-01-01"), "2013-01-30") == "new"
    assert left(index, Filters(section="行业"), "2012-12-31") == "old undated"
