"""A request in, the same on its way or one line of refusal out: what a browser sends to a page is small, and no more of it is read.

The form that takes files counts for itself, since files may be large; what programs send is bounded in `api/limits.py`.
"""

from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse

from ecqa.interfaces.headers import Application, Receive, Scope, Send
from ecqa.interfaces.web.public import Public

BODY_BYTES = 256 * 1024
"""The largest body that is read."""
DESK_BYTES = 4 * 1024 * 1024
"""The same at the desk, whose longest form holds the corrections of a whole issue."""
FILES = "/desk/documents"
"""Where files are taken."""


class Bounded:
    """An ASGI application round another; a body that is too large, or says that it is, is not read to its end.

    Args:
        app: What answers.
        public: Knows the languages.
    """

    def __init__(self, app: Application, public: Public) -> None:
        self._app = app
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        if scope["type"] != "http" or scope["path"] == FILES:
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        body = _Body(receive, send, DESK_BYTES if scope["path"].startswith("/desk/") else BODY_BYTES)
        length = headers.get("content-length", "")
        body.over = length.isdigit() and int(length) > body.limit
        if not body.over:
            try:
                await self._app(scope, body.receive, body.send)
            except Exception:
                if not body.over:
                    raise
        if body.over and not body.answered:
            words = self._public.messages_for(headers.get("accept-language", "")).text("web.too-large", kilobytes=body.limit // 1024)
            await PlainTextResponse(words, 413)(scope, receive, send)


class _Body:
    """A body on its way in, and whatever is answered to it on its way out."""

    def __init__(self, receive: Receive, send: Send, limit: int) -> None:
        self._receive = receive
        self._send = send
        self._read = 0
        self.limit = limit
        self.over = False
        """Whether it is too large; what is answered from then on is not sent."""
        self.answered = False

    async def receive(self) -> MutableMapping[str, Any]:
        message = await self._receive()
        self._read += len(message.get("body", b""))
        if self._read <= self.limit:
            return message
        self.over = True
        return {"type": "http.disconnect"}

    async def send(self, message: MutableMapping[str, Any]) -> None:
        if self.answered or not self.over:
            self.answered = True
            await self._send(message)
