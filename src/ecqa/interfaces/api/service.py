"""The parts in, the application for other programs out: its addresses, its document, and which requests it takes from the pages."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from starlette.middleware.cors import CORSMiddleware
from starlette.routing import Route

from ecqa import __version__
from ecqa.interfaces.api import asking, chat, finding, health, models, verifying
from ecqa.interfaces.api.limits import BODY_BYTES, Bounded
from ecqa.interfaces.api.logs import Noted
from ecqa.interfaces.api.problems import explain_problems
from ecqa.interfaces.api.services import Services
from ecqa.interfaces.headers import Application, Receive, Scope, Send
from ecqa.interfaces.mcp import Tools

DOCUMENT = "/api/openapi.json"
Finish = Callable[[float], Awaitable[None]]
FIRST_PARTS = ("api", "v1", "mcp", "healthz", "readyz", "metrics")
"""A path whose first part is one of these belongs to programs; all others are pages."""


class Service:
    """An ASGI application for other programs, and beside it the pages.

    Args:
        services: What its addresses work with.
        pages: Who gets all other requests, and the messages of the server's life.
        finish_pages: Takes seconds; ends what is under way on the pages.
        origins: Web sites whose pages may call from a browser; none by default.
        with_questions: Whether log lines hold the questions.
    """

    def __init__(
        self,
        services: Services,
        pages: Application,
        finish_pages: Finish,
        *,
        origins: tuple[str, ...] = (),
        with_questions: bool = False,
    ) -> None:
        self._services = services
        self._pages = pages
        self._finish_pages = finish_pages
        self._tools = Tools(services)
        programs = Bounded(application(services, self._tools, origins), services.lang)
        self._programs = Noted(programs, services.figures, with_questions=with_questions)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on to whom it belongs."""
        first = scope.get("path", "/").split("/", 2)[1:2]
        belongs = scope["type"] == "http" and first and first[0] in FIRST_PARTS
        await (self._programs if belongs else self._pages)(scope, receive, send)

    @asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """What must be open while requests are answered."""
        async with self._tools.running():
            yield
        self._services.running.close()

    async def finish(self, seconds: float) -> None:
        """Takes nothing new and waits for what is under way, so many seconds at most; see `Running.finish`."""
        await asyncio.gather(self._services.running.finish(seconds), self._finish_pages(seconds))


def application(services: Services, tools: Tools, origins: tuple[str, ...] = ()) -> FastAPI:
    """The addresses for other programs, and the document that describes them at `/api/openapi.json`.

    Args:
        services: What they work with.
        tools: What `/mcp` offers.
        origins: Web sites whose pages may call from a browser.
    """
    server = FastAPI(
        title="ecqa",
        version=__version__,
        summary="Cited answers to questions about e-commerce policy and trade news, in Chinese",
        docs_url=None,
        redoc_url=None,
        openapi_url=DOCUMENT,
        max_body_size=BODY_BYTES,
        openapi_tags=[
            {"name": "ecqa", "description": "Questions, passages, articles, claims."},
            {"name": "openai", "description": "The same for clients of OpenAI's interface."},
            {"name": "operation", "description": "For those who run the server."},
        ],
    )
    server.state.services = services
    for part in (asking, finding, verifying, chat, health):
        server.include_router(part.router)
    server.router.routes.append(Route("/mcp", tools, methods=["GET", "POST", "DELETE"], include_in_schema=False))
    explain_problems(server, services.lang)
    if origins:
        headers = ["Authorization", "Content-Type", "Accept", "Accept-Language", "X-Request-ID"]
        exposed = ["X-Request-ID", "Retry-After"]
        server.add_middleware(
            CORSMiddleware, allow_origins=origins, allow_methods=["GET", "POST"], allow_headers=headers, expose_headers=exposed
        )
    described = server.openapi

    def with_problem() -> dict[str, Any]:
        found = described()
        schema = models.Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        found["components"]["schemas"].update({"Problem": schema, **schema.pop("$defs", {})})
        return found

    server.openapi = with_problem  # type: ignore[method-assign]
    return server
