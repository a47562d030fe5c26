"""A request in, the same on its way or a refusal out: no body is read that is too large."""

from starlette.exceptions import HTTPException
from starlette.requests import Request

from ecqa.interfaces.api.problems import problem_response
from ecqa.interfaces.headers import Application, Receive, Scope, Send

BODY_BYTES = 256 * 1024
"""The largest body that is read."""


class Bounded:
    """An ASGI application round another; a body that says it is too large is not read. FastAPI counts one that does not say.

    Args:
        app: What answers.
        lang: Language of the refusal where a client asks for none that there is.
    """

    def __init__(self, app: Application, lang: str) -> None:
        self._app = app
        self._lang = lang

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on, or refuses it."""
        length = dict(scope["headers"]).get(b"content-length", b"0")
        if length.isdigit() and int(length) > BODY_BYTES:
            await problem_response(Request(scope), HTTPException(413), self._lang)(scope, receive, send)
        else:
            await self._app(scope, receive, send)
