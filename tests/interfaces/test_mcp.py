"""`/mcp`: the official client of the Model Context Protocol lists the tools and calls them over streamable HTTP."""

import asyncio

import httpx2
import pytest
from mcp import Client
from mcp.client.streamable_http import streamable_http_client

from ecqa.interfaces.cli.records import answer_record, hit_record
from tests.interfaces.site import FUND


def talk(url, conversation, headers=None):
    """What a conversation with the server at an address gives."""

    async def run():
        async with (
            httpx2.AsyncClient(headers=headers, timeout=60, trust_env=False) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http)) as client,
        ):
            return await conversation(client)

    return asyncio.run(run())


def test_tools_are_listed_and_called(site, small_assistant):
    async def conversation(client):
        tools = (await client.list_tools()).tools
        asked = await client.call_tool("ask", {"question": FUND})
        found = await client.call_tool("search", {"q": "电商 资金", "k": 2})
        return tools, asked, found

    tools, asked, found = talk(site.url, conversation)
    assert [(tool.name, tool.input_schema["required"], tool.annotations.read_only_hint) for tool in tools] == [
        ("ask", ["question"], True),
        ("search", ["q"], True),
        ("verify_citation", ["claim", "article_id", "start", "end"], True),
    ]
    answer = answer_record(small_assistant.ask(FUND))
    assert {**asked.structured_content, "timings_ms": None} == {**answer, "timings_ms": None}
    assert asked.content[0].text == answer["text"] + "\n\n出处：\n[1] 《市财政连续三年扶持电商》 2013-01-11 汕头日报"
    assert found.structured_content == {"hits": [hit_record(hit) for hit in small_assistant.search("电商 资金", 2)]}


def test_a_citation_is_verified(site, small_assistant):
    article = small_assistant.article("fund")
    cited = {"article_id": "fund", "revision": article.revision, "start": 0, "end": len(article.text)}

    async def conversation(client):
        true = await client.call_tool("verify_citation", {"claim": "市财政每年拿出五千万元。", **cited})
        false = await client.call_tool("verify_citation", {"claim": "市财政每年拿出六千万元。", **cited})
        lost = await client.call_tool("verify_citation", {"claim": "市财政。", **cited, "article_id": "nobody"})
        return true, false, lost

    true, false, lost = talk(site.url, conversation)
    held = true.structured_content
    assert (held["supported"], held["why"], held["revision"]) == (True, None, article.revision)
    assert [article.text[one["start"] : one["end"]] for one in held["evidence"]] == [one["text"] for one in held["evidence"]]
    assert (false.structured_content["supported"], false.structured_content["fault"]) == (False, {"kind": "number", "words": "六千万元"})
    assert (lost.is_error, lost.content[0].text) == (True, "没有编号为 nobody 的文章。")


def test_what_cannot_be_done_is_told_in_the_result(site):
    async def conversation(client):
        return [
            await client.call_tool(name, arguments)
            for name, arguments in (("ask", {"question": "？"}), ("ask", {"text": "x"}), ("nothing", {}), ("search", {"q": "x", "k": 0}))
        ]

    results = talk(site.url, conversation)
    assert [(result.is_error, result.content[0].text) for result in results] == [
        (True, "请先输入一个问题。"),
        (True, "参数缺少或不能用：question, text"),
        (True, "没有 nothing 这个工具。"),
        (True, "参数缺少或不能用：k"),
    ]


def test_a_key_is_needed_and_must_be_good_for_the_tool(locked):
    site, _ = locked
    key = site.storage.keys.add("finder", ("search",))

    async def conversation(client):
        return await client.call_tool("ask", {"question": FUND}), await client.call_tool("search", {"q": "资金", "k": 1})

    refused, found = talk(site.url, conversation, {"authorization": f"Bearer {key}"})
    assert (refused.is_error, refused.content[0].text.startswith("密钥“finder”不能用于 ask；")) == (True, True)
    assert len(found.structured_content["hits"]) == 1
    with site.client() as client:
        reply = client.post("/mcp", json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"})
    assert (reply.status_code, reply.json()["code"], reply.headers["www-authenticate"]) == (401, "key-needed", 'Bearer realm="ecqa"')


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_other_methods_are_a_problem(site, method):
    with site.client() as client:
        reply = client.request(method, "/mcp")
    assert (reply.status_code, reply.json()["code"]) == (405, "http-405")
