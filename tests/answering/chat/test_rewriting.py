"""A follow-up is rewritten by the model; what it adds of its own, what is no question, and what does not come is not taken."""

import pytest

from ecqa.answering.chat import ChatRewriter
from ecqa.schema import Rewriting, Turn
from tests.answering.chat.cases import IMPATIENT, PATIENT, Counter, chat
from tests.scripted_model import Reply, scripted

TURNS = [Turn("user", "2012年团购成交额是多少?"), Turn("assistant", "213.9亿元，比2011年增长93%。[1]")]


def rewritten(reply: Reply, question: str = "那2011年呢?", **bounds: float) -> Rewriting:
    with scripted(reply) as server:
        return ChatRewriter(chat(server.url, silence=IMPATIENT if reply.first else PATIENT, **bounds)).rewrite(question, TURNS)


def test_a_follow_up_gets_its_subject_back():
    found = rewritten(Reply("２０１１年團購成交額是多少？\n", 1), price_prompt=1.0, price_completion=1.0)
    assert found == Rewriting("2011年团购成交额是多少?", "rewrite-1", 700, 40, 740 / 1e6)


@pytest.mark.parametrize("question", ["第二个数是哪一年的?", "第2个数是哪一年的?", "那两个数呢?"])
def test_what_points_at_something_need_not_stay(question):
    assert rewritten(Reply("团购成交额增长93%是哪一年的?"), question).question == "团购成交额增长93%是哪一年的?"


@pytest.mark.parametrize(
    "said",
    [
        "2010年团购成交额是多少?",
        "2011年和2009年的团购成交额是多少?",
        "团购成交额是多少?",
        "2011年团购成交额是多少?\n以上是改写后的问题。",
        "2011年全球跨境电商进口总额及其主要来源国家分别有哪些?",
        "2011" + "年团购" * 60,
        "",
    ],
)
def test_what_was_never_said_is_not_taken(said):
    assert rewritten(Reply(said)).question is None


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(first=9), Reply("2011年团购", drop=True), Reply(status=401)])
def test_a_model_that_fails_changes_nothing(reply):
    assert rewritten(reply).question is None


def test_its_tokens_count_for_the_day():
    counter = Counter()
    with scripted(Reply("2011年团购成交额是多少?")) as server:
        assert ChatRewriter(chat(server.url, counter, a_day=800)).rewrite("那2011年呢?", TURNS).question
        assert ChatRewriter(chat(server.url, counter, a_day=800)).rewrite("那2011年呢?", TURNS) == Rewriting(None, "rewrite-1")
    assert (counter.used, len(server.asked)) == (740, 1)


def test_the_model_is_shown_the_last_turns():
    with scripted(Reply("2011年团购成交额是多少?")) as server:
        ChatRewriter(chat(server.url)).rewrite("那2011年呢?", [Turn("user", f"第{n}问") for n in range(9)])
    assert server.asked[0]["messages"][1]["content"].startswith("<对话>\n用户：第3问\n")
