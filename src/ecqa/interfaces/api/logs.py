"""Requests in, one line of JSON each out: when, which address, how it ended, how long it took, whose key; a question only where that is turned on.

The address is the pattern of its route, never what a client typed into it. No network address is written.
"""

import logging
import re
import secrets
import sys
import time
from collections.abc import MutableMapping
from typing import Any, TextIO

from pythonjsonlogger.json import JsonFormatter

from ecqa.interfaces.api.figures import Figures
from ecqa.interfaces.headers import HEADERS, Application, Receive, Scope, Send

REQUEST_ID = re.compile(r"[\w.-]{1,64}", re.ASCII)
"""A name that a proxy may give a request."""
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

logger = logging.getLogger(__name__)


def write_json_lines(stream: TextIO | None = None) -> None:
    """Makes every log line of the process one JSON object, requests included.

    Args:
        stream: Where to; None is standard error.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    names = {"levelname": "level", "name": "logger"}
    handler.setFormatter(
        JsonFormatter("{levelname}{name}{message}", style="{", timestamp="time", rename_fields=names, json_ensure_ascii=False)
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("ecqa").setLevel(logging.INFO)


class Noted:
    """An ASGI application round another; every request of it is counted and written down.

    Args:
        app: What answers.
        figures: Where it is counted.
        with_questions: Whether the line holds the question.
    """

    def __init__(self, app: Application, figures: Figures, *, with_questions: bool) -> None:
        self._app = app
        self._figures = figures
        self._with_questions = with_questions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on and notes how it ended; the answer gets the request's name as `X-Request-ID`."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = dict(scope["headers"]).get(b"x-request-id", b"").decode("ascii", "replace")
        name = given if REQUEST_ID.fullmatch(given) else secrets.token_hex(8)
        noted: dict[str, Any] = {"request_id": name}
        scope["state"] = {**scope.get("state", {}), "noted": noted}
        status, begun = 0, time.perf_counter()

        async def send_named(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message.get("headers", ()), (b"x-request-id", name.encode("ascii")), *HEADERS]
            await send(message)

        try:
            await self._app(scope, receive, send_named)
        finally:
            self._note(scope, status, time.perf_counter() - begun, noted)

    def _note(self, scope: Scope, status: int, seconds: float, noted: dict[str, Any]) -> None:
        route = noted.pop("route", None) or getattr(scope.get("route"), "path", "-")
        method = scope["method"] if scope["method"] in METHODS else "-"
        self._figures.requested(method, route, status, seconds)
        if not self._with_questions:
            noted.pop("question", None)
        line = {"method": method, "route": route, "status": status, "ms": round(seconds * 1000, 1), **noted}
        logger.info("request", extra=line)
