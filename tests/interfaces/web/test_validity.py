"""The validity tag, by the status and the dates of the source."""

import pytest

from ecqa.interfaces.web.validity import validity
from ecqa.schema import Article


def article(**facts):
    return Article(id="a", title="t", text="t", revision="r", path="a.md", start=0, **facts)


@pytest.mark.parametrize(
    ("facts", "tag"),
    [
        ({}, None),
        ({"date": "2013-01-17"}, None),
        ({"status": "现行", "effective_date": "2013-01-01"}, ("current", "2013-01-01")),
        ({"status": "已修改（2016年修正）", "effective_date": "2013-01-01", "amended_date": "2016-12-03"}, ("amended", "2016-12-03")),
        ({"effective_date": "2013-01-01", "amended_date": "2099-01-01"}, ("unknown", None)),
        ({"effective_date": "2099-01-01"}, ("pending", "2099-01-01")),
        ({"status": "尚未施行"}, ("pending", None)),
        ({"status": "尚未施行", "effective_date": "2013-01-01"}, ("unknown", None)),
        ({"status": "现行", "expiry_date": "2020-12-31"}, ("expired", "2020-12-31")),
        ({"status": "现行", "expiry_date": "2099-12-31"}, ("current", None)),
        ({"status": "已失效"}, ("expired", None)),
        ({"status": "已废止", "amended_date": "2016-12-03"}, ("expired", None)),
        ({"effective_date": "2013-01-01"}, ("unknown", None)),
        ({"status": "以主管部门解释为准"}, ("unknown", None)),
    ],
)
def test_tag(facts, tag):
    assert validity(article(**facts), today="2026-01-01") == tag


def test_the_day_itself_counts():
    assert validity(article(status="现行", expiry_date="2026-01-01"), today="2026-01-01") == ("current", None)
    assert validity(article(status="现行", expiry_date="2026-01-01"), today="2026-01-02") == ("expired", "2026-01-01")
    assert validity(article(status="现行", effective_date="2026-01-01"), today="2026-01-01") == ("current", "2026-01-01")
