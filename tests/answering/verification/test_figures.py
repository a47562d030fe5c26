"""Figures in any notation: what each is worth, its unit and bound; and which a text has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.answering.verification.figures import figures
from ecqa.answering.verification.held_figures import HeldFigures, held_figures
from ecqa.answering.verification.words import normal
from ecqa.text.numbers import in_chinese


@pytest.mark.parametrize(
    ("text", "value", "unit", "bound"),
    [
        ("5000万元", 5e7, "元", ""),
        ("五千万元", 5e7, "元", ""),
        ("50,000,000元", 5e7, "元", ""),
        ("二百一十三亿九千万元", 2.139e10, "元", ""),
        ("213.9亿美元", 2.139e10, "美元", ""),
        ("百分之二十三点八", 23.8, "%", ""),
        ("两成", 20, "%", ""),
        ("四分之一", 25, "%", "about"),
        ("三分之一强", 33.3333, "%", "more"),
        ("一半多", 50, "%", "more"),
        ("一成四", 14, "%", ""),
        ("四亿五", 4.5e8, "", ""),
        ("十六万八元", 168_000, "元", ""),
        ("三万八千亿元", 3.8e12, "元", ""),
        ("两千三百多起", 2300, "件", "more"),
        ("两倍半", 2.5, "倍", ""),
        ("三个点", 3, "百分点", ""),
        ("不少于20件", 20, "件", "more"),
        ("不得超过两名", 2, "人", "less"),
        ("别过五十", 50, "", "less"),
        ("30日内", 30, "天", "less"),
        ("三万起、", 30_000, "", ""),
        ("近一半", 50, "%", "less"),
        ("3个百分点", 3, "百分点", ""),
        ("3.9折", 3.9, "折", ""),
        ("五千多家", 5000, "家", "more"),
        ("超过5000家", 5000, "家", "more"),
        ("不到8%", 8, "%", "less"),
        ("约有50亿元", 5e9, "元", "about"),
        ("21天", 21, "天", ""),
        ("￥300", 300, "元", ""),
    ],
)
def test_a_figure_is_worth_what_it_says(text, value, unit, bound):
    (found,) = figures(normal(text))
    assert (found.value, found.unit, found.bound, found.vague) == (value, unit, bound, False)


def test_orders_of_magnitude_ranges_and_lists():
    assert [(one.value, one.vague) for one in figures(normal("几百名、数亿元、好几万家"))] == [(100, True), (1e8, True), (10_000, True)]
    assert [(one.value, one.unit) for one in figures(normal("30%-50%"))] == [(30, "%"), (50, "%")]
    assert [(one.value, one.unit) for one in figures(normal("三到五成"))] == [(30, "%"), (50, "%")]
    assert [(one.value, one.unit) for one in figures(normal("5至8折"))] == [(5, "折"), (8, "折")]
    assert [(one.value, one.unit) for one in figures(normal("70、80年代"))] == [(70, "年代"), (80, "年代")]


@pytest.mark.parametrize("text", ["一直", "统一", "三四线城市", "团800", "b2b", "o2o", "2013年5月17日", "2013-01-17", "十分", "万一"])
def test_words_names_and_dates_are_no_figures(text):
    assert figures(normal(text)) == ()


@given(st.integers(2, 9999))
def test_numerals_and_digits_are_one_figure(number):
    (one,), (other,) = figures(f"{number}万元"), figures(f"{in_chinese(number)}万元")
    assert one.value == other.value == number * 10_000


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("五千万元", "5000万元"),
        ("近214亿元", "213.9亿元"),
        ("将近九成", "89.9%"),
        ("三周", "21天"),
        ("差不多两倍", "增长93%"),
        ("约五万人", "50100人"),
        ("一百万家", "近百万"),
        ("三家", "三个"),
        ("两千块", "2000元"),
        ("268起", "268件"),
        ("近四分之一", "23.4%"),
        ("十一万多个", "11.6万个"),
        ("72小时", "三天"),
        ("三季度", "第三季度"),
        ("翻了一倍还多", "增长128%"),
        ("便宜了四十多块", "由165元降至118元"),
        ("涨了七个百分点", "从91%上升到98%"),
        ("四成以上不是", "不足60%"),
        ("四分之三以上来自网上", "销售额2150万元，网上1640万元"),
    ],
)
def test_another_notation_is_held(claim, text):
    assert held_figures(normal(claim), [normal(text)]).missing is None


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("5000万元", "5000亿元"),
        ("5000万美元", "5000万元"),
        ("增长3.7%", "增长3.7倍"),
        ("提高3%", "提高3个百分点"),
        ("25周", "25天"),
        ("近250亿元", "213.9亿元"),
        ("两个片区", "三个片区"),
        ("3公里", "3米"),
        ("几千名", "几百名"),
        ("6家", "56家"),
        ("21款", "21天"),
        ("只剩三千多家", "超过5000家，目前2000多家"),
        ("涨了八个百分点", "从91%上升到98%"),
        ("三分之一", "48%"),
    ],
)
def test_another_value_or_unit_is_missing(claim, text):
    assert held_figures(normal(claim), [normal(text)]).missing is not None


def test_a_bound_that_the_text_does_not_set_is_another_statement():
    assert held_figures("超过80%", ["近80%"]).bounded is not None
    assert held_figures("超过80%", ["80%"]).bounded is not None
    assert held_figures("80%", ["超过80%"]).bounded is None
    assert held_figures("超过80%", ["82%"]).bounded is None
    assert held_figures("至多100家", ["不少于100家"]).bounded is not None
    assert held_figures("最多三十天", ["期限为30天"]).bounded is None
    assert held_figures("三年内有效", ["有效期三年"]).bounded is None


def test_a_place_in_a_list_may_be_the_readers_own():
    assert held_figures("排第二", ["质量占31%，退换占27%"]) == HeldFigures(uncounted=1)
    assert held_figures("排第二", ["质量排第一"]).missing is not None


def test_a_small_count_may_be_the_readers_own():
    assert held_figures("两家公司", ["甲公司和乙公司"]).uncounted == 1


_SIX = "李开复分享提升信誉的6种方法：1. 时刻保持真诚；2. 知道产品的真实价值；3. 通过统计获得观点；4. 不要用销售术语。"


@pytest.mark.parametrize(
    ("claim", "held"),
    [
        ("第三条是通过统计获得观点", True),
        ("他说的第1点是保持真诚", True),
        ("第8条是通过统计获得观点", False),
        ("第2条是通过统计获得观点", False),
    ],
)
def test_the_nth_of_what_a_text_numbers_is_its_nth(claim, held):
    assert (held_figures(normal(claim), [normal(_SIX)]).missing is None) == held


def test_the_nth_of_what_a_text_does_not_number_may_be_counted():
    assert held_figures(normal("第二项是物流"), [normal("分为支付、物流、信用")]).missing is None
