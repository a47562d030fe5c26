"""A FastAPI application and what the public pages work with in, the application with all of them out; it listens on no port.

The chat stands at `/` in the server's own language, and at `/zh/` or `/en/` in the other, to which a browser that asks for it is sent.
"""

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.responses import RedirectResponse

from ecqa.interfaces.headers import Application, Receive, Scope, Send
from ecqa.interfaces.web import article_page, library_page, own, rendering
from ecqa.interfaces.web.bodies import Bounded
from ecqa.interfaces.web.mounting import mount
from ecqa.interfaces.web.page import create_app
from ecqa.interfaces.web.public import Public
from ecqa.messages import LANGUAGES, Messages


def open_pages(server: FastAPI, public: Public) -> Application:
    """Puts the public pages on a server, behind all that it has already.

    Args:
        server: Where.
        public: What the pages work with.
    """
    server.state.public = public
    for part in (article_page, library_page, own, rendering):
        server.include_router(part.router)
    for lang in LANGUAGES:
        if lang != public.lang:
            mount(server, create_app(public, Messages(lang)), f"/{lang}")
    return Bounded(ByLanguage(mount(server, create_app(public, Messages(public.lang))), public), public)


class ByLanguage:
    """An ASGI application round another; a browser that asks for the chat in another language than the server's is sent to it.

    Args:
        app: What answers.
        public: Knows the languages.
    """

    def __init__(self, app: Application, public: Public) -> None:
        self._app = app
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; one for `/` may be sent elsewhere instead."""
        if scope["type"] == "http" and scope["path"] == "/" and scope["method"] == "GET":
            lang = self._public.messages_for(Headers(scope=scope).get("accept-language", "")).lang
            if lang != self._public.lang:
                query = scope["query_string"].decode("latin-1")
                where = f"/{lang}/{f'?{query}' if query else ''}"
                await RedirectResponse(where, headers={"vary": "Accept-Language"})(scope, receive, send)
                return
        await self._app(scope, receive, send)
