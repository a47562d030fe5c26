"""A template's name and values in, a public page out that is no part of the chat, in the language the browser asks for; everything in it is escaped."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecqa.interfaces.web.filtering import kind_words
from ecqa.interfaces.web.markup import host, icon, is_web_address, permalink, straight
from ecqa.interfaces.web.public import Public, public_of
from ecqa.messages import Messages

FILES = {"colours.css": "text/css", "pages.css": "text/css", "pages.js": "text/javascript", "icon.svg": "image/svg+xml"}

router = APIRouter(include_in_schema=False)


def page(request: Request, template: str, values: Mapping[str, object], *, status: int = 200) -> HTMLResponse:
    """A public page.

    Args:
        request: Which language is read from it.
        template: Name in `templates/`, without its ending.
        values: What the template names.
        status: Of the answer.
    """
    messages = words_for(request)
    known = {
        "t": lambda key, **names: messages.text(f"web.{key}", **names),
        "kind": lambda name: kind_words(name, messages),
        "lang": "zh-CN" if messages.lang == "zh" else messages.lang,
        "path": request.url.path,
    }
    html = _environment().get_template(f"{template}.html.jinja").render({**known, **values})
    return HTMLResponse(html, status, headers={"cache-control": "no-store", "vary": "Accept-Language"})


def words_for(request: Request) -> Messages:
    """The words in the language that a browser asks for."""
    public: Public = public_of(request)
    return public.messages_for(request.headers.get("accept-language", ""))


@router.get("/pages/{name}", response_class=Response)
def static_file(name: str) -> Response:
    """A style sheet, script or drawing of the pages."""
    if name not in FILES:
        return Response(status_code=404)
    text = resources.files("ecqa.interfaces.web").joinpath("static", name).read_text("utf-8")
    return Response(text, media_type=f"{FILES[name]}; charset=utf-8", headers={"cache-control": "no-cache"})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ecqa.interfaces.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_straight,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"host": host}
    environment.tests |= {"web_address": is_web_address}
    environment.globals |= {"icon": lambda name: Markup(icon(name)), "permalink": permalink}  # noqa: S704  (a drawing of our own)
    return environment


def _straight(value: object) -> object:
    """A value as a page shows it; only what is not markup of our own is touched."""
    return straight(value) if isinstance(value, str) and not isinstance(value, Markup) else value
