"""Which passages a filter leaves, articles without date included."""

import pytest

from ecqa.retrieval.filters import allowed_rows
from ecqa.schema import Article, Filters, Passage


def article(name: str, date: str | None, section: str, kind: str = "news", source: str | None = "大华网") -> Article:
    return Article(name, name, "文", "0" * 12, "a.txt", 0, section=section, kind=kind, date=date, source=source)


ARTICLES = {
    one.id: one
    for one in (
        article("old", "2012-12-31", "行业"),
        article("new", "2013-01-17", "行业", source="汕头日报"),
        article("last", "2013-01-31", "政策", "policy_digest"),
        article("undated", None, "行业", source=None),
    )
}
PASSAGES = [Passage(f"{name}:{at}-{at + 1}", name, at, at + 1, "文", "", ()) for name in ARTICLES for at in (0, 1)]


def left(filters: Filters, as_of: str | None = None) -> str:
    """Names of the articles left, each checked to be left with both its rows."""
    rows = allowed_rows(filters, as_of, PASSAGES, ARTICLES)
    assert rows is not None
    assert rows.dtype == "int64"
    names = [name for at, name in enumerate(ARTICLES) if 2 * at in rows]
    assert rows.tolist() == [row for at, name in enumerate(ARTICLES) if name in names for row in (2 * at, 2 * at + 1)]
    return " ".join(names)


def test_without_filter_nothing_is_looked_at():
    assert allowed_rows(Filters(), None, PASSAGES, ARTICLES) is None


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
def test_fields_must_be_the_same_and_dates_are_inclusive_and_an_article_without_date_passes_none_of_them(filters: Filters, names: str):
    assert left(filters) == names


def test_as_of_leaves_out_what_was_published_later_and_keeps_what_has_no_date():
    assert left(Filters(), "2013-01-17") == "old new undated"
    assert left(Filters(), "2013-01-16") == "old undated"
    assert left(Filters(), "2000-01-01") == "undated"


def test_as_of_and_filters_hold_together():
    assert left(Filters(since="2013-01-01"), "2013-01-30") == "new"
    assert left(Filters(section="行业"), "2012-12-31") == "old undated"
