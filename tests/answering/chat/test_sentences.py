"""What counts as a sentence of a reply, and what is a fragment that says nothing of anything."""

import pytest

from ecqa.answering.chat.sentences import whole
from ecqa.messages import Messages
from tests.answering.chat.cases import FUNDED, QUOTED
from tests.answering.chat.test_answerer import seen, used
from tests.scripted_model import Reply


def left_out(n: int) -> str:
    return Messages("zh").text("answer.chat-left-out", n=n)


@pytest.mark.parametrize("text", ["48.89%", "48.89%。", "5000万元。", "2013年1月17日。", "同比增长48.89%。", "汕头市商务局。", "35家。"])
def test_a_fragment_is_no_sentence(text):
    assert not whole(text)


@pytest.mark.parametrize(
    "text", [FUNDED, "资金用于培育骨干企业。", "首批有35家企业进驻。", "交易额增速为48.89%。", "会长是李四。", "园区占地20万平方米。"]
)
def test_a_sentence_is_one(text):
    assert whole(text)


def test_a_bare_figure_that_stands_in_its_source_is_left_out():
    answer = seen([Reply(f"{FUNDED}[1]5000万元。[1]"), Reply("5000万元。[1]")])
    assert answer.text == f"{QUOTED}\n{left_out(1)}"
    assert answer.chat == used(left_out=1, prompt_tokens=1400, completion_tokens=80)


def test_a_bare_figure_is_worded_anew_as_a_sentence():
    answer = seen([Reply("5000万元。[1]"), Reply(f"{FUNDED}[1]")])
    assert answer.text == QUOTED
    assert answer.chat == used(repaired=1, prompt_tokens=1400, completion_tokens=80)
