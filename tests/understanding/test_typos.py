"""Words typed with the wrong characters of the right pinyin, against the terms of a small corpus."""

import time

import pytest

from ecqa.index.lexical import LexicalIndex
from ecqa.understanding.typos import Correction, corrected, corrections

TEXTS = [
    "2012年全国团购成交额达213.9亿元，团购网站有2695家。",
    "淘宝聚划算全年交易额增长，用户用支付宝付款。",
    "百度李彦宏谈移动互联网，网购用户增加。",
    "公安部门破获案件，诈骗团伙成员被抓，企业的服装出口取得增长，所得在内。",
    "专家陈建立说，产品和服务都要改进。",
]


@pytest.fixture(scope="module")
def lexical() -> LexicalIndex:
    return LexicalIndex.build(TEXTS)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2012年团够成交额", "2012年团购成交额"),
        ("2012年团狗成交额", "2012年团购成交额"),
        ("网勾用户有多少", "网购用户有多少"),
        ("支附宝怎么用", "支付宝怎么用"),
        ("聚划蒜的交易额", "聚划算的交易额"),
        ("陶宝有多少用户", "淘宝有多少用户"),
        ("李彦红说了什么", "李彦宏说了什么"),
        ("诈骗团火和支附宝", "诈骗团伙和支付宝"),
    ],
)
def test_a_word_of_the_corpus_is_recognised_by_its_pinyin(lexical: LexicalIndex, typed: str, meant: str):
    assert corrected(typed, corrections(typed, lexical)) == meant


def test_a_correction_says_where_it_stands(lexical: LexicalIndex):
    assert corrections("问：团狗和支附宝", lexical) == [Correction(2, 4, "团狗", "团购"), Correction(5, 8, "支附宝", "支付宝")]


@pytest.mark.parametrize(
    "question",
    [
        *TEXTS,
        "买东西在哪里退货",  # 在哪 sounds like 在内
        "一共卖到哪些国家",
        "陈建伟说了什么",  # 建伟 is a part of a name and sounds like 建立
        "物流企业的税收优惠",  # words that the corpus does not hold, and the dictionary does
        "第三条",
        "一二三四五",
        "how much 2012 GMV",
        "",
    ],
)
def test_what_is_no_error_stays(lexical: LexicalIndex, question: str):
    assert corrections(question, lexical) == []


def test_only_words_of_the_corpus_in_use_are_meant():
    assert corrections("团够成交额", LexicalIndex.build(["对接会在汕头举行。"])) == []
    other = LexicalIndex.build(["智能团构产品。团构成员。"])
    assert corrections("团够成交额", other) == [] or corrections("团够成交额", other)[0].meant == "团构"


def test_the_longest_question_takes_little_time(lexical: LexicalIndex):
    corrections("团够" * 10, lexical)
    begin = time.process_time()
    corrections("陶宝团够" * 125, lexical)
    assert time.process_time() - begin < 1
