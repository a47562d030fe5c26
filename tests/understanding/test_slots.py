"""Short follow-ups that put one thing in the place of another."""

import pytest

from ecqa.understanding.slots import replaced


@pytest.mark.parametrize(
    ("question", "before", "after"),
    [
        ("那前一年呢", "2012年团购成交额", "2011年团购成交额"),
        ("次年呢?", "2012年团购成交额", "2013年团购成交额"),
        ("那11月呢", "2012年12月成交额", "2012年11月成交额"),
        ("上个月呢", "2012年十二月成交额", "2012年11月成交额"),
        ("二季度呢", "一季度出口多少", "2季度出口多少"),
        ("下半年呢", "上半年出口多少", "下半年出口多少"),
        ("下一条呢", "第四条规定了什么", "第5条规定了什么"),
        ("那第十条呢", "第四条规定了什么", "第10条规定了什么"),
        ("第二批呢", "首批示范城市有哪些", "第2批示范城市有哪些"),
        ("那淘宝呢", "京东2012年交易额是多少", "淘宝2012年交易额是多少"),
        ("那刘强东呢?", "马云说了什么", "刘强东说了什么"),
        ("深圳的呢", "汕头的补贴是多少", "深圳的补贴是多少"),
    ],
)
def test_the_thing_of_the_same_sort_is_replaced(question: str, before: str, after: str):
    assert replaced(question, before) == after


@pytest.mark.parametrize(
    ("question", "before"),
    [
        ("那前一年呢", "团购成交额是多少"),
        ("上个月呢", "2012年1月成交额"),
        ("那11月呢", "2012年成交额"),
        ("另一家呢", "首个产业园是哪家建的"),
        ("它呢", "对接会在哪开"),
        ("还有呢", "扶持措施有哪些"),
        ("那淘宝呢", "京东和天猫的交易额"),
        ("那马云呢", "京东的交易额"),
        ("为什么", "2012年成交额下降了吗"),
        ("那2011年的团购网站数量和成交额分别是多少呢", "2012年成交额"),
    ],
)
def test_what_asks_for_something_else_replaces_nothing(question: str, before: str):
    assert replaced(question, before) is None
