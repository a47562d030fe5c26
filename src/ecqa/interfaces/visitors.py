"""A request in, the secret of the browser that sent it out, and the cookie that keeps it; it stores nothing and knows no address.

The cookie is no login: it gives a browser its own conversations back. Scripts cannot read it, and other sites cannot send it.
"""

import re
import secrets
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.requests import HTTPConnection

from ecqa.interfaces.headers import Application, Receive, Scope, Send

COOKIE = "ecqa_visitor"
SECRET_BYTES = 24
SECRET = re.compile(r"[A-Za-z0-9_-]{32}")
"""What `secrets.token_urlsafe(SECRET_BYTES)` gives; anything else is not taken for one."""
SECONDS_KEPT = 400 * 24 * 3600
"""As long as browsers keep a cookie at most."""


class Visitors:
    """An ASGI application round another; a browser that has no secret yet gets one with its first page.

    Args:
        app: What answers.
    """

    def __init__(self, app: Application) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; a page (no picture, no script) sets the cookie where there is none."""
        if scope["type"] != "http" or owner_of(HTTPConnection(scope)) or not _asks_for_a_page(scope):
            await self._app(scope, receive, send)
            return
        cookie = _cookie(secrets.token_urlsafe(SECRET_BYTES), secure=scope.get("scheme") == "https")

        async def send_with_cookie(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), (b"set-cookie", cookie.encode("ascii"))]
            await send(message)

        await self._app(scope, receive, send_with_cookie)


def owner_of(request: Any) -> str:
    """The secret of the browser that sent a request; empty where it keeps no cookies, and then nothing can be kept for it.

    Args:
        request: Starlette's or Gradio's; a page's first request has no secret yet, its events have.
    """
    try:
        cookies = SimpleCookie(request.headers.get("cookie", ""))
    except CookieError:
        return ""
    value = cookies[COOKIE].value if COOKIE in cookies else ""
    return value if SECRET.fullmatch(value) else ""


def address_of(request: Any) -> str:
    """The network address a request came from, for limits that are kept in memory for a minute; it is never stored."""
    return str(request.client.host) if request.client else ""


def _asks_for_a_page(scope: Scope) -> bool:
    accepted: bytes = dict(scope["headers"]).get(b"accept", b"")
    return scope["method"] == "GET" and b"text/html" in accepted


def _cookie(value: str, *, secure: bool) -> str:
    return f"{COOKIE}={value}; Path=/; Max-Age={SECONDS_KEPT}; HttpOnly; SameSite=Lax" + ("; Secure" if secure else "")
