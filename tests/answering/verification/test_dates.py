"""Dates of a claim against those of a text: in any notation, with the article's date, and the parts of a year or day."""

import pytest

from ecqa.answering.verification.held_dates import wrong_date
from ecqa.answering.verification.words import normal


def wrong(claim, text, published="2013-01-17", context=""):
    return wrong_date(normal(claim), [normal(text)], normal(context), published)


@pytest.mark.parametrize(
    ("claim", "text"),
    [
        ("2013年1月17日", "2013-01-17"),
        ("二〇一三年一月十七日", "2013年1月17日"),
        ("1月17日", "2013年1月17号"),
        ("2012年6月", "去年6月"),
        ("2012年年底", "2012年底"),
        ("岁末", "年末"),
        ("12月", "2012年12月份"),
        ("2013年", "2013/01/17"),
    ],
)
def test_the_same_date_is_held(claim, text):
    assert wrong(claim, text) == ""


@pytest.mark.parametrize(
    ("claim", "text", "words"),
    [
        ("2013年1月8日", "2013年1月18日", "2013年1月8日"),
        ("2012年8月", "2011年8月", "2012年8月"),
        ("9月", "8月", "9月"),
        ("2012年", "2013年", "2012年"),
        ("1月18日上午", "1月18日下午", "上午"),
        ("2012年上半年", "2012年下半年", "上半年"),
        ("双十二", "双十一当天", "双十二"),
    ],
)
def test_another_date_is_told(claim, text, words):
    assert wrong(claim, text) == words


def test_the_articles_own_date_is_not_the_date_of_what_the_text_dates():
    assert wrong("1月17日视察工地", "1月10日视察工地", context="简讯 2013-01-17") == "1月17日"
    assert wrong("今年起公布", "从明年起公布", published=None) == "今年"
    assert wrong("30日内办理", "三十天内办理") == ""


def test_the_articles_own_date_counts_as_said():
    assert wrong("2013年1月17日发布", "今天发布", context="公告 2013-01-17") == ""
