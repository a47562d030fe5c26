"""A web application in, the same application with headers on every answer that keep its pages to this server out.

The policy (Content-Security-Policy) of a page of our own lets nothing run but script files of this server. Gradio's page also needs

- `'sha256-…'` of the inline scripts that its template holds (`web/inline_scripts.py`); no other inline script runs;
- `'unsafe-eval'`: its `gr.HTML` part compiles `js_on_load`, and its templates, with `new Function`; both are files of ours;
- inline styles: its components set them.

An answer that brings a policy of its own keeps it.
"""

from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

POLICY = b"content-security-policy"
HEADERS = ((b"x-content-type-options", b"nosniff"), (b"referrer-policy", b"no-referrer"))
HTML = b"text/html"


def policy(hashes: Sequence[str] = ()) -> str:
    """The policy of a page.

    Args:
        hashes: Of the inline scripts that Gradio wrote into it; none for a page of our own.
    """
    scripts, styles = ("'unsafe-eval'", *hashes) if hashes else (), ("'unsafe-inline'",) if hashes else ()
    return "; ".join(
        (
            "default-src 'self'",
            " ".join(("script-src 'self'", *scripts)),
            " ".join(("style-src 'self'", *styles)),
            "img-src 'self' data:",
            "font-src 'self' data:",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'self'",
        )
    )


class KeepToThisServer:
    """An ASGI application round another; pages it serves load nothing from elsewhere and tell other hosts nothing.

    Args:
        app: What answers.
        hashes: Gives the hashes of the inline scripts that may run in a page.
    """

    def __init__(self, app: Application, hashes: Callable[[str], Sequence[str]]) -> None:
        self._app = app
        self._hashes = hashes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; headers are added to the start of its answer, which waits for the body of a page."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        answer = _Answer(send, self._hashes)
        await self._app(_without_compression(scope), receive, answer.send)


class _Answer:
    """One answer on its way."""

    def __init__(self, send: Send, hashes: Callable[[str], Sequence[str]]) -> None:
        self._send = send
        self._hashes = hashes
        self._start: Message | None = None
        """The start of a page, kept back until its body is known."""
        self._body = b""

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif self._start is not None and message["type"] == "http.response.body":
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish()
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        headers = {name.lower(): value for name, value in message.get("headers", ())}
        message["headers"] = [*message.get("headers", ()), *HEADERS]
        if POLICY in headers:
            await self._send(message)
        elif headers.get(b"content-type", b"").startswith(HTML):
            self._start = message
        else:
            message["headers"] += [(POLICY, policy().encode("ascii"))]
            await self._send(message)

    async def _finish(self) -> None:
        assert self._start is not None
        allowed = policy(self._hashes(self._body.decode("utf-8", "replace")))
        self._start["headers"] += [(POLICY, allowed.encode("ascii"))]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": self._body})


def _without_compression(scope: Scope) -> Scope:
    """The request; one for a page asks for it uncompressed, so that its scripts can be read here."""
    headers = [(name, value) for name, value in scope["headers"] if name != b"accept-encoding"]
    wants_page = any(name == b"accept" and HTML in value for name, value in scope["headers"])
    return {**scope, "headers": headers} if wants_page else scope
