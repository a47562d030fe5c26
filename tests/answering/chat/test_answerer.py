"""What a user sees of a chat model that replies well, badly, half or not at all: never a sentence that its sources don't hold."""

import time
from collections.abc import Sequence

import pytest

from ecqa.answering.chat import ChatAnswerer
from ecqa.answering.chat.prompts import DECLINED
from ecqa.answering.citations import cite
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, ChatUse
from tests.answering.cases import asked
from tests.answering.chat.cases import (
    ENTERED,
    FUNDED,
    IMPATIENT,
    PARK,
    PATIENT,
    QUESTION,
    QUOTED,
    USED,
    Counter,
    Verbatim,
    answerer,
    chat,
    hits,
    stages,
    told,
)
from tests.scripted_model import Reply, scripted


def seen(script: Reply | Sequence[Reply], **options: object) -> Answer:
    replies = [script] if isinstance(script, Reply) else script
    silence = IMPATIENT if any(reply.first or reply.stall for reply in replies) else PATIENT
    with scripted(script) as server:
        return told(answerer(server.url, silence=silence, **options))


def used(**values: object) -> ChatUse:
    return ChatUse(**{"model": "scripted", "prompt_version": "answer-1", "prompt_tokens": 700, "completion_tokens": 40, **values})


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_a_good_reply_is_shown_with_the_exact_spans_however_it_arrives(size):
    answer = seen(Reply(f"{FUNDED}[1]{USED}[1]\n{FUNDED}[1]", size))
    assert answer.text == f"{FUNDED}[1]\n{USED}[2]"
    assert [one.quote for one in answer.citations] == [FUNDED, USED]
    assert (answer.status, answer.mode, answer.chat) == ("answered", "chat:scripted", used())


def test_sentences_are_shown_while_the_reply_goes_on():
    with scripted(Reply(f"{FUNDED}[1]资{USED}", 100, stall=6.0)) as server:
        begun = time.monotonic()
        events = answerer(server.url).stream(QUESTION, hits())
        first = next(event for event in events if event.kind == "sentence")
        assert first.text == f"{FUNDED}[1]"
        assert time.monotonic() - begun < 5
        events.close()


def test_the_model_reads_numbered_passages_and_the_question():
    with scripted(Reply(f"{FUNDED}[1]")) as server:
        told(answerer(server.url))
    system, data = server.asked[0]["messages"]
    assert (system["role"], data["role"]) == ("system", "user")
    assert data["content"].startswith("资料 1：\n<资料>\n汕头扶持电商 2013-01-17\n汕头扶持电商\n市财政每年安排5000万元支持电商。")
    assert data["content"].endswith("<问题>\n市财政每年安排多少钱支持电商?\n</问题>")
    assert "资料 2：\n<资料>\n产业园启动" in data["content"]


@pytest.mark.parametrize("marker", ["", "[2]", "[9]", "[9][1]", "【资料2】"])
def test_a_true_sentence_that_cites_a_wrong_passage_or_one_never_shown_gets_the_right_one(marker):
    answer = seen(Reply(f"{FUNDED}{marker}"))
    assert answer.text == f"{FUNDED}[1]"
    assert [one.article_id for one in answer.citations] == ["fund"]


def test_a_sentence_that_no_passage_holds_is_worded_anew_once():
    answer = seen([Reply(f"{FUNDED}[1]有七十家企业进驻。[2]"), Reply(f"{ENTERED}[2]还有别的。[2]")])
    assert answer.text == f"{FUNDED}[1]\n{ENTERED}[2]\n资料说明：面积以规划为准"
    assert answer.chat == used(prompt_tokens=1400, completion_tokens=80, repaired=1)


def test_the_second_wording_is_asked_for_with_what_the_sentence_cites_and_what_is_nearest():
    with scripted([Reply(f"有七十家企业进驻。[1]{USED}[1]"), Reply(DECLINED)]) as server:
        told(answerer(server.url))
    prompt = server.asked[1]["messages"][1]["content"]
    assert prompt.endswith("<句子>\n有七十家企业进驻。\n</句子>")
    assert ("资料 1：" in prompt, "资料 2：" in prompt) == (True, True)


def test_what_fails_twice_is_left_out_and_said():
    answer = seen([Reply(f"{FUNDED}[1]共一亿元。[1]{USED}[1]"), Reply("共两亿元。[1]")])
    assert answer.text == f"{FUNDED}[1]\n{USED}[2]\n未能在资料中核实的1句话没有显示。"
    assert answer.chat == used(prompt_tokens=1400, completion_tokens=80, left_out=1)
    assert answer.status == "answered"


