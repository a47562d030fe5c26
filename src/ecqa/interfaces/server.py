"""Settings in, a server that answers until it is stopped out; what it serves is made elsewhere and mounted here."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from errno import EADDRINUSE
from typing import Any

import uvicorn
from fastapi import FastAPI

from ecqa.config import Settings
from ecqa.corpus import load_corpus
from ecqa.errors import ServiceError
from ecqa.factory import build, open_assistant, open_database, open_embedder, open_library
from ecqa.interfaces.allowance import Allowance
from ecqa.interfaces.api import Service, open_service, write_json_lines
from ecqa.interfaces.headers import KeepToThisServer
from ecqa.interfaces.turnstile import AT_ONCE, WITH_CHAT_MODEL, Turnstile
from ecqa.interfaces.upkeep import kept_tidy
from ecqa.interfaces.visitors import Visitors
from ecqa.interfaces.web import Public, Suggestions, open_pages, script_hashes
from ecqa.interfaces.web.desk import Configurations, Desk, Evaluations, GoldSets, Rebuilding, Uploading, open_desk
from ecqa.library import Drafts
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from ecqa.storage import Storage

BACKLOG = 128
STOPPING_SECONDS = 1
"""How long open pages may keep a server on which no answer is under way any more."""
GLANCE_SECONDS = 0.05

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104  (nothing is bound here)
"""Addresses that mean every interface, and where a browser on this machine finds them."""

logger = logging.getLogger(__name__)


def serve(settings: Settings, announce: Callable[[str], None] | None = None) -> None:
    """Serves the page on `settings.host` and `settings.port` until the process is told to stop.

    Args:
        settings: What the administrator chose.
        announce: Told the page's address as soon as it can be opened.

    Raises:
        ServiceError: The address is taken or cannot be used, or the database cannot.
        SearchIndexError: There is no index, or it cannot be used.
        ModelError: The embedding model cannot be loaded.
    """
    with (
        closing(listen(settings.host, settings.port)) as taken,  # before the model loads, so that a taken port is known at once
        open_database(settings) as storage,
        kept_tidy(storage, settings.retention_days),
    ):
        served = application(open_assistant(settings, storage), storage, settings)
        logged: dict[str, Any] = {"log_level": "warning"}
        if settings.log != "quiet":
            write_json_lines()
            logged["log_config"] = None
        config = uvicorn.Config(served, timeout_graceful_shutdown=STOPPING_SECONDS, **logged)
        address = url(settings.host, taken.getsockname()[1])
        logger.info("serving %s", address)
        if announce:
            announce(address)
        Server(config, lambda: served.finish(settings.stopping_seconds)).run(sockets=[taken])


def application(assistant: Assistant, storage: Storage, settings: Settings) -> Service:
    """Everything that is served, as one ASGI application: the public pages at `/`, the desk at `/desk`, the service at `/api` and beside it.

    Args:
        assistant: Who answers.
        storage: Where everything is kept that is left here; the caller closes it.
        settings: What the administrator chose.
    """
    desk = _desk(assistant, storage, settings)
    turnstile = Turnstile(WITH_CHAT_MODEL if settings.chat_model else AT_ONCE)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        async with service.running():
            yield
        desk.evaluations.close()

    server = FastAPI(docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    open_desk(server, desk)
    public = Public(
        assistant=assistant,
        storage=storage,
        allowance=Allowance(settings.questions_a_minute),
        turnstile=turnstile,
        suggestions=Suggestions(assistant),
        index=settings.index,
        retention_days=settings.retention_days,
        lang=settings.lang,
    )
    pages = KeepToThisServer(Visitors(open_pages(server, public)), script_hashes)
    service = open_service(assistant, storage, settings, pages, turnstile.finish)
    return service


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; connections wait in it until the server runs.

    Args:
        host: Address or name of this machine.
        port: 1 to 65535; 0 takes any that is free.

    Raises:
        ServiceError: The address is taken or cannot be used.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
        taken = socket.socket(family, kind, protocol)
    except OSError as problem:
        raise ServiceError("address-unusable", host=host, port=port, reason=problem.strerror) from problem
    try:
        if os.name == "posix":  # a restart need not wait for old connections; elsewhere the option means another thing
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(BACKLOG)
    except OSError as problem:
        taken.close()
        if problem.errno == EADDRINUSE:
            raise ServiceError("port-in-use", host=host, port=port) from problem
        raise ServiceError("address-unusable", host=host, port=port, reason=problem.strerror) from problem
    return taken


def url(host: str, port: int) -> str:
    """Where a browser on this machine finds a host and port."""
    name = EVERYWHERE.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{name}:{port}"


def _desk(assistant: Assistant, storage: Storage, settings: Settings) -> Desk:
    """What the desk works with; a run of evaluation whose process is gone is marked as interrupted."""
    gold = GoldSets(settings.gold, settings.data / "gold")
    chosen = settings.model_dump(exclude={"host", "port", "lang"})
    configurations = Configurations(assistant, chosen, settings.data / "configurations")
    embedder = open_embedder(settings, load=False)
    return Desk(
        storage=storage,
        evaluations=Evaluations(storage, gold, configurations, settings.data / "runs", Messages(settings.lang)),
        gold=gold,
        rebuilding=Rebuilding(lambda progress: build(settings, progress)),
        uploading=Uploading(Drafts(settings.data / "uploads"), lambda by: open_library(settings, by, embedder), storage),
        articles=assistant.articles,
        notices=lambda: tuple(load_corpus(settings.corpus).notices),
        baseline=settings.gold.parent / "results" / "baseline",
        lang=settings.lang,
    )


class Server(uvicorn.Server):
    """Finishes what is under way, then stops without a word: open pages hold a connection each, and that it is cut is no error.

    Args:
        config: What uvicorn is told.
        finish: Ends what is under way, while requests are still answered.
    """

    def __init__(self, config: uvicorn.Config, finish: Callable[[], Awaitable[None]]) -> None:
        super().__init__(config)
        self._finish = finish

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Waits for what is under way, then does what uvicorn does."""
        finishing = asyncio.ensure_future(self._finish())
        while not finishing.done() and not self.force_exit:  # a second Ctrl-C does not wait
            await asyncio.wait({finishing}, timeout=GLANCE_SECONDS)
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        await super().shutdown(sockets)
