"""Questions for several things are taken apart; questions for one are left whole."""

import pytest

from ecqa.understanding.kinds import kind_of
from ecqa.understanding.parts import parts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("专项资金一共有多少个亿？单个企业最多能申请多少？", ("专项资金一共有多少个亿", "单个企业最多能申请多少")),
        ("专项资金每年多少，谁来发？", ("专项资金每年多少", "专项资金每年多少 谁来发")),
        ("拼多多和抖音电商的佣金分别是多少？", ("拼多多的佣金分别是多少？", "抖音电商的佣金分别是多少？")),
        ("员工一方与老板一方的说法有何不同？", ("员工一方的说法有何不同？", "老板一方的说法有何不同？")),
        ("今年春节档数据有哪些？快递件数、退货率", ("快递件数 今年 春节", "退货率 今年 春节")),
    ],
)
def test_each_thing_asked_is_a_part(question: str, expected: tuple[str, ...]) -> None:
    assert parts(question, kind_of(question)) == expected


@pytest.mark.parametrize(
    "question",
    [
        "汕头市财政每年拿多少钱支持电商？",
        "北京和上海的会议是谁主持的？",
        "今年和去年相比增长了多少？",
        "电商资金一年有多少，是多少？",
        "我家开了好几家网店，怎么申请补贴？",
        "甲、乙、丙、丁、戊五家公司各自投了多少？",
    ],
)
def test_a_question_for_one_thing_or_for_too_many_is_left_whole(question: str) -> None:
    assert parts(question, kind_of(question)) == ()
