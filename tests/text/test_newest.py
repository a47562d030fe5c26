"""What a question for new texts asks for, and which questions are none."""

import pytest

from ecqa.text.newest import Newest, months_before, newest_asked


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("最近有什么新闻", Newest()),
        ("把近三个月的新闻总结一下", Newest(months=3)),
        ("过去几个月协会有什么消息？", Newest(months=3)),
        ("近半年的文章列一下", Newest(months=6)),
        ("最近一年电商行业有哪些大事", Newest(months=12)),
        ("最近999年有什么新闻", Newest(months=120)),
        ("2013年1月有哪些新闻", Newest(since="2013-01-01", until="2013-01-31")),
        ("2012年2月份的报道有哪些", Newest(since="2012-02-01", until="2012-02-29")),
        ("有没有最新的政策法规？", Newest(policy=True)),
        ("What's the latest news?", Newest()),
        ("最近有什么扶持政策", None),  # of a sort: to be looked for
        ("最新的淘宝新闻", None),
        ("协会最近有什么活动", None),
        ("今天有什么新闻", None),
        ("2013年13月有哪些新闻", None),
        ("有哪些新闻", None),
        ("", None),
    ],
)
def test_what_is_asked_for(question: str, wanted: Newest | None) -> None:
    assert newest_asked(question) == wanted


def test_months_are_counted_back_to_a_day_that_is() -> None:
    assert months_before("2013-03-31", 1) == "2013-02-28"
    assert months_before("2013-01-22", 3) == "2012-10-22"
    assert months_before("2013-01-22", 12) == "2012-01-22"
