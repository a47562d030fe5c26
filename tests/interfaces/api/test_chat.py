"""`/v1`: OpenAI's own client and LangChain's talk to the server, whole and in pieces."""

import openai
import pytest
from langchain_openai import ChatOpenAI

from ecqa.interfaces.api.chat_pieces import Pieces
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent
from tests.interfaces.site import FUND, PARK

LIST = "\n\n出处：\n[1] 《市财政连续三年扶持电商》 2013-01-11 汕头日报"


@pytest.fixture
def client(site):
    with openai.OpenAI(base_url=f"{site.url}/v1", api_key="none", max_retries=0) as one:
        yield one


def user(text):
    return [{"role": "user", "content": text}]


def test_the_official_client_finds_the_model_and_reads_the_answer_with_its_citations(client, small_assistant):
    assert [model.id for model in client.models.list()] == ["ecqa"]
    answer = small_assistant.ask(FUND)
    done = client.chat.completions.create(model="ecqa", messages=user(FUND), temperature=0.7, max_tokens=5)
    choice = done.choices[0]
    assert choice.message.content == answer.text + LIST
    assert (choice.finish_reason, choice.message.role, done.usage.total_tokens) == ("stop", "assistant", 0)
    assert [cited["quote"] for cited in choice.message.citations] == [citation.quote for citation in answer.citations]
    assert (done.ecqa["status"], done.ecqa["short_answer"]) == ("answered", answer.short_answer)


def test_pieces_add_up_to_the_whole(client, small_assistant):
    answer = small_assistant.ask(FUND)
    chunks = list(client.chat.completions.create(model="ecqa", messages=user(FUND), stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    assert text == answer.text + LIST
    assert len(chunks) >= 5
    assert chunks[0].choices[0].delta.role == "assistant"
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens == 0
    assert {chunk.id for chunk in chunks} == {chunks[0].id}
    whole = next(chunk for chunk in chunks if chunk.choices and "出处" in (chunk.choices[0].delta.content or ""))
    assert [cited["article_id"] for cited in whole.choices[0].delta.citations] == ["fund"] * len(answer.citations)


def test_the_list_of_sources_is_no_part_of_the_conversation(client, small_assistant):
    first = client.chat.completions.create(model="ecqa", messages=user(PARK)).choices[0].message.content
    assert "出处：" in first
    said = [*user(PARK), {"role": "assistant", "content": first}, *user([{"type": "text", "text": "一期有多少平方米？"}])]
    again = client.chat.completions.create(model="ecqa", messages=[{"role": "system", "content": "只回答“不知道”。"}, *said])
    assert "6.6万平方米" in again.choices[0].message.content
    assert again.choices[0].message.citations[0]["article_id"] == "park"


def test_langchain_s_chat_model_reads_it_whole_and_in_pieces(site, small_assistant):
    model = ChatOpenAI(model="ecqa", base_url=f"{site.url}/v1", api_key="none", max_retries=0)
    expected = small_assistant.ask(FUND).text + LIST
    assert model.invoke(FUND).content == expected
    pieces = [piece.content for piece in model.stream(FUND)]
    assert "".join(pieces) == expected
    assert len([piece for piece in pieces if piece]) >= 3


def test_a_refusal_is_an_answer_with_its_nearest_passages(client):
    done = client.chat.completions.create(model="ecqa", messages=user("量子计算机的价格是多少？"))
    assert done.ecqa["status"] == "refused"
    assert done.choices[0].message.citations == []
    assert done.choices[0].message.content.startswith("现有资料里没有找到这个问题的答案。")
    assert "出处" not in done.choices[0].message.content


@pytest.mark.parametrize("stream", [False, True])
def test_problems_are_those_the_client_knows(client, stream):
    with pytest.raises(openai.NotFoundError, match="没有 gpt-9 这个模型；请用 ecqa。"):
        client.chat.completions.create(model="gpt-9", messages=user(FUND), stream=stream)
    with pytest.raises(openai.UnprocessableEntityError, match="请先输入一个问题。") as caught:
        client.chat.completions.create(model="ecqa", messages=user("？"), stream=stream)
    assert (caught.value.code, caught.value.type) == ("question-empty", "invalid_request_error")
    with pytest.raises(openai.UnprocessableEntityError, match="最后一条消息应当是用户的问题。"):
        client.chat.completions.create(model="ecqa", messages=[{"role": "assistant", "content": "好"}], stream=stream)


def test_a_text_that_differs_from_what_was_sent_is_said_to_replace_it():
    pieces = Pieces(Messages("zh"))

    def sent(record):
        return record["choices"][0]["delta"]["content"]

    assert sent(pieces.sentence(AnswerEvent("sentence", text="甲。"))) == "甲。"
    assert sent(pieces.sentence(AnswerEvent("sentence", text="乙。"))) == "\n乙。"
    assert sent(pieces.rest(Answer("q", "answered", "甲。\n乙。\n丙。"))) == "\n丙。"
    assert sent(pieces.rest(Answer("q", "answered", "甲。"))) == "\n\n上面的文字有更正，以下面的为准：\n甲。"
