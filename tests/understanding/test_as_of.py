"""The day that a question asks about is read where it says so, and only there."""

import pytest

from ecqa.understanding import day_meant


@pytest.mark.parametrize(
    ("question", "day"),
    [
        ("2012年底时，这个办法还有效吗？", "2012-12-31"),
        ("二〇一二年年底的时候有效吗", "2012-12-31"),
        ("2013年初时施行了吗", "2013-01-01"),
        ("2014年6月时还有效吗", "2014-06-30"),
        ("2012年2月时还有效吗", "2012-02-29"),
        ("2014年6月1日还有效吗", "2014-06-01"),
        ("2014-06-01时有效吗", "2014-06-01"),
        ("2016年时有效吗", "2016-12-31"),
        ("2015年上半年时有效吗", "2015-06-30"),
        ("2014年2月30日时有效吗", None),
        ("2014年13月时有效吗", None),
        ("2012年全国团购总成交额是多少？", None),
        ("到2012年底，全国有多少网民？", None),
        ("《2012年底时的办法》有效吗", None),
        ("2014年时间安排是什么", None),
        ("现在还有效吗", None),
    ],
)
def test_the_day_that_is_meant(question: str, day: str | None) -> None:
    assert day_meant(question) == day
