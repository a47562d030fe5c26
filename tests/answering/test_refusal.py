"""Signs that the evidence holds an answer, by hand; and what is said to be missing."""

import math
from dataclasses import replace

import numpy as np
import pytest

from ecqa.answering.evidence import FEATURES, Linear
from ecqa.answering.refusal import SIGNS, absent, half_met, look_again, missing, missing_nouns, signs
from ecqa.schema import Article
from tests.answering.cases import Unread, article, asked, even, gathered, hits_of, weights


def seen(question: str, cosines: list[float]) -> dict[str, float]:
    ranked = gathered(asked(question), hits_of(article(), cosines=cosines), even, weights(cosine=1.0))
    again = Unread().read(question, look_again(ranked[0]))
    return dict(zip(SIGNS, signs(asked(question), ranked, again, even).tolist(), strict=True))


def test_signs_are_those_of_the_best_sentences():
    # best three: 0.9 首批有35家企业进驻, 0.8 因为租金低…, 0.6 园区有公寓和食堂; then 0.2 and 0.1
    got = seen("企业进驻 汕头", [0.1, 0.2, 0.9, 0.8, 0.6])
    named = {name: got.pop(name) for name in ("best", "unmet_near", "lack", "lacks")}
    # 汕头 stands elsewhere only; of the words 企业, 进驻 and 汕头 it is one in three
    assert named == {"best": 0.9, "unmet_near": 1.0, "lack": 1.0, "lacks": pytest.approx(1 / 3)}
    assert set(got.values()) == {0.0}  # the reader has no opinion, and the question asks for no form


def test_the_form_that_is_asked_for_is_a_sign():
    for question, name in (("有多少家企业", "figure"), ("谁租的", "name"), ("为什么企业踊跃", "many"), ("企业踊跃吗", "yes_no")):
        got = seen(question, [])
        assert [one for one in ("figure", "name", "many", "yes_no") if got[one]] == [name]


def test_the_reader_counts_as_far_as_the_three_best_sentences_go():
    question = asked("企业进驻")
    ranked = gathered(question, hits_of(article(), cosines=[0.1, 0.2, 0.9, 0.8, 0.6]), even, weights(cosine=1.0))
    at = FEATURES.index("holds")
    for place, one in enumerate(ranked):
        one.features[at] = place
    again = Unread().read("", look_again(ranked[0]))
    assert signs(question, ranked, again, even)[SIGNS.index("holds")] == 2.0


def test_the_best_sentence_is_read_again_with_the_one_before_it_and_alone():
    ranked = gathered(asked("企业"), hits_of(article(), cosines=[0.1, 0.2, 0.3, 0.9]), even, weights(cosine=1.0))
    close, alone = look_again(ranked[0])
    assert (close.text, alone.text) == ("首批有35家企业进驻。因为租金低，中小企业很踊跃。", "因为租金低，中小企业很踊跃。")
    assert (close.above, alone.above) == ("五维产业园启动 一、招商 2013-01-17", "五维产业园启动 2013-01-17")
    told = [replace(reading, holds=holds, nothing=-holds) for holds, reading in enumerate(Unread().read("", (close, alone)), 1)]
    values = dict(zip(SIGNS, signs(asked("企业"), ranked, told, even).tolist(), strict=True))
    assert (values["close_holds"], values["close_span"], values["alone_holds"], values["alone_span"]) == (1.0, 1.0, 2.0, 2.0)


def test_probability_is_the_logistic_of_the_weighted_signs():
    assert Linear(np.zeros(2)).probability(np.array([0.5, 2.0])) == 0.5
    # 0.5 * 2 + 2 * -1 + 1.5 = 0.5
    assert Linear(np.array([2.0, -1.0]), 1.5).probability(np.array([0.5, 2.0])) == pytest.approx(1 / (1 + math.exp(-0.5)))
    assert Linear(np.array([math.log(3)])).probability(np.array([1.0])) == pytest.approx(0.75)
    assert Linear(np.array([-5.0])).probability(np.array([1.0])) == pytest.approx(math.exp(-5) / (1 + math.exp(-5)))


def lacking(question: str, *articles: Article) -> list[str]:
    return [one.text for one in missing(asked(question), gathered(asked(question), hits_of(*articles), even, weights()))]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("2012年和2013年有多少企业", ["2012年"]),  # the date is 2013-01-17
        ("2013年有多少企业", []),
        ("二〇一一年呢", ["二〇一一年"]),
        ("去年1月有多少企业", []),
        ("有多少企业", []),
        ("汕头有多少企业", []),
        ("北京有多少企业", ["北京"]),
    ],
)
def test_what_the_question_asks_about_must_be_named_by_passage_heading_title_or_date(question: str, wanted: list[str]):
    assert lacking(question, article()) == wanted


def test_a_year_in_a_title_or_in_the_passage_is_named():
    for one in (article("2012年题目\n正文在此。", date=None), article("题目题目\n正文在此。2012年的事。", date=None)):
        assert lacking("2012年", one) == []
    assert lacking("2012年", article(date=None)) == ["2012年"]


def test_of_two_years_the_one_without_data_is_half_of_the_question():
    def half(question: str) -> list[str]:
        return [one.text for one in half_met(asked(question), gathered(asked(question), hits_of(article()), even, weights()))]

    assert half("2012年和2013年有多少企业") == ["2012年"]
    assert half("2011年和2012年有多少企业") == []
    assert half("2013年北京有多少企业") == []


def test_things_that_the_passages_never_name_are_missing_in_the_questions_words():
    question = asked("阿里巴巴在五维产业园有多少员工？")
    ranked = gathered(question, hits_of(article()), even, weights())
    assert missing_nouns(question, ranked) == ["阿里巴巴", "员工"]
    known = asked("产业园有食堂吗")
    assert missing_nouns(known, gathered(known, hits_of(article()), even, weights())) == []


def test_a_thing_written_in_traditional_characters_is_named():
    question = asked("食堂")
    ranked = gathered(question, hits_of(article("題目題目\n園區有飯堂和食堂。")), even, weights())
    assert missing_nouns(question, ranked) == []


def test_at_most_three_things_are_named_and_none_twice():
    question = replace(asked("马云、京东、苏宁、腾讯和马云"), kind="fact")
    missing = missing_nouns(question, gathered(question, hits_of(article()), even, weights()))
    assert len(missing) == len(set(missing)) == 3


def test_without_evidence_all_that_is_asked_about_is_missing():
    assert [one.text for one in missing(asked("2012年汕头的企业"), [])] == ["2012年", "汕头"]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("京东有多少企业", ["京东"]),
        ("2011年有多少企业", ["2011年"]),
        ("2013年有多少企业", []),
        ("2013年和2011年有多少企业", []),  # half met: told as what is missing beside an answer
        ("北京有多少企业", []),  # a place has too many names
        ("《电子签名法》说有多少企业", ["电子签名法"]),
    ],
)
def test_an_organisation_a_year_or_a_document_that_nothing_names_means_no_answer(question: str, wanted: list[str]):
    ranked = gathered(asked(question), hits_of(article()), even, weights())
    assert [one.text for one in absent(asked(question), ranked)] == wanted
