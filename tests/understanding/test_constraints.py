"""What a question asks about and evidence must name."""

import pytest

from ecqa.schema import Constraint
from ecqa.understanding.constraints import constraints, unmet
from ecqa.understanding.typos import Correction


def told(question: str) -> list[tuple[str, str]]:
    return [(one.kind, one.text) for one in constraints(question)]


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("2012年汕头的网络零售额", [("year", "2012年"), ("place", "汕头")]),
        ("二〇一二年和12年", [("year", "二〇一二年")]),
        ("京东 2012 交易额", [("organization", "京东"), ("year", "2012")]),
        ("去年和前年的成交额", []),
        ("做了12年电商", []),
        ("5000家网站里有2011家", [("year", "2011")]),
        ("1月17日的会", [("date", "1月17日")]),
        ("十二月单月", [("month", "十二月")]),
        ("几个月", []),
        ("用了3个月", []),
        ("前三季度和四季度", [("quarter", "前三季度"), ("quarter", "四季度")]),
        ("上半年出口", [("quarter", "上半年")]),
        ("首批和第二批名单", [("batch", "首批"), ("batch", "第二批")]),
        ("首届年会", [("batch", "首届")]),
        ("第四条规定了什么", [("clause", "第四条")]),
        ("《促进办法》讲什么", [("title", "促进办法")]),
        ("第143号令", [("document_number", "第143号令")]),
        ("国办发\u30142012\u30155号文", [("document_number", "国办发\u30142012\u30155号"), ("year", "2012")]),
        ("“双百万战略”是什么", [("quote", "双百万战略")]),
        ("马云和刘强东谁说的", [("person", "马云"), ("person", "刘强东")]),
        ("顾客和宝贝在高峰时段", []),
        ("其中通报了多少家", []),
        ("夸下的淘宝承诺", [("organization", "淘宝")]),
        ("团购成交额是多少", []),
        ("", []),
    ],
)
def test_each_kind_is_found_as_typed(question: str, found: list[tuple[str, str]]):
    assert told(question) == found


def test_forms_are_folded_and_hold_every_writing():
    assert constraints("一二年2012年") == (Constraint("year", "2012年", ("2012", "12年")),)
    assert constraints("第四条")[0].forms == ("第4条",)
    assert constraints("3月5号")[0].forms == ("3月5日", "3月5号", "-03-05", "3.5")
    assert constraints("前三季度")[0].forms == ("前3季度", "前3个季度", "1-9月", "1至9月", "1月至9月", "前9个月", "前9月")
    assert "第1期" in constraints("首批")[0].forms
    assert set(constraints("jd的交易额")[0].forms) == {"京东", "京东商城", "jd", "jingdong", "360buy"}
    assert constraints("阿里集团")[0].forms == ("阿里巴巴", "阿里", "alibaba")


def test_a_corrected_word_meets_the_constraint_of_what_was_typed():
    (person,) = constraints("李彦红说什么", [Correction(0, 3, "李彦红", "李彦宏")])
    assert (person.text, person.forms) == ("李彦红", ("李彦红", "李彦宏"))
    assert not unmet(person, "李彦宏表示")
    assert unmet(person, "马云表示")


def test_an_alias_of_the_corpus_meets_it_too():
    (title,) = constraints("《CNNIC报告》", aliases={"cnnic报告": ("中国互联网络发展状况统计报告",)})
    assert title.forms == ("cnnic报告", "中国互联网络发展状况统计报告")


def test_a_year_that_no_evidence_names_is_unmet():
    (year,) = constraints("2011年聚划算交易额")[:1]
    assert unmet(year, "聚划算2012年交易额达207.5亿元")
    assert not unmet(year, "二〇一一年聚划算")


def test_nothing_stands_twice():
    assert told("2012年汕头，2012年的汕头") == [("year", "2012年"), ("place", "汕头")]
