"""The whole server with a chat model behind it: what programs see of its sentences, its follow-ups, its tokens and its failures."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import openai
import pytest
from langchain_core.callbacks import BaseCallbackHandler

from ecqa.answering.chat.prompts import DECLINED
from ecqa.config import Settings
from ecqa.factory import open_assistant, open_database
from ecqa.pipeline import Assistant
from ecqa.schema import Question
from tests.interfaces.api.test_asking import EVENTS, read
from tests.interfaces.site import FUND, PARK, Site, served
from tests.scripted_model import KEY, Reply, ScriptedModel, scripted

EVERY_YEAR = "去年起，市财政连续三年每年拿出5000万元，用于支持电商骨干企业培育。"
FALSE = "去年起，市财政连续三年每年拿出9000万元，用于支持电商骨干企业培育。"
DAY = 100_000
LEFT_OUT = "未能在资料中核实的1句话没有显示。"


@contextmanager
def model_site(small: Path, data: Path) -> Iterator[tuple[Site, ScriptedModel, Assistant]]:
    """A server that answers in the words of a scripted model."""
    with scripted(Reply(status=500)) as model:
        chosen = {
            "chat_model": "openai:scripted",
            "chat_base_url": model.url,
            "chat_api_key": KEY,
            "chat_seconds": 3,
            "chat_silence_seconds": 1,
            "chat_tokens_a_day": DAY,
            "chat_price_prompt": 1,
            "chat_price_completion": 2,
        }
        settings = Settings(corpus=small / "corpus", index=small / "index", data=data, **chosen)
        with open_database(settings) as storage:
            assistant = open_assistant(settings, storage)
            with served(assistant, small, data, **chosen) as site:
                yield site, model, assistant


@pytest.fixture(scope="module")
def spoken(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, ScriptedModel, Assistant]]:
    with model_site(small, tmp_path_factory.mktemp("spoken")) as opened:
        yield opened


@pytest.fixture
def say(spoken):
    """Makes the model say something; gives the server, and what the model is asked from then on."""
    site, model, _ = spoken

    def saying(script):
        model.rewrite(script)
        return site, model

    return saying


def rewriting_or(said: str, rewritten: str):
    """A model that answers one way and rewrites another."""
    return lambda body: Reply(rewritten if "改写" in body["messages"][0]["content"] else said)


def test_sentences_come_as_they_are_released_and_what_is_false_never(say):
    site, _ = say(Reply(f"{EVERY_YEAR}[1]{FALSE}[1]", 3))
    before = site.storage.tokens.used()
    with site.client() as client:
        with client.stream("POST", "/api/ask", json={"question": FUND}, headers=EVENTS) as reply:
            events = read(reply.iter_lines())
        whole = events[-1][1]
        assert [record["stage"] for name, record in events if name == "stage"] == ["retrieve", "read", "write"]
        told = [record for name, record in events if name == "sentence"]
        assert "\n".join(one["text"] for one in told) == whole["text"] == f"{EVERY_YEAR}[1]\n{LEFT_OUT}"
        assert told[0]["citations"] == whole["citations"]
        assert whole["citations"][0]["quote"] == EVERY_YEAR
        assert (whole["mode"], whole["status"], whole["rewriting"]) == ("chat:scripted", "answered", None)
        assert whole["chat"] == {
            "model": "scripted",
            "prompt_version": "answer-1",
            "prompt_tokens": 1400,
            "completion_tokens": 80,
            "cost": 1560 / 1e6,
            "left_out": 1,
            "repaired": 0,
            "fallback": None,
        }
        assert site.storage.tokens.used() - before == 1480
        assert FALSE not in json.dumps(events, ensure_ascii=False)


def test_openai_s_client_gets_the_text_and_the_tokens(say):
    site, _ = say(Reply(f"{EVERY_YEAR}[1]"))
    client = openai.OpenAI(base_url=f"{site.url}/v1", api_key="none")
    asked = {"model": "ecqa", "messages": [{"role": "user", "content": FUND}]}
    whole = client.chat.completions.create(**asked)
    assert whole.choices[0].message.content.startswith(f"{EVERY_YEAR}[1]\n\n出处")
    assert (whole.usage.prompt_tokens, whole.usage.completion_tokens, whole.usage.total_tokens) == (700, 40, 740)
    pieces = list(client.chat.completions.create(**asked, stream=True, stream_options={"include_usage": True}))
    assert "".join(one.choices[0].delta.content or "" for one in pieces if one.choices) == whole.choices[0].message.content
    assert pieces[-1].usage.total_tokens == 740


def test_a_follow_up_is_searched_as_the_model_rewrote_it(say):
    history = [{"role": "user", "content": PARK}, {"role": "assistant", "content": "1月16日。[1]"}]
    site, model = say(rewriting_or("1月16日，汕头五维电子商务产业园正式启动。[1]", "五维电子商务产业园一期什么时候启动？"))
    with site.client() as client:
        told = client.post("/api/ask", json={"question": "那一期呢？", "history": history}).json()
    assert told["rewriting"] == {
        "question": "五维电子商务产业园一期什么时候启动?",
        "prompt_version": "rewrite-1",
        "prompt_tokens": 700,
        "completion_tokens": 40,
        "cost": 780 / 1e6,
    }
    assert told["question"] == "那一期呢？"
    assert [one["article_id"] for one in told["citations"]] == ["park"]
    assert model.prompts()[1].endswith("<问题>\n五维电子商务产业园一期什么时候启动?\n</问题>")


@pytest.mark.parametrize("reply", [Reply(status=500), Reply(status=401), Reply(first=9), Reply(raw=b'data: {"choi')])
def test_a_model_that_fails_leaves_the_sentences_of_the_documents(say, small_assistant, reply, caplog):
    caplog.set_level(logging.DEBUG)
    site, _ = say(reply)
    with site.client() as client:
        told = client.post("/api/ask", json={"question": FUND}).json()
    quoted = small_assistant.ask(FUND)
    assert told["text"].startswith(quoted.text + "\n语言模型")
    assert (told["status"], told["mode"], told["short_answer"]) == (quoted.status, "extractive", quoted.short_answer)
    assert KEY not in caplog.text


def test_what_the_documents_do_not_hold_is_refused_without_the_model(say):
    site, model = say(Reply("晴。[1]"))
    with site.client() as client:
        told = client.post("/api/ask", json={"question": "明天北京的天气怎么样？"}).json()
    assert (told["status"], told["chat"], model.asked) == ("refused", None, [])


def test_ten_streams_at_once_are_not_crossed(say):
    opened = "1月16日，汕头五维电子商务产业园正式启动。"

    def script(body):
        system, data = (message["content"] for message in body["messages"])
        said = opened if "产业园什么" in data else EVERY_YEAR
        return Reply(f"{said}[1]{FALSE}[1]" if "撰写" in system else DECLINED, 2, pause=0.01)

    site, _ = say(script)

    def ask(question: str) -> tuple[str, list[str]]:
        with site.client() as client, client.stream("POST", "/api/ask", json={"question": question}, headers=EVENTS) as reply:
            events = read(reply.iter_lines())
        return events[-1][1]["text"], [record["text"] for name, record in events if name == "sentence"]

    with ThreadPoolExecutor(10) as threads:
        told = list(threads.map(ask, [FUND, PARK] * 5))
    assert told == [(f"{one}[1]\n{LEFT_OUT}", [f"{one}[1]", LEFT_OUT]) for one in (EVERY_YEAR, opened)] * 5


class Traced(BaseCallbackHandler):
    def __init__(self) -> None:
        self.calls: list[str] = []

    def on_chat_model_start(self, serialized, messages, **kwargs):
        self.calls.append(messages[0][1].content)


def test_langchain_s_callbacks_see_the_calls(spoken, say):
    traced = Traced()
    say(Reply(f"{EVERY_YEAR}[1]"))
    answer = spoken[2].chain.invoke(Question(FUND), config={"callbacks": [traced]})
    assert answer.mode == "chat:scripted"
    assert len(traced.calls) == 1
    assert "<问题>" in traced.calls[0]


def test_the_day_s_tokens_are_those_of_the_database(say):
    site, model = say(Reply(f"{EVERY_YEAR}[1]"))
    left = DAY - site.storage.tokens.used() - 500
    assert site.storage.tokens.take(left, DAY)
    try:
        with site.client() as client:
            told = client.post("/api/ask", json={"question": FUND}).json()
    finally:
        site.storage.tokens.give_back(left)
    assert told["text"].endswith("\n语言模型的用量已到上限，以上是资料原文。")
    assert model.asked == []
