"""What is in the index, what the parser has to say of the corpus, and a rebuild with its progress; it changes no document."""

from collections import Counter
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.errors import EcqaError
from ecqa.interfaces.web.desk.access import Form, Here, Someone, go
from ecqa.interfaces.web.desk.rendering import messages_of, page

router = APIRouter()


@router.get("/corpus")
def overview(request: Request, desk: Here, session: Someone) -> HTMLResponse:
    """All articles of the index in use, the notices of the corpus as it stands, and how the last rebuild went."""
    messages, articles = messages_of(request), list(desk.articles())
    try:
        notices, unreadable = desk.notices(), ""
    except EcqaError as problem:
        notices, unreadable = (), messages.error(problem)
    said = [(notice, messages.text(f"notice.{notice.key}", excerpt=notice.excerpt)) for notice in notices]
    rebuild = desk.rebuilding.state()
    values = {
        "articles": articles,
        "sections": Counter(article.section or "" for article in articles).most_common(),
        "characters": sum(len(article.text) for article in articles),
        "notices": said,
        "unreadable": unreadable,
        "rebuild": rebuild,
        "problem": messages.error(rebuild.problem) if rebuild.problem else messages.text("desk.rebuild-failed") if rebuild.failed else "",
    }
    return page(request, "corpus", session, values)


@router.post("/corpus/rebuild")
def rebuild(desk: Here, session: Someone, form: Form) -> Response:
    """Starts a rebuild, unless one is under way."""
    if desk.rebuilding.start():
        desk.storage.audit.note(session.name, "rebuild")
    return go("/desk/corpus")


@router.get("/corpus/progress")
def progress(desk: Here, session: Someone) -> dict[str, Any]:
    """How far the rebuild is."""
    state = desk.rebuilding.state()
    return {"done": state.done, "total": state.total, "over": not state.running}
