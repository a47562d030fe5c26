"""Yes, no and a correction, said only when the sentence leaves no doubt."""

from dataclasses import replace

import pytest

from ecqa.answering.evidence import Evidence
from ecqa.answering.verdict import Verdict, verdict
from tests.answering.cases import article, asked, even, gathered, hits_of, weights


def judged(question: str, sentence: str, title: str = "题目题目", after: str = "", kind: str = "yes_no") -> Verdict | None:
    understood = replace(asked(question), kind=kind)
    found: list[Evidence] = gathered(understood, hits_of(article(f"{title}\n{sentence}{after}")), even, weights())
    return verdict(understood, next(one for one in found if one.text == sentence))


def test_a_sentence_that_says_all_of_it_is_a_yes():
    assert judged("李某是创新工场的董事长吗？", "李某是创新工场的董事长。") == Verdict("yes")


def test_a_sentence_that_denies_it_is_no_yes():
    assert judged("李某是创新工场的董事长吗？", "李某不是创新工场的董事长。") is None
    assert judged("李某不是创新工场的董事长吗？", "李某是创新工场的董事长。") is None


def test_a_sentence_that_leaves_much_open_is_no_yes():
    assert judged("李某是创新工场的董事长兼首席财务官吗？", "李某是创新工场的董事长。") is None


@pytest.mark.parametrize("question", ["上海的规模超过北京了吗？", "李某是谁，是董事长吗？", "上海比北京还大吗？"])
def test_what_compares_or_asks_more_is_not_judged(question: str):
    assert judged(question, question.replace("吗？", "。")) is None


def test_a_count_that_the_sentence_has_otherwise_is_a_no_or_a_correction():
    sentence = "李某分享企业提升信誉的6种方法。"
    assert judged("李某分享了8种方法吗？", sentence) == Verdict("no", "8种方法", "6种方法")
    assert judged("李某讲的八种方法，第八条是什么？", sentence, kind="list") == Verdict("not-so", "8种方法", "6种方法")


def test_a_count_that_stands_near_is_not_corrected():
    assert judged("那28款宝贝怎么促销？", "每次推出4款宝贝。", after="28款宝贝实行阶梯价。", kind="fact") is None
    assert judged("那28款宝贝怎么促销？", "每次推出4款宝贝。", title="28款宝贝", kind="fact") is None


def test_counts_of_other_things_are_not_set_against_each_other():
    assert judged("有8种产品吗？", "共有6种方法。") is None
    assert judged("2015年的方法有哪些？", "2013年的方法。", kind="list") is None


def test_two_other_counts_correct_nothing():
    assert judged("有8种方法吗？", "有6种方法，另有3种方法。") is None
