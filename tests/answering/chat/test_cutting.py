"""A reply is cut into the same sentences however it arrives, with the numbers that it cites and nothing that belongs to its form alone."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.answering.chat.cutting import LONGEST, SentenceCutter, Written, spoken, written


def in_pieces(pieces: list[str]) -> list[Written]:
    cutter = SentenceCutter()
    return [one for piece in pieces for one in cutter.feed(piece)] + list(cutter.close())


@pytest.mark.parametrize(
    ("reply", "sentences"),
    [
        ("每年五千万元。[1]共三年。[2][3]", [("每年五千万元。", (1,)), ("共三年。", (2, 3))]),
        ("每年五千万元[1]。共三年[2、3]！", [("每年五千万元。", (1,)), ("共三年！", (2, 3))]),
        ("甲。【资料1】\n[2]\n\n乙。\uff3b1，2\uff3d", [("甲。", (1, 2)), ("乙。", (1, 2))]),
        ("他说“先甲。再乙。”[1]然后走了。", [("他说“先甲。再乙。”", (1,)), ("然后走了。", ())]),
        ("- **投资**2.5亿元。[1]\n2. 第二条。[2]\n3.5亿元。[3]", [("投资2.5亿元。", (1,)), ("第二条。", (2,)), ("3.5亿元。", (3,))]),
        ("1. 甲[1]\n# 乙\n", [("甲", (1,)), ("乙", ())]),
        ("真的吗？！[1] 是的……[1]", [("真的吗？！", (1,)), ("是的……", (1,))]),
        ("园区（一期。）[4]完。", [("园区（一期。）", (4,)), ("完。", ())]),
        ("It is 2.5 billion. [1] Mr. Li said so.[2]", [("It is 2.5 billion.", (1,)), ("Mr. Li said so.", (2,))]),
        ("【资料不足】", [("【资料不足】", ())]),
        ("【重要】甲。[1]", [("【重要】甲。", (1,))]),
        ("甲。[1234]", [("甲。", ()), ("[1234]", ())]),
        ("\u200b甲\u202e乙。[1][1]", [("甲乙。", (1,))]),
        ("\n\n。。。\n[1]\n", []),
        ("", []),
    ],
)
def test_sentences_and_the_numbers_they_cite(reply, sentences):
    assert [(one.text, one.numbers) for one in written(reply)] == sentences
    assert in_pieces(list(reply)) == written(reply)


@given(st.text("甲乙1.5 。！？?”“）\n[]【】\uff3b，、资料-*", max_size=60), st.lists(st.integers(0, 60)))
def test_pieces_may_end_anywhere(reply, cuts):
    ends = sorted({0, len(reply), *(cut for cut in cuts if cut < len(reply))})
    assert in_pieces([reply[a:b] for a, b in pairwise(ends)]) == written(reply)
    assert in_pieces(list(reply)) == written(reply)


@given(st.integers(0, 30), st.integers(1, 500))
def test_a_sentence_without_end_is_cut(begun, size):
    reply = "甲" * begun + "“" + "乙。" * LONGEST
    pieces = [reply[at : at + size] for at in range(0, len(reply), size)]
    assert in_pieces(pieces) == written(reply)
    assert max(len(one.text) for one in written(reply)) <= LONGEST


def test_a_sentence_is_there_as_soon_as_what_follows_is_known():
    cutter = SentenceCutter()
    assert list(cutter.feed("甲。")) == []
    assert list(cutter.feed("[1")) == []
    assert list(cutter.feed("]")) == []
    assert list(cutter.feed("乙")) == [Written("甲。", (1,))]


@pytest.mark.parametrize(
    ("reply", "left"),
    [("<think>想。</think>\n答。", "\n答。"), ("\n<think>想", ""), ("<b>答", "<b>答"), ("<thi", "<thi"), ("答<think>", "答<think>")],
)
def test_thoughts_are_dropped(reply, left):
    assert "".join(spoken(list(reply))) == left
    assert "".join(spoken([reply])) == left
