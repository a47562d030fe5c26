"""A template's name and values in, a page of the desk out, in the language the browser asks for; everything in it is escaped."""

import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import resources

from fastapi import Request
from fastapi.responses import HTMLResponse, Response
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from ecqa.evaluation.report.page import metric_key, percent, signed
from ecqa.interfaces.web.desk.access import desk_of
from ecqa.interfaces.web.desk.plots import TEMPLATE_GLOBALS
from ecqa.interfaces.web.markup import is_web_address
from ecqa.messages import LANGUAGES, Messages
from ecqa.storage import Session

PAGES = ("evaluate", "scoring", "compare", "gaps", "usage", "corpus", "documents", "log")
"""The desk's pages in the order of its menu; `[desk] nav-…` names them."""

BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls that turn the writing round; one left open in a question would turn the words of the page that follow it."""

_LANGUAGE = re.compile(r"\s*([A-Za-z]{1,8})")


def page(
    request: Request, template: str, session: Session | None, values: Mapping[str, object] | None = None, *, status: int = 200
) -> HTMLResponse:
    """A page of the desk.

    Args:
        request: Which language, and what was just done, are read from it.
        template: Name in `templates/`, without its ending.
        session: Whose menu it has; None has none.
        values: What the template names.
        status: Of the answer.
    """
    messages = messages_of(request)
    known = {
        "t": lambda key, **names: messages.text(f"desk.{key}", **names),
        "report": lambda key: messages.table("report").get(key, key),
        "kind": lambda name: messages.table("web").get(f"kind-{name.replace('_', '-')}", name),
        "lang": "zh-CN" if messages.lang == "zh" else messages.lang,
        "session": session,
        "menu": PAGES if session else (),
        "done": _done(request, messages),
        "path": request.url.path,
    }
    html = _environment().get_template(f"{template}.html.jinja").render({**known, **(values or {})})
    return HTMLResponse(html, status, headers={"cache-control": "no-store"})


def messages_of(request: Request) -> Messages:
    """The first language that the browser accepts and there is; else the server's own."""
    for part in request.headers.get("accept-language", "").split(","):
        found = _LANGUAGE.match(part)
        if found and found.group(1).lower() in LANGUAGES:
            return Messages(found.group(1).lower())
    return Messages(desk_of(request).lang)


def download(text: str, name: str, kind: str = "text/csv") -> Response:
    """A file to keep.

    Args:
        text: What it holds.
        name: ASCII.
        kind: Its media type.
    """
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "no-store"}
    return Response(text.encode("utf-8"), media_type=f"{kind}; charset=utf-8", headers=headers)


def static(name: str) -> str:
    """The text of a file that ships in `static/`.

    Raises:
        FileNotFoundError: There is none of that name.
    """
    return resources.files(__package__).joinpath("static", name).read_text("utf-8")


def _done(request: Request, messages: Messages) -> str:
    return messages.table("desk").get(f"done-{request.query_params.get('done', '')}", "")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("ecqa.interfaces.web.desk", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_straight,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"percent": percent, "signed": signed, "metric_key": metric_key, "moment": _moment, "instant": _instant}
    environment.tests |= {"web_address": is_web_address}
    environment.globals |= TEMPLATE_GLOBALS
    return environment


def _straight(value: object) -> object:
    """A value as a page shows it; only what is not markup of our own is touched."""
    return BIDIRECTIONAL.sub("", value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _moment(value: datetime | None) -> str:
    """A moment where the server stands, to the minute; a dash for none."""
    return "–" if value is None else value.astimezone().strftime("%Y-%m-%d %H:%M")


def _instant(value: str) -> str:
    """The same for a moment in ISO form, as the history of a document has it."""
    return _moment(datetime.fromisoformat(value))