@pytest.mark.parametrize("again", [Reply(DECLINED), Reply(status=500), Reply(stall=9), Reply("资料不足"), Reply(raw=b"data: {")])
def test_a_second_wording_that_does_not_come_changes_nothing_else(again):
    answer = seen([Reply(f"共一亿元。[1]{FUNDED}[1]"), again])
    assert answer.text == f"{FUNDED}[1]\n未能在资料中核实的1句话没有显示。"
    assert answer.chat is not None
    assert (answer.chat.left_out, answer.chat.fallback) == (1, None)


def test_a_line_that_only_announces_is_not_shown_and_counts_for_nothing():
    answer = seen(Reply(f"汕头扶持电商的资金如下：\n{FUNDED}[1]"))
    assert answer.text == f"{FUNDED}[1]"
    assert answer.chat is not None
    assert (answer.chat.left_out, answer.chat.repaired) == (0, 0)


def test_where_nothing_holds_the_sources_speak():
    answer = seen(Reply("每年一亿元。[1]资金归市长。[2]"))
    assert answer.text == f"{QUOTED}\n语言模型写的内容未能在资料中核实，没有显示，以上是资料原文。"
    assert (answer.mode, answer.status) == ("extractive", "answered")
    assert answer.chat is not None
    assert (answer.chat.left_out, answer.chat.fallback) == (2, "unverified")


@pytest.mark.parametrize(
    ("reply", "why", "note"),
    [
        (Reply(first=9), "slow", "语言模型没有及时回应"),
        (Reply(stall=9), "slow", "语言模型没有及时回应"),
        (Reply(status=401), "key", "语言模型不接受现有的密钥"),
        (Reply(status=429, headers={"retry-after": "60"}), "limited", "语言模型现在太忙"),
        (Reply(status=500), "down", "语言模型暂时连不上"),
        (Reply(status=400), "refused", "语言模型没有接受这个问题"),
        (Reply(raw=b'data: {"choices": [{"delta": {"con'), "malformed", "语言模型的回答无法读取"),
        (Reply("", drop=True), "down", "语言模型暂时连不上"),
    ],
)
def test_where_the_model_fails_the_sources_speak(reply, why, note):
    answer = seen(reply)
    assert answer.text == f"{QUOTED}\n{note}，以上是资料原文。"
    assert (answer.mode, answer.status, [one.quote for one in answer.citations]) == ("extractive", "answered", [FUNDED])
    assert answer.chat is not None
    assert (answer.chat.fallback, answer.chat.left_out) == (why, 0)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (Reply(f"{USED}[1]每年", drop=True), "语言模型的回答中途断了"),
        (Reply(f"{USED}[1]每年", finish=None), "语言模型的回答中途断了"),
        (Reply(f"{USED}[1]每年", stall=9), "语言模型没有及时回应"),
        (Reply(f"{USED}[1]每年", finish="length"), "语言模型的回答过长，已经停止"),
    ],
)
def test_what_was_shown_before_the_model_failed_stays_and_the_sources_follow(reply, why):
    answer = seen(reply)
    assert answer.text == f"{USED}[1]\n{why}，以下是资料原文：\n{FUNDED}[2]"
    assert (answer.mode, [one.quote for one in answer.citations]) == ("chat:scripted", [USED, FUNDED])


def test_an_endless_reply_ends_and_is_not_worded_anew_without_end():
    with scripted(
        lambda body: Reply("无稽之谈。" if body["messages"][0]["content"].startswith("你为") else DECLINED, 100, endless=True)
    ) as server:
        answer = told(answerer(server.url))
    assert answer.text == f"{QUOTED}\n语言模型的回答过长，已经停止，以上是资料原文。"
    assert answer.chat is not None
    assert (answer.chat.fallback, answer.chat.left_out, len(server.asked)) == ("endless", 1, 1)
    same = seen(Reply(f"{FUNDED}[1]", endless=True))
    assert same.text == f"{FUNDED}[1]\n语言模型的回答过长，已经停止，以下是资料原文："


def test_no_more_is_read_of_a_reply_of_which_nothing_holds():
    with scripted([Reply("".join(f"每年{n}亿元。[1]" for n in range(2, 90)), 1000), Reply(DECLINED)]) as server:
        answer = told(answerer(server.url))
    assert answer.chat is not None
    assert (answer.chat.left_out, answer.chat.fallback, len(server.asked)) == (12, "endless", 7)
    assert answer.text.startswith(f"{QUOTED}\n")


