"""Names, denials, quantifiers, periods, places of actors and items of lists, each on sentences made for it."""

import pytest

from ecqa.answering.verification.attached import misattached_figures, misattached_people
from ecqa.answering.verification.binding import misattached
from ecqa.answering.verification.content import coverage, matches
from ecqa.answering.verification.exchanged import exchanged
from ecqa.answering.verification.names import foreign_names, stands
from ecqa.answering.verification.negation import contrary, denials, opposed, unlike
from ecqa.answering.verification.periods import other_period
from ecqa.answering.verification.quantifiers import differing
from ecqa.answering.verification.ranking import reversed_order
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
    assert names("三家店在外国的城市上门用应用", "网店") == []
    assert names("增长来自湖南。", "湖北、河南两省增长。") == ["湖南"]


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
        ("甲和乙都在受邀之列", "受邀的有甲、乙和一些客人", 0.0, ""),
        ("职工都在倒卖资料", "一些职工倒卖资料", 1.0, "都"),
        ("这一概念已经传开", "概念传开", 0.0, ""),
        ("园区已经入驻150家", "园区目标是入驻150家", 1.0, "已经"),
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


@pytest.mark.parametrize(
    ("claim", "text", "figure"),
    [
        ("货损率占25分。", "其中准点率25分、货损率20分。", "25分"),
        ("电影票占11.5%。", "电影票占14.8%，酒店旅游占11.5%。", "11.5%"),
        ("7月成交1930万元。", "7月成交1280万元，8月成交1930万元。", "1930万元"),
        ("货损率占20分。", "其中准点率25分、货损率20分。", ""),
        ("流量下滑，幅度为30%-50%。", "流量下滑了30%-50%。", ""),
    ],
)
def test_a_figure_of_something_else(claim, text, figure):
    words, sentences = said(claim), [said(text)]
    assert misattached_figures(words, sentences, matches(words, sentences, ""))[1] == figure


def test_a_person_with_the_office_of_the_next():
    text = [said("出席的有百度总裁李彦宏、腾讯董事长马化腾。")]
    wrong, right = said("腾讯董事长李彦宏出席。"), said("百度总裁李彦宏出席。")
    assert misattached_people(wrong, text, matches(wrong, text, ""))[0] > 0.2
    assert misattached_people(right, text, matches(right, text, "")) == (0.0, "")


def test_two_words_in_each_others_place():
    text = [said("卖方迟延交货超过十日，买方可以解除合同。")]
    wrong, right = said("买方迟延交货超过十日，卖方可以解除合同。"), said("卖方交货晚了十日，买方可以解除合同。")
    assert exchanged(wrong, text, matches(wrong, text, "")) == (pytest.approx(0.4, abs=0.2), "买方…卖方")
    assert exchanged(right, text, matches(right, text, ""))[0] < 0.1


@pytest.mark.parametrize(
    ("claim", "text", "found"),
    [
        ("北京比上海还稍多一点", "上海市场略微领先了北京市场", 1.0),
        ("上海超过了北京", "上海市场略微领先了北京市场", 0.0),
        ("圆通比申通慢", "申通比圆通还要慢", 1.0),
        ("会长任期由三年改为五年", "会长任期由五年改为三年", 1.0),
        ("他们相信我们比他们更懂未来", "我们相信他们比我们更懂未来", 1.0),
    ],
)
def test_what_is_compared_the_other_way_round(claim, text, found):
    assert reversed_order(claim, [text]) == found


def test_coverage_counts_synonyms_and_parts_of_words():
    words = said("团购站的顾客增加了")
    assert coverage(matches(words, [said("团购网站的消费者增长了")], "")) > 0.8
    assert coverage(matches(words, [said("会议在上海召开")], "")) < 0.2
    assert coverage(matches(words, [said("会议在上海召开")], normal("团购站的顾客增加"))) > 0.7
