"""The address of a citation in, the page of its article out: the version that was cited, with the span marked, for as long as the index has it.

`/a/<article>?r=<revision>&s=<start>&e=<end>`; without a revision it is the version in the index now, without a span the reader.
"""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from ecqa.interfaces.web.evidence_markup import facts, marked_text, note
from ecqa.interfaces.web.markup import permalink
from ecqa.interfaces.web.public import Here
from ecqa.interfaces.web.rendering import page, words_for
from ecqa.schema import Article

LONGEST_ID = 200

router = APIRouter(include_in_schema=False)


@router.get("/a/{article_id:path}")
def article(request: Request, article_id: str, public: Here, *, r: str = "", s: str = "", e: str = "") -> HTMLResponse:
    """The article; whatever stands in the address, nothing but articles and their versions is looked up."""
    now = public.assistant.article(article_id) if len(article_id) <= LONGEST_ID else None
    shown = public.version(article_id, r) if r and len(article_id) <= LONGEST_ID else now
    if shown is None:
        return page(request, "missing", {"now": now, "link": _link(now) if now else ""}, status=404)
    span = _span(shown, s, e)
    messages, today = words_for(request), datetime.now(UTC).astimezone().date().isoformat()
    values = {
        "article": shown,
        "facts": Markup(facts(shown, today, messages)),  # noqa: S704  (escaped where it is made)
        "note": Markup(note(shown, messages)),  # noqa: S704
        "text": Markup(marked_text(shown, *span, heading="h2").replace("<mark>", '<mark id="mark">', 1)),  # noqa: S704
        "marked": span[1] > span[0],
        "lost": bool(s or e) and span == (0, 0),
        "older": now is None or now.revision != shown.revision,
        "now": now,
        "link": _link(now) if now else "",
    }
    return page(request, "article", values)


def _span(article: Article, start: str, end: str) -> tuple[int, int]:
    """The span that an address names; empty where it names none within the text."""
    if not all(value.isascii() and value.isdigit() and len(value) < 9 for value in (start, end)):
        return 0, 0
    first, last = int(start), int(end)
    return (first, last) if first < last <= len(article.text) else (0, 0)


def _link(article: Article) -> str:
    return permalink(article.id, article.revision)
