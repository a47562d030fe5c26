"""Features and scores of sentences, worked out by hand."""

import pytest

from ecqa.answering.evidence import FEATURES
from ecqa.schema import Question
from tests.answering.cases import article, asked, even, feature, gathered, hits_of, weights

OPENING, SIZE, FIRMS, RENT, FLATS = (
    "1月16日，五维产业园在汕头启动。",
    "项目分两期，共20万平方米。",
    "首批有35家企业进驻。",
    "因为租金低，中小企业很踊跃。",
    "园区有公寓和食堂。",
)


def rarity(term: str) -> float:
    return 3.0 if term == "进驻" else 1.0


def test_every_sentence_of_the_hits_is_there_once_at_its_place():
    hits = hits_of(article())
    found = gathered(asked("有多少家企业进驻"), hits, even, weights())
    assert [one.text for one in found] == [OPENING, SIZE, FIRMS, RENT, FLATS]
    assert all(one.article.text[one.start : one.end] == one.text for one in found)
    assert [one.hit.rank for one in found] == [1, 1, 2, 2, 3]


def test_cosines_are_standardised_over_all_sentences():
    found = gathered(asked("进驻"), hits_of(article(), cosines=[0.1, 0.3, 0.5, 0.7, 0.9]), even, weights())
    # mean 0.5, variance (0.16 + 0.04 + 0 + 0.04 + 0.16) / 5 = 0.08
    assert [feature(one, "cosine_above") for one in found] == pytest.approx([step / 0.08**0.5 for step in (-0.4, -0.2, 0, 0.2, 0.4)])
    equal = gathered(asked("进驻"), hits_of(article()), even, weights())
    assert {feature(one, "cosine_above") for one in equal} == {0.0}


def test_overlap_is_the_share_of_the_questions_terms_by_rarity():
    # terms: 企业 业进 进驻 驻汕 汕头, of 1 + 1 + 3 + 1 + 1 = 7; in the sentence 企业 业进 进驻 = 5; 汕头 in none
    found = {one.text: one for one in gathered(asked("企业进驻汕头"), hits_of(article()), rarity, weights())}
    assert feature(found[FIRMS], "overlap") == pytest.approx(5 / 7)
    assert feature(found[OPENING], "overlap") == pytest.approx(1 / 7)
    assert feature(found[FLATS], "overlap") == 0
    assert found[FIRMS].terms == {"企业", "业进", "进驻"}


def test_context_is_the_sentence_before_the_heading_and_the_title():
    # terms: 产业 业园 园招 招商 of 4
    found = {one.text: one for one in gathered(asked("产业园招商"), hits_of(article()), even, weights())}
    assert feature(found[FIRMS], "overlap") == 0
    assert feature(found[FIRMS], "overlap_context") == pytest.approx(3 / 4)  # title: 产业 业园; heading: 招商
    assert feature(found[FLATS], "overlap_context") == pytest.approx(2 / 4)
    # terms: 进驻 驻踊 踊跃 of 3; 进驻 stands only in the sentence before
    before = {one.text: one for one in gathered(asked("进驻踊跃"), hits_of(article()), even, weights())}
    assert (before[RENT].terms, before[RENT].terms_context) == ({"踊跃"}, {"进驻", "踊跃"})
    assert feature(before[RENT], "overlap_context") == pytest.approx(2 / 3)
    assert before[FLATS].terms_context == frozenset()  # in another passage


def test_passage_form_length_and_place_of_a_sentence():
    hits = hits_of(article())
    found = {one.text: one for one in gathered(asked("有多少家企业进驻"), hits, even, weights())}
    assert [feature(found[text], "passage") for text in (OPENING, FIRMS, FLATS)] == [0.0, -1.0, -2.0]
    assert [feature(found[text], "form") for text in (OPENING, SIZE, FIRMS)] == [0.0, 0.0, 1.0]
    assert [feature(found[text], "short") for text in (SIZE, FIRMS, FLATS)] == [0.0, 1.0, 1.0]  # 13, 11 and 9 characters
    assert [feature(found[text], "opening") for text in (OPENING, SIZE)] == [1.0, 1.0]


def test_the_score_is_the_weighted_sum_and_ranks_with_the_passages_rank_and_place_deciding_ties():
    hits = hits_of(article(), cosines=[0.1, 0.3, 0.5, 0.7, 0.3])
    found = gathered(asked("有多少家企业进驻"), hits, even, weights(cosine=2.0, form=0.5))
    assert [(one.text, one.score) for one in found] == [
        (FIRMS, pytest.approx(2 * 0.5 + 0.5)),
        (RENT, pytest.approx(2 * 0.7)),
        (SIZE, pytest.approx(2 * 0.3)),
        (FLATS, pytest.approx(2 * 0.3)),
        (OPENING, pytest.approx(2 * 0.1)),
    ]


def test_traditional_characters_full_width_digits_and_numerals_are_found():
    one = article("產業園啟動\n首批有三十五家企業進駐。")
    (found,) = gathered(asked("３５家企业进驻"), hits_of(one), even, weights())
    assert feature(found, "overlap") == 1.0
    assert found.text == "首批有三十五家企業進駐。"


def test_a_question_of_filler_words_alone_is_judged_by_all_its_terms():
    (found, *_) = gathered(Question("是什么", query="是什么"), hits_of(article("题目题目\n这是什么。")), even, weights())
    assert feature(found, "overlap") == 1.0


def test_no_hits_no_evidence():
    assert gathered(asked("有多少家企业进驻"), [], even, weights()) == []
    assert len(set(FEATURES)) == len(FEATURES)
