"""The tools `ask`, `search` and `verify_citation` for programs that speak the Model Context Protocol over streamable HTTP; no session is kept between requests.

A call passes the same keys and limits as the other addresses. What cannot be done is told in the result, so that a model can read it.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from mcp import types
from mcp.server import Server, ServerRequestContext
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from ecqa import __version__
from ecqa.errors import EcqaError, ServiceError
from ecqa.interfaces.api import models
from ecqa.interfaces.api.access import Caller
from ecqa.interfaces.api.chat_pieces import content
from ecqa.interfaces.api.finding import found
from ecqa.interfaces.api.limits import BODY_BYTES
from ecqa.interfaces.api.problems import messages_for, problem_response
from ecqa.interfaces.api.services import Services
from ecqa.interfaces.api.verifying import verified
from ecqa.interfaces.cli.records import answer_record
from ecqa.interfaces.headers import Receive, Scope, Send
from ecqa.messages import Messages
from ecqa.schema import Question

READ_ONLY = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)


class Tools:
    """An ASGI application at one address.

    Args:
        services: What the tools work with.
    """

    def __init__(self, services: Services) -> None:
        self._services = services
        instructions = Messages(services.lang).text("api.mcp-instructions")
        self._server: Server[Any] = Server(
            "ecqa", version=__version__, instructions=instructions, on_list_tools=self._listed, on_call_tool=self._called
        )
        self._manager: StreamableHTTPSessionManager | None = None

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What must be open while requests are answered."""
        self._manager = StreamableHTTPSessionManager(self._server, json_response=True, stateless=True, max_request_body_size=BODY_BYTES)
        async with self._manager.run():
            yield

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request of whoever is let in; what a tool needs is looked at when it is called."""
        if self._manager is None:
            raise ValueError("the tools are not running")
        request = Request(scope)
        scope["state"]["noted"]["route"] = "/mcp"
        try:
            caller = await run_in_threadpool(self._services.access.admit, request)
        except EcqaError as problem:
            await problem_response(request, problem, self._services.lang)(scope, receive, send)
            return
        scope["state"]["noted"]["key"] = caller.name
        scope["state"]["caller"] = caller
        await self._manager.handle_request(scope, receive, send)

    async def _listed(self, context: ServerRequestContext[Any, Request], _: types.PaginatedRequestParams | None) -> types.ListToolsResult:
        messages = self._messages(context)
        return types.ListToolsResult(
            tools=[
                _tool("ask", messages, models.AskIn, models.Answer),
                _tool("search", messages, models.SearchIn, models.Hits),
                _tool("verify_citation", messages, models.VerifyIn, models.Verified),
            ]
        )

    async def _called(self, context: ServerRequestContext[Any, Request], call: types.CallToolRequestParams) -> types.CallToolResult:
        messages, caller = self._messages(context), _request(context).state.caller
        try:
            if call.name == "ask":
                return await self._ask(models.AskIn.model_validate(call.arguments or {}), caller, messages)
            if call.name == "search":
                return await self._search(models.SearchIn.model_validate(call.arguments or {}), caller)
            if call.name == "verify_citation":
                return await self._verify(models.VerifyIn.model_validate(call.arguments or {}), caller, messages)
            return _failed(messages.text("api.mcp-unknown", name=call.name))
        except ValidationError as problem:
            places = ", ".join(sorted({".".join(str(part) for part in error["loc"]) for error in problem.errors()}))
            return _failed(messages.text("api.mcp-arguments", places=places))
        except EcqaError as problem:
            return _failed(messages.error(problem))

    async def _ask(self, asked: models.AskIn, caller: Caller, messages: Messages) -> types.CallToolResult:
        _allow(caller, "ask")
        answer = await self._services.answer(caller, Question(asked.question, asked.turns(), asked.filters(), asked.at()))
        return _done(content(answer, messages), answer_record(answer))

    async def _search(self, wanted: models.SearchIn, caller: Caller) -> types.CallToolResult:
        _allow(caller, "search")
        hits = {"hits": await found(self._services, wanted)}
        return _done(json.dumps(hits, ensure_ascii=False), hits)

    async def _verify(self, wanted: models.VerifyIn, caller: Caller, messages: Messages) -> types.CallToolResult:
        _allow(caller, "search")
        found = await verified(self._services, wanted, messages)
        return _done(json.dumps(found, ensure_ascii=False), found)

    def _messages(self, context: ServerRequestContext[Any, Request]) -> Messages:
        return messages_for(_request(context).headers, self._services.lang)


def _request(context: ServerRequestContext[Any, Request]) -> Request:
    """The HTTP request behind a call; over HTTP there always is one."""
    if context.request is None:
        raise ValueError("a call that came over no HTTP")
    return context.request


def _allow(caller: Caller, scope: str) -> None:
    if scope not in caller.scopes:
        raise ServiceError("key-scope", scope=scope, name=caller.name)


def _tool(name: str, messages: Messages, arguments: type[BaseModel], result: type[BaseModel]) -> types.Tool:
    return types.Tool(
        name=name,
        title=messages.text(f"api.mcp-{name}-title"),
        description=messages.text(f"api.mcp-{name}"),
        input_schema=arguments.model_json_schema(),
        output_schema=result.model_json_schema(),
        annotations=READ_ONLY,
    )


def _done(text: str, record: dict[str, Any]) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], structured_content=record)


def _failed(text: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=True)
