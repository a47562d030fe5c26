"""Signs that the evidence holds an answer, by hand; and what is said to be missing."""

import math
from dataclasses import replace

import numpy as np
import pytest

from ecqa.answering.evidence import gather
from ecqa.answering.refusal import SIGNS, missing_nouns, missing_years, probability, signs
from ecqa.schema import Question
from tests.answering.cases import article, asked, even, hits_of, weights


def rarity(term: str) -> float:
    return {"进驻": 3.0, "驻了": 2.0, "\x00": 4.0}.get(term, 1.0)


def seen(question: str, cosines: list[float]) -> dict[str, float]:
    ranked = gather(asked(question), hits_of(article(), cosines=cosines), rarity, weights(cosine=1.0))
    return dict(zip(SIGNS, signs(asked(question), ranked, rarity).tolist(), strict=True))


def test_signs_are_those_of_the_best_three_sentences():
    # best three: 0.9 首批有35家企业进驻, 0.8 因为租金低…, 0.6 园区有公寓和食堂; then 0.2 and 0.1
    # terms of the question: 企业 业进 进驻, 3 and 1 and 1 of 5, and 汕头 of 1 more
    got = seen("企业进驻 汕头", [0.1, 0.2, 0.9, 0.8, 0.6])
    assert got["cosine"] == 0.9
    assert got["overlap"] == pytest.approx(5 / 6)
    assert got["overlap_context"] == pytest.approx(5 / 6)
    assert got["uncovered"] == pytest.approx(1 / 6)
    assert got["rarest_missing"] == pytest.approx(1 / 4)
    assert got["form"] == 0.5
    assert got["lead"] == pytest.approx(0.9 - (0.8 + 0.6 + 0.2 + 0.1) / 4)
    assert got["year_missing"] == 0.0


def test_nothing_is_missing_when_one_of_the_three_holds_it():
    got = seen("企业进驻汕头启动", [0.9, 0.1, 0.8, 0.2, 0.1])
    assert got["uncovered"] == pytest.approx(1 / (1 + 1 + 3 + 1 + 1 + 1 + 1))  # of 企业 业进 进驻 驻汕 汕头 头启 启动 only 驻汕 and 头启
    assert got["rarest_missing"] == pytest.approx(1 / 4)


def test_the_only_sentence_has_no_lead():
    one = gather(asked("汕头"), hits_of(article("题目题目\n汕头启动。")), even, weights(cosine=1.0))
    assert signs(asked("汕头"), one, even)[SIGNS.index("lead")] == 0.0


def test_probability_is_the_logistic_of_the_weighted_signs():
    assert probability(np.array([0.5, 2.0]), np.array([0.0, 0.0]), 0.0) == 0.5
    # 0.5 * 2 + 2 * -1 + 1.5 = 0.5
    assert probability(np.array([0.5, 2.0]), np.array([2.0, -1.0]), 1.5) == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert probability(np.array([1.0]), np.array([math.log(3)]), 0.0) == pytest.approx(0.75)
    assert probability(np.array([1.0]), np.array([-5.0]), 0.0) == pytest.approx(math.exp(-5) / (1 + math.exp(-5)))


@pytest.mark.parametrize(
    ("question", "years"),
    [
        ("2012年和2013年有多少企业", ["2012"]),
        ("2013年有多少企业", []),
        ("二〇一一年呢", ["2011"]),
        ("2010-2011年和2010年的数据", ["2010", "2011"]),
        ("有2012家企业吗", ["2012"]),
        ("编号120125", []),
        ("有多少企业", []),
    ],
)
def test_years_that_text_title_and_date_do_not_name(question: str, years: list[str]):
    ranked = gather(asked(question), hits_of(article()), even, weights())
    assert missing_years(asked(question), ranked) == years  # the date is 2013-01-17


def test_a_year_in_a_title_or_in_the_passage_is_named():
    for one in (article("2012年题目\n正文在此。", date=None), article("题目题目\n正文在此。2012年的事。", date=None)):
        ranked = gather(asked("2012年"), hits_of(one), even, weights())
        assert missing_years(asked("2012年"), ranked[:1]) == []
    assert missing_years(asked("2012年"), gather(asked("2012年"), hits_of(article(date=None)), even, weights())) == ["2012"]


def test_things_that_the_passages_never_name_are_missing_in_the_questions_words():
    question = asked("阿里巴巴在五维产业园有多少员工？")
    ranked = gather(question, hits_of(article()), even, weights())
    assert missing_nouns(question, ranked) == ["阿里巴巴", "员工"]
    known = asked("产业园有食堂吗")
    assert missing_nouns(known, gather(known, hits_of(article()), even, weights())) == []


def test_a_thing_written_in_traditional_characters_is_named():
    question = asked("食堂")
    ranked = gather(question, hits_of(article("題目題目\n園區有飯堂和食堂。")), even, weights())
    assert missing_nouns(question, ranked) == []


def test_at_most_three_things_are_named_and_none_twice():
    question = replace(asked("马云、京东、苏宁、腾讯和马云"), kind="fact")
    missing = missing_nouns(question, gather(question, hits_of(article()), even, weights()))
    assert len(missing) == len(set(missing)) == 3


def test_with_no_evidence_all_years_are_missing():
    assert missing_years(Question("2012年", query="2012年"), []) == ["2012"]
