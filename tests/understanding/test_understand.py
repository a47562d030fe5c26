"""What was typed to a question that can be searched; what cannot be taken."""

import pytest

from ecqa.errors import QuestionError
from ecqa.schema import Filters, Question, Turn
from ecqa.understanding import LIMIT, understand


def test_a_question_keeps_its_words_and_gets_a_simplified_query_and_its_kind():
    asked = Question(" 汕頭２０１３年有哪些\u200b條款？\x07", filters=Filters(kind="news"), as_of="2013-01-31")
    understood = understand(asked)
    assert understood.text == "汕頭２０１３年有哪些條款？"
    assert understood.query == "汕头2013年有哪些条款?"
    assert understood.kind == "list"
    assert (understood.filters, understood.as_of) == (asked.filters, asked.as_of)


def test_a_follow_up_is_resolved_for_the_search_and_left_as_typed_for_the_reader():
    history = (Turn("user", "2012年團購成交額是多少"), Turn("assistant", "213.9亿元。[1]"))
    understood = understand(Question("那前一年呢？", history))
    assert (understood.text, understood.query) == ("那前一年呢？", "2011年团购成交额是多少")
    assert understood.history == history


def test_kind_is_that_of_the_follow_up_itself():
    assert understand(Question("谢谢", (Turn("user", "2012年团购成交额是多少"),))).kind == "thanks"


@pytest.mark.parametrize("text", ["", "  \n", "。。。！？", "😀", "😀👍🏽？", "___", "\u200b\x00", "——……", "<>&/\\", "\u0301"])
def test_a_text_without_letter_or_digit_is_no_question(text: str):
    with pytest.raises(QuestionError) as raised:
        understand(Question(text))
    assert (raised.value.key, raised.value.values) == ("question-empty", {})


def test_a_question_may_have_500_characters_that_are_seen():
    assert LIMIT == 500
    assert understand(Question("电" * 500)).text == "电" * 500
    assert understand(Question(" " + "电" * 500 + "\u200b" * 50 + "\n")).text == "电" * 500
    for length in (501, 5000):
        with pytest.raises(QuestionError) as raised:
            understand(Question("电" * length))
        assert (raised.value.key, raised.value.values) == ("question-too-long", {"limit": 500, "n": length})


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>电商", "**电商** [x](javascript:alert(1))", "{电商} %s {0}", "电商😀", "电商\n促进"]
)
def test_markup_braces_emoji_and_line_ends_are_plain_text(text: str):
    assert understand(Question(text)).text == text
