"""The few words of a sentence that are shown first, with the reader's span given by hand."""

from dataclasses import replace

import pytest

from ecqa.answering.evidence import FEATURES, Evidence
from ecqa.answering.short import LONGEST, SURE, short_answer
from ecqa.schema import Question
from tests.answering.cases import article, asked, even, gathered, hits_of, weights

SENTENCE = "2013年1月，市财政局拿出5000万元扶持龙湖区企业，由关苏华主持。"


def best(words: str, text: str = SENTENCE) -> Evidence:
    """The only sentence, of which the reader took these words."""
    (one,) = gathered(Question("x", query="x"), hits_of(article(f"题目题目\n{text}")), even, weights())
    one.features[FEATURES.index("span")] = SURE
    start = one.article.text.index(words)
    return replace(one, answer=(start, start + len(words)))


def short(kind: str, words: str, text: str = SENTENCE) -> str | None:
    return short_answer(replace(asked("问题"), kind=kind), best(words, text))


@pytest.mark.parametrize(
    ("kind", "words", "wanted"),
    [
        ("number", "5000万元", "5000万元"),
        ("number", "，市财政局拿出5000万元", "市财政局拿出5000万元"),
        ("number", "龙湖区", None),
        ("date", "2013年1月", "2013年1月"),
        ("date", "关苏华", None),
        ("person", "关苏华", "关苏华"),
        ("place", "龙湖区", "龙湖区"),
        ("organization", "市财政局", "市财政局"),
        ("person", "。", None),
        ("list", "5000万元", None),
        ("reason", "5000万元", None),
        ("fact", "5000万元", None),
    ],
)
def test_what_has_the_form_that_is_asked_for_is_shown_as_it_stands(kind: str, words: str, wanted: str | None):
    assert short(kind, words) == wanted


def test_too_much_is_no_short_answer():
    text = f"市财政局拿出{'五' * LONGEST}万元。"
    assert short("number", "五" * LONGEST, text) == "五" * LONGEST
    assert short("number", "五" * LONGEST + "万", text) is None


def test_the_whole_sentence_is_no_short_answer():
    assert short("number", "共5000万元", "共5000万元。") is None


def test_a_span_over_two_lines_is_no_short_answer():
    one = replace(best("5000万元"), answer=(0, 9))
    assert "\n" in one.article.text[0:9]
    assert short_answer(replace(asked("问题"), kind="number"), one) is None


@pytest.mark.parametrize(
    ("kind", "words", "wanted"),
    [("date", "年1月", "2013年1月"), ("date", "2013年", "2013年1月"), ("number", "00万", "5000万元"), ("number", "5000", "5000万元")],
)
def test_a_figure_or_date_that_the_reader_cut_through_is_made_whole(kind: str, words: str, wanted: str):
    assert short(kind, words) == wanted


def test_a_number_of_another_unit_than_is_asked_for_is_no_short_answer():
    text = "成交额达213.9亿元，增长93%。"
    asked_for = replace(asked("增长了百分之多少？"), kind="number")
    assert short_answer(asked_for, best("213.9亿元", text)) is None
    assert short_answer(asked_for, best("93%", text)) == "93%"


def test_what_the_reader_is_not_sure_of_is_not_shown_first():
    one = best("5000万元")
    one.features[FEATURES.index("span")] = SURE - 0.01
    assert short_answer(replace(asked("多少钱"), kind="number"), one) is None


@pytest.mark.parametrize(
    ("words", "text", "wanted"),
    [
        ("超过5000家", "与超过5000家的高峰期相比，如今仅剩2000多家。", None),
        ("2000多家", "与超过5000家的高峰期相比，如今仅剩2000多家。", None),
        ("2000多家", "团购网站有2000多家，成交50亿元，增长93%。", "2000多家"),
        ("2000多家增至5000家", "团购网站从2000多家增至5000家。", "2000多家增至5000家"),
    ],
)
def test_of_two_figures_of_one_thing_neither_is_put_first(words: str, text: str, wanted: str | None):
    assert short("number", words, text) == wanted
