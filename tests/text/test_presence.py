"""What a text must say to meet a constraint."""

import pytest

from ecqa.schema import Constraint
from ecqa.text.presence import unmet

YEAR = Constraint("year", "2012年", ("2012", "12年"))


@pytest.mark.parametrize("text", ["2012年的成交额", "二〇一二年", "２０１２年", "12年", "于2012/6/1", "2012-12-19 汕头", "在2012，"])
def test_a_year_is_met_in_any_writing(text: str):
    assert not unmet(YEAR, text)


@pytest.mark.parametrize("text", ["2011年", "1012年", "20123家", "212年", "第2012.5号", "去年", ""])
def test_another_number_is_not_that_year(text: str):
    assert unmet(YEAR, text)


def test_last_year_is_the_year_before_the_date_that_stands_in_the_text():
    assert not unmet(YEAR, "2013-01-17 去年成交额大涨")
    assert unmet(YEAR, "2014-01-17 去年成交额大涨")
    assert unmet(YEAR, "2013-01-17 今年的成交额大涨")
    assert unmet(Constraint("place", "2012", ("2012",)), "2013-01-17 去年")


def test_a_month_is_not_the_end_of_a_longer_number():
    month = Constraint("month", "2月", ("2月", "-02-"))
    assert unmet(month, "12月")
    assert not unmet(month, "二月份")
    assert not unmet(month, "2013-02-17")


def test_names_titles_and_quotes_are_met_whatever_the_marks_between_their_characters():
    assert not unmet(Constraint("title", "《促进办法》", ("促进办法",)), "《汕头经济特区电子商务“促进办法”》")
    assert not unmet(Constraint("organization", "阿里", ("阿里巴巴", "阿里")), "阿里集团")
    assert unmet(Constraint("person", "马云", ("马云",)), "刘强东说")


def test_latin_names_are_whole_words():
    jd = Constraint("organization", "JD", ("京东", "jd"))
    assert not unmet(jd, "JD公司")
    assert unmet(jd, "jdk")


def test_a_date_on_its_own_line_stays_apart_from_a_number_that_ends_the_line_before() -> None:
    assert not unmet(Constraint("year", "2013年", ("2013", "13年")), "会刊第12\n2013-01-17")
