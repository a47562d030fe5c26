"""The form of the answer that a question asks for, several wordings of each."""

import pytest

from ecqa.understanding.kinds import KINDS, by_pattern, kind_of

QUESTIONS = {
    "definition": ["什么是电子商务？", "“小而美”是什么意思", "示范城市指的是什么", "何谓产业带", "聚划算是啥意思"],
    "summary": ["概括一下这篇文章", "这份办法主要讲了什么", "淘宝2013年的战略是什么？", "介绍一下五维产业园", "团购市场的总体情况"],
    "reason": ["为什么团购网站减少了", "下滑的原因是什么", "为何要办对接会", "咋会跌这么多"],
    "compare": ["2012年和2011年相比有何变化", "天猫和淘宝有什么区别", "京东和苏宁哪个更大"],
    "date": ["办法什么时候施行", "对接会是哪一天开的", "协会何时成立", "发布日期", "公布的时间"],
    "number": ["成交额是多少", "有几家企业参加", "占比是多少", "园区有多大", "间隔多久", "时间间隔多长", "全国有几个城市"],
    "person": ["谁出席了对接会", "主持人是哪位", "会长是哪个人", "负责人", "由谁负责", "首席战略官是哪位"],
    "list": ["有哪些条款", "哪几个部门负责", "5大方向是什么", "列出扶持办法", "申报步骤", "要满足什么要求", "副会长有哪几位"],
    "place": ["产业园在哪里", "会议在哪召开", "什么地方可以申请"],
    "organization": ["由哪家公司运营", "归谁管", "主办方", "什么单位发布的"],
    "yes_no": ["能不能申请", "是否收费", "可以退款吗", "有没有补贴", "企业该不该参加"],
    "fact": ["五维产业园面积", "汕头电商"],
    "greeting": [
        "你好",
        "您好！",
        "hi",
        "Hello!",
        "在吗？",
        "大家早上好",
        "你是谁？",
        "你能做什么？",
        "你能干嘛",
        "你都能回答哪些问题？",
        "你好，你会什么",
        "怎么用",
        "What can you do?",
    ],
    "thanks": [
        "谢谢",
        "谢谢您！",
        "好的，谢谢",
        "OK，谢谢了",
        "辛苦了",
        "非常感谢",
        "再见",
        "Thanks!",
        "明白了",
        "知道了，谢谢",
        "多谢晒",
        "thx",
    ],
}


@pytest.mark.parametrize(("kind", "question"), [(kind, question) for kind, questions in QUESTIONS.items() for question in questions])
def test_a_question_has_the_kind_that_it_asks_for(kind: str, question: str):
    assert kind_of(question) == kind


def test_every_kind_of_the_table_is_tried_above():
    assert {kind for kind, _ in KINDS} | {"fact", "greeting", "thanks"} == set(QUESTIONS)


def test_a_greeting_before_a_question_is_a_question():
    assert kind_of("你好，什么是电子商务") == "definition"
    assert kind_of("谢谢，那成交额是多少") == "number"
    assert kind_of("你好物流公司") == "fact"


def test_a_word_that_only_ends_like_a_question_word_asks_for_nothing():
    assert by_pattern("小时间") == "fact"
