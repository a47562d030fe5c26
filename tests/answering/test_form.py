"""What the form of an answer demands of a sentence."""

import pytest

from ecqa.answering.form import demand
from ecqa.text.folding import fold
from ecqa.understanding.kinds import kind_of

CASES = [
    ("产业园有多大？", ["共20万平方米", "占地30亩"], ["共20万元", "很大"]),
    ("他多大岁数？", ["今年48岁"], ["今年48万元"]),
    ("活动搞了多久？", ["为期21天", "历时3个月"], ["共28款"]),
    ("跑道多长？", ["长3000米"], ["共28款"]),
    # question, sentences that have the form, sentences that do not
    ("有多少家企业进驻", ["首批有35家企业", "五百多家企业"], ["共20万平方米", "企业很多"]),
    ("园区有多少平米", ["共20万平方米"], ["有35家企业"]),
    ("每年拿多少钱", ["每年5000万元", "近3亿元"], ["连续3年", "没有说"]),
    ("增长率是多少", ["增长93%", "提高2个百分点"], ["达213.9亿元"]),
    ("成交额是多少", ["达213.9亿元"], ["增长93%"]),
    ("什么时候启动", ["1月16日启动", "2013年建成", "昨日启动"], ["在汕头启动"]),
    ("为什么踊跃", ["因为租金低", "得益于政策"], ["租金低"]),
    ("产业园在哪里", ["在汕头市龙湖区"], ["已经启动"]),
    ("有哪些条件", ["水、电、气、网；", "一是资金", "包括三类"], ["条件很好"]),
]


@pytest.mark.parametrize(("question", "having", "lacking"), CASES, ids=[question for question, _, _ in CASES])
def test_a_sentence_has_the_form_or_has_it_not(question: str, having: list[str], lacking: list[str]):
    met = demand(fold(question), kind_of(question))
    assert [met(fold(sentence)) for sentence in having] == [1.0] * len(having)
    assert [met(fold(sentence)) for sentence in lacking] == [0.0] * len(lacking)


def test_two_demands_count_half_each():
    met = demand("成交额增长多少元", "number")
    assert met("达213.9亿元") == pytest.approx(2 / 3)  # asked in 元, an amount, and a growth that is not there
    assert met("增长93%") == pytest.approx(1 / 3)
    assert met("达213.9亿元,增长93%") == 1.0


def test_a_number_of_no_unit_asks_only_for_a_digit():
    met = demand("规模有多大", "number")
    assert (met("有3期"), met("规模很大")) == (0.5, 0.0)


def test_a_person_is_a_name_or_at_least_someone_who_speaks():
    met = demand("谁介绍了情况", "person")
    assert (met("马云介绍了情况"), met("负责人介绍了情况"), met("情况很好")) == (1.0, 0.5, 0.0)


def test_other_kinds_demand_nothing():
    for kind in ("fact", "summary", "definition", "yes_no", "compare", "organization"):
        assert demand("什么", kind)("任何一句") == 0.5


@pytest.mark.parametrize("question", ["谁是协会会长", "协会会长是谁?", "协会的会长叫什么名字"])
def test_a_person_with_the_role_that_is_asked_for_beside_the_name_meets_it_best(question: str):
    met = demand(question, "person")
    assert met("协会会长关苏华女士作了回顾") == 1.0
    assert met("关苏华会长作了回顾") == 1.0
    assert met("胡进辉副局长莅临,出席的有协会会长、副会长") == 0.7
    assert met("会长作了介绍") == 0.5
