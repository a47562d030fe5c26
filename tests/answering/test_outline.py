"""The headings of an article as the answer to a question about it: all of them, or none."""

import pytest

from ecqa.answering.outline import outline
from ecqa.schema import Article, Hit
from tests.answering.cases import article, asked, even, hits_of

SAID = "这一节说明具体的做法和理由。"
HEADINGS = ["一、打击假货", "## 二、下放权力", "扶持原创品牌，展现活力", "四、继续建设"]
TEXT = "淘宝2013年战略分析\n导语在这里。\n" + "\n".join(f"{heading}\n{SAID}" for heading in HEADINGS)
WHOLE = "淘宝2013年的战略有哪些？"


def told(question: str, hits: list[Hit]) -> list[str]:
    return [one.article.text[one.start : one.end] for one in outline(asked(question), hits, even)]


def taobao() -> Article:
    return article(TEXT, name="taobao")


def test_all_headings_in_text_order_as_they_stand_without_marks():
    hits = hits_of(taobao())
    assert told(WHOLE, hits) == ["一、打击假货", "二、下放权力", "扶持原创品牌，展现活力", "四、继续建设"]
    assert told(WHOLE, list(reversed(hits))) == told(WHOLE, hits)


@pytest.mark.parametrize(
    "question", ["淘宝2013年的战略是什么？", "总结淘宝2013年战略", "淘宝2013年战略有哪几点", "概括一下淘宝2013年的战略要点"]
)
def test_wordings_that_ask_for_the_whole(question: str):
    assert len(told(question, hits_of(taobao()))) == 4


@pytest.mark.parametrize(
    "question", ["淘宝2013年战略是谁说的", "淘宝2013年为什么打击假货", "淘宝2013年扶持了哪些原创品牌商家", "京东2013年的战略有哪些"]
)
def test_a_question_about_something_in_the_article_or_about_another_has_no_outline(question: str):
    assert told(question, hits_of(taobao())) == []


@pytest.mark.parametrize("left_out", range(1, 5))
def test_an_outline_that_lacks_a_heading_is_not_used(left_out: int):
    hits = hits_of(taobao())
    assert len(hits) == 5
    assert told(WHOLE, hits[:left_out] + hits[left_out + 1 :]) == []
    assert len(told(WHOLE, hits[1:])) == 4  # the opening stands under no heading


def test_a_heading_whose_first_passage_is_not_among_the_hits_is_lacking():
    long = article(TEXT + SAID * 40, name="taobao")
    hits = hits_of(long)
    assert hits[-1].passage.heading == hits[-2].passage.heading == "四、继续建设"
    assert len(told(WHOLE, hits)) == 4
    assert told(WHOLE, [hit for hit in hits if "四、继续建设" not in hit.passage.text]) == []


def test_two_headings_are_no_outline():
    assert told(WHOLE, hits_of(article("\n".join(TEXT.split("\n")[:6]), name="taobao"))) == []


def test_the_article_asked_for_need_not_be_the_first_but_must_be_among_the_first_three_hits():
    others = [hit for name in ("a", "b") for hit in hits_of(article(name=name))[:1]]
    assert len(told(WHOLE, [*others, *hits_of(taobao())])) == 4
    three = [hit for name in ("a", "b", "c") for hit in hits_of(article(name=name))[:1]]
    assert told(WHOLE, [*three, *hits_of(taobao())]) == []


def test_no_hits_no_outline():
    assert told(WHOLE, []) == []
