"""A chat model that replies, stalls, breaks off or refuses: what is heard of it, how often it is asked, and that no key is told."""

import logging
import time

import pytest
from langchain_core.messages import HumanMessage

from ecqa.answering.chat.failures import ChatError
from ecqa.answering.chat.model import ChatModel, Used, open_chat_model
from ecqa.errors import ModelError
from tests.scripted_model import KEY, Reply, scripted

TEXT = "市财政每年安排5000万元。[1]\n资金用于培育骨干企业。[2]"
PROMPT = [HumanMessage("市财政每年拿多少钱？")]


def opened(url: str, silence: float = 8.0, seconds: float = 20.0) -> ChatModel:
    return open_chat_model("openai:scripted", url, KEY, silence=silence, seconds=seconds)


def heard(model: ChatModel, longest: int = 200) -> tuple[str, str, Used]:
    """The text, the kind of failure, the tokens."""
    text, used = "", Used()
    try:
        for piece in model.stream(PROMPT, longest, used, model.seconds):
            text += piece
    except ChatError as failure:
        return text, failure.kind, used
    return text, "", used


@pytest.mark.parametrize("size", [1, 7, 100])
def test_a_reply_arrives_whole_however_it_is_cut(size):
    with scripted(Reply(TEXT, size)) as server:
        assert heard(opened(server.url)) == (TEXT, "", Used(700, 40))
    assert server.keys == [KEY]
    assert server.asked[0]["model"] == "scripted"
    assert (server.asked[0]["stream"], server.asked[0]["temperature"]) == (True, 0.0)
    assert {server.asked[0].get("max_tokens"), server.asked[0].get("max_completion_tokens")} == {200, None}


def test_tokens_are_estimated_where_the_server_counts_none():
    with scripted(Reply("市财政", 1, usage=False)) as server:
        assert heard(opened(server.url)) == ("市财政", "", Used(10, 3))


@pytest.mark.parametrize(
    ("reply", "text", "kind"),
    [
        (Reply(TEXT, stall=30), TEXT, "slow"),
        (Reply(TEXT, stall=30, hum=True), TEXT, "slow"),
        (Reply(first=30), "", "slow"),
        (Reply(TEXT, drop=True), TEXT, "cut-off"),
        (Reply(TEXT, finish=None), TEXT, "cut-off"),
        (Reply(TEXT, finish="length"), TEXT, "endless"),
        (Reply(TEXT, finish="content_filter"), TEXT, "refused"),
        (Reply(raw=b'data: {"id": "x", "choices": [{"index": 0, "del'), "", "malformed"),
        (Reply(raw=b'data: {"id": "x", "choices": [{"index": 0, "del\n\n'), "", "malformed"),
        (Reply(raw=b"<html>it works</html>"), "", "malformed"),
        (Reply(""), "", "malformed"),
        (Reply(status=401), "", "key"),
        (Reply(status=400), "", "refused"),
        (Reply(status=404), "", "refused"),
        (Reply(status=429, headers={"retry-after": "600"}), "", "limited"),
        (Reply(status=500), "", "down"),
    ],
)
def test_what_goes_wrong_has_a_name(reply, text, kind, caplog):
    caplog.set_level(logging.DEBUG)
    begun = time.monotonic()
    with scripted(reply) as server:
        found = heard(opened(server.url, silence=1.0, seconds=4.0))
    assert found[:2] == (text, kind)
    assert time.monotonic() - begun < 15
    assert kind in caplog.text
    assert KEY not in caplog.text


def test_nothing_listens():
    assert heard(opened("http://127.0.0.1:9/v1"))[:2] == ("", "down")


def test_an_endless_reply_is_ended():
    with scripted(Reply("又来了。", endless=True)) as server:
        text, kind, used = heard(opened(server.url), longest=50)
        assert server.ended.wait(5)
    assert (text, kind, used.completion) == ("又来了。" * 50, "endless", 200)


def test_what_failed_for_a_moment_is_tried_again():
    with scripted([Reply(status=500), Reply(status=429, headers={"retry-after": "0"}), Reply(TEXT)]) as server:
        assert heard(opened(server.url))[:2] == (TEXT, "")
    assert len(server.asked) == 3


@pytest.mark.parametrize(("reply", "asked"), [(Reply(status=500), 3), (Reply(status=401), 1), (Reply(TEXT, drop=True), 1)])
def test_tries_are_few_and_end_where_they_cannot_help(reply, asked):
    with scripted(reply) as server:
        heard(opened(server.url))
    assert len(server.asked) == asked


def test_the_pause_that_a_server_asks_for_is_kept():
    begun = time.monotonic()
    with scripted([Reply(status=429, headers={"retry-after": "1"}), Reply(TEXT)]) as server:
        assert heard(opened(server.url))[:2] == (TEXT, "")
    assert 1.0 <= time.monotonic() - begun < 8.0


def test_whoever_stops_reading_ends_the_reply():
    with scripted(Reply(TEXT * 50, 1, pause=0.02)) as server:
        reading = opened(server.url).stream(PROMPT, 2000, Used(), 10.0)
        assert next(reading) == TEXT[0]
        reading.close()
        assert server.ended.wait(5)


def test_the_key_of_another_provider_goes_to_no_other_server(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-another-server")
    with scripted(Reply(TEXT)) as server:
        heard(open_chat_model("local", server.url, None, silence=2, seconds=5))
    assert server.keys == ["none"]


@pytest.mark.parametrize(
    ("name", "key"), [("anthropic:claude", "chat-model-package"), ("nobody:x", "chat-model-unusable"), ("openai:x", "chat-model-unusable")]
)
def test_a_model_that_cannot_be_had_is_said_at_once(name, key, monkeypatch):
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    with pytest.raises(ModelError) as raised:
        open_chat_model(name, None, None, silence=1, seconds=1)
    assert raised.value.key == key
    assert raised.value.values["name"] == name
