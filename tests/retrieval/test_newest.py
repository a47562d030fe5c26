"""The newest articles by their dates, of the kind and the time that is asked for."""

from dataclasses import replace

from ecqa.retrieval.newest import newest
from ecqa.schema import Article
from ecqa.text.newest import Newest

NEWS = Article("n1", "题", "题", "0" * 12, "a.txt", 0, date="2013-01-22", kind="news")
OLDER = replace(NEWS, id="n2", date="2012-12-29")
SAME_DAY = replace(NEWS, id="n3")
LAW = replace(NEWS, id="p1", date="2012-11-21", kind="regulation")
ALL = [OLDER, NEWS, LAW, SAME_DAY]


def ids(asked: Newest) -> list[str]:
    return [one.id for one in newest(asked, ALL)]


def test_newest_first_and_those_of_one_day_as_the_corpus_has_them() -> None:
    assert ids(Newest()) == ["n1", "n3", "n2", "p1"]


def test_months_count_back_from_the_newest_article() -> None:
    assert ids(Newest(months=1)) == ["n1", "n3", "n2"]
    assert ids(Newest(months=3)) == ["n1", "n3", "n2", "p1"]


def test_a_month_that_is_named() -> None:
    assert ids(Newest(since="2012-12-01", until="2012-12-31")) == ["n2"]
    assert ids(Newest(since="2014-01-01", until="2014-01-31")) == []


def test_policies_alone_and_months_still_from_the_newest_of_all() -> None:
    assert ids(Newest(policy=True)) == ["p1"]
    assert ids(Newest(months=1, policy=True)) == []


def test_without_articles_there_is_nothing_new() -> None:
    assert newest(Newest(months=3), []) == []
