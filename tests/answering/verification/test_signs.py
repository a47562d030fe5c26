"""Names, denials, quantifiers, periods, places of actors and items of lists, each on sentences made for it."""

import pytest

from ecqa.answering.verification.binding import misattached
from ecqa.answering.verification.content import coverage, matches
from ecqa.answering.verification.names import foreign_names, stands
from ecqa.answering.verification.negation import contrary, denials, opposed, unlike
from ecqa.answering.verification.periods import other_period
from ecqa.answering.verification.quantifiers import differing
from ecqa.answering.verification.roles import swapped
from ecqa.answering.verification.words import normal, said


def names(claim, text, context=""):
    return foreign_names(said(claim), [said(text)], normal(context))


def test_names_that_only_the_claim_has():
    assert names("主持人是陈以林。", "主持人是陈以琳。") == ["陈以林"]
    assert names("年会在杭州举行。", "年会在上海举行。") == ["杭州"]
    assert names("《甲办法》已经施行。", "《乙办法》已经施行。") == ["甲办法"]
    assert names("腾讯发布了IPAD版。", "腾讯发布了新版。") == ["ipad"]
    assert names("汕头市的产业协会", "汕头产业协会") == []
    assert names("京东商城", "京东") == []


def test_a_name_stands_whole_or_in_a_form_of_its_own():
    assert stands("首席执行官", "ceo") is True
    assert stands("广东省", "广东") is True
    assert stands("ceo", "首席运营官") is False


@pytest.mark.parametrize(
    ("claim", "text", "added", "lost"),
    [
        ("政府不允许个人申请。", "政府允许个人申请。", 1, 0),
        ("政府允许个人申请。", "政府不允许个人申请。", 0, 1),
        ("政府不允许个人申请。", "政府不允许个人申请。", 0, 0),
        ("个人不得不申请。", "个人必须申请。", 0, 0),
    ],
)
def test_a_denial_in_only_one_of_the_two(claim, text, added, lost):
    words, sentences = said(claim), [said(text)]
    assert unlike(words, sentences, matches(words, sentences, "")) == (added, lost)


def test_denials_are_counted_without_those_of_fixed_wordings():
    assert [denials(text) for text in ("不允许", "不得不", "不仅允许", "层出不穷", "没有收到", "差不多")] == [1, 0, 0, 0, 1, 0]


def test_the_word_that_is_denied_is_told():
    words, sentences = said("企业没有参加展会。"), [said("企业参加展会。")]
    share, word = contrary(words, sentences, matches(words, sentences, ""))
    assert (share > 0.3, word) == (True, "参加")
    assert opposed("销量增长了", "销量下降了") == "增长"
    assert opposed("销量增长了", "销量先降后增长") == ""


@pytest.mark.parametrize(
    ("claim", "text", "strength", "words"),
    [
        ("所有企业都盈利", "部分企业盈利", 1.0, "所有"),
        ("首次举办", "第二次举办", 1.0, "首次"),
        ("至多100家", "至少100家", 1.0, "至多"),
        ("必须登记", "可以登记", 1.0, "必须"),
        ("唯一的渠道", "重要的渠道", 0.6, "唯一"),
        ("大部分企业", "多数企业", 0.0, ""),
        ("企业盈利", "部分企业盈利", 0.0, ""),
    ],
)
def test_quantifiers_that_differ(claim, text, strength, words):
    assert differing(claim, [text]) == (strength, words)


def test_a_rate_for_another_period():
    assert other_period("环比增长5%", "同比增长5%") == "环比"
    assert other_period("每月5万元", "每年5万元") == "每月"
    assert other_period("每年5万元", "年均5万元") == ""


@pytest.mark.parametrize(
    ("claim", "text", "turned"),
    [
        ("甲公司收购乙公司", "乙公司收购甲公司", 1.0),
        ("甲公司收购乙公司", "乙公司被甲公司收购", 0.0),
        ("甲公司被乙公司收购", "甲公司收购乙公司", 1.0),
        ("协会邀请学生参加", "学生邀请协会参加", 1.0),
        ("协会和学生参加", "学生、协会参加", 0.0),
        ("甲公司收购乙公司", "甲公司收购乙公司", 0.0),
    ],
)
def test_actors_that_have_changed_places(claim, text, turned):
    assert swapped(said(claim), [said(text)])[0] == turned


def test_an_office_of_the_next_in_the_list():
    text = [said("出席的有一号店董事长于刚、乐蜂网总裁王立成。")]
    wrong, right = said("一号店董事长王立成出席。"), said("乐蜂网总裁王立成出席。")
    assert misattached(wrong, text, matches(wrong, text, ""))[1] == "董事长…王立成"
    assert misattached(right, text, matches(right, text, "")) == (0.0, "")


def test_coverage_counts_synonyms_and_parts_of_words():
    words = said("团购站的顾客增加了")
    assert coverage(matches(words, [said("团购网站的消费者增长了")], "")) > 0.8
    assert coverage(matches(words, [said("会议在上海召开")], "")) < 0.2
    assert coverage(matches(words, [said("会议在上海召开")], normal("团购站的顾客增加"))) > 0.7