def test_a_model_may_decline_in_exactly_one_form():
    answer = seen(Reply(DECLINED))
    assert (answer.status, answer.citations, answer.mode) == ("refused", (), "chat:scripted")
    assert answer.text == "现有资料里没有找到这个问题的答案。缺少的是：能回答“市财政每年安排多少钱支持电商”的内容"
    assert [(one.marker, one.quote) for one in answer.related] == [(1, FUNDED)]
    assert seen(Reply("对不起，资料不足。")).chat == used(left_out=1, fallback="unverified")
    assert seen(Reply(f"{FUNDED}[1]\n{DECLINED}")).text == QUOTED


def test_where_nothing_is_to_be_found_and_for_small_talk_no_model_is_asked():
    with scripted(Reply(f"{FUNDED}[1]")) as server:
        answers = answerer(server.url)
        assert told(answers, asked("2019年火星的电商门票多少钱？"), []).status == "refused"
        assert told(answers, asked("您好"), []).mode == "greeting"
    assert server.asked == []


def test_the_stages_are_told():
    with scripted(Reply(f"{FUNDED}[1]")) as server:
        assert stages(answerer(server.url)) == ["read", "write"]


def test_tokens_of_a_question_and_of_a_day_are_bounded():
    counter = Counter()
    assert seen(Reply(f"{FUNDED}[1]"), counter=counter).mode == "chat:scripted"
    assert counter.used == 740
    with scripted(Reply(f"{FUNDED}[1]")) as server:
        few = told(answerer(server.url, counter=counter, a_day=1500))
        little = told(answerer(server.url, a_question=500))
    assert server.asked == []
    assert counter.used == 740
    assert few.text == little.text == f"{QUOTED}\n语言模型的用量已到上限，以上是资料原文。"
    assert few.chat is not None
    assert (few.chat.fallback, few.chat.prompt_tokens) == ("budget", 0)


def test_a_second_wording_is_within_the_tokens_of_its_question():
    with scripted([Reply(f"共一亿元。[1]{FUNDED}[1]")]) as server:
        answer = told(answerer(server.url, a_question=1400))
    assert len(server.asked) == 1
    assert answer.text == f"{FUNDED}[1]\n未能在资料中核实的1句话没有显示。"


def test_passages_are_left_out_where_the_context_is_small():
    with scripted(Reply(f"{FUNDED}[1]")) as server:
        told(answerer(server.url, context=700))
    assert "资料 1：" in server.prompts()[0]
    assert "资料 2：" not in server.prompts()[0]
    assert server.asked[0].get("max_tokens", server.asked[0].get("max_completion_tokens")) == 175


def test_what_it_costs_is_said_where_prices_are_known():
    answer = seen(Reply(f"{FUNDED}[1]"), price_prompt=2.0, price_completion=8.0)
    assert answer.chat == used(cost=(700 * 2.0 + 40 * 8.0) / 1e6)


def test_markup_and_markers_of_the_model_s_own_are_not_passed_on():
    verifier = Verbatim()
    answer = seen(Reply(f"## **{FUNDED}**[1]\n<img src=x>见附件[12345]。[1]"), verifier=verifier)
    assert answer.text.split("\n")[0] == f"{FUNDED}[1]"
    assert "<img src=x>见附件[12345]。" in verifier.asked
    assert "img" not in answer.text


def test_a_quote_of_the_note_s_article_carries_the_note():
    assert seen(Reply(f"{ENTERED}[2]")).text == f"{ENTERED}[1]\n资料说明：{PARK.note}"


class Short:
    """Quotes the fund's sentence under a short answer."""

    def answer(self, question, found):
        cited = cite(1, found[0].article, *found[0].passage.sentences[0])
        return Answer(question.text, "answered", QUOTED, (cited,), short_answer="5000万元")

    def stream(self, question, found):
        answer = self.answer(question, found)
        yield AnswerEvent("sentence", text=answer.text, citations=answer.citations)
        yield AnswerEvent("answer", answer=answer)


@pytest.mark.parametrize(("said", "short"), [(FUNDED, "5000万元"), (USED, None)])
def test_a_short_answer_stays_where_the_model_says_the_same(said, short):
    with scripted(Reply(f"{said}[1]")) as server:
        answer = ChatAnswerer(Short(), chat(server.url), Verbatim(), Messages("zh")).answer(QUESTION, hits())
    assert (answer.text, answer.short_answer) == (f"{said}[1]", short)
