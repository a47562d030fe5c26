"""One document that waits: how it was split, what the parser warns of, what is corrected by hand; published or discarded on an editor's word alone."""

from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ecqa.corpus.files import decode
from ecqa.errors import EcqaError
from ecqa.interfaces.web.desk.access import Form, Here, Someone, go, text
from ecqa.interfaces.web.desk.correcting import A_PAGE, Card, card, changes, part_of, typed_in
from ecqa.interfaces.web.desk.document import address
from ecqa.interfaces.web.desk.documents import problem_of, state_of
from ecqa.interfaces.web.desk.rendering import messages_of, page
from ecqa.interfaces.web.desk.services import Desk
from ecqa.interfaces.web.desk.uploading import moved, token
from ecqa.library import Draft, Preview, given, inside
from ecqa.schema import Article
from ecqa.storage import Session

router = APIRouter()

WITH_LINES = (".txt",)
"""Endings of files whose articles are counted in lines; others have pages, paragraphs or a line of their own."""


@router.get("/drafts/{draft_id}")
def show(request: Request, desk: Here, session: Someone, draft_id: str, part: int = 1) -> Response:
    """How a draft stands, and what publishing it would do; of one that was published the document."""
    file = desk.uploading.published(draft_id)
    if file is not None:
        return go(address(file), "published")
    return _page(request, desk, session, _draft(desk, draft_id), part=part)


@router.get("/drafts/{draft_id}/progress")
def progress(desk: Here, session: Someone, draft_id: str) -> dict[str, Any]:
    """Whether what was under way is over."""
    return {"over": desk.uploading.under_way(draft_id) is None}


@router.post("/drafts/{draft_id}/correct")
def correct(request: Request, desk: Here, session: Someone, form: Form, draft_id: str) -> Response:
    """Keeps what is corrected of one article; nothing is published by it."""
    draft = _idle(desk, draft_id)
    content = desk.uploading.drafts.content(draft)
    place = text(form, "place", 9)
    if content is None or not place.isascii() or not place.isdigit() or int(place) >= len(content.found):
        raise HTTPException(404)
    at = int(place)
    try:
        changed = changes(form, content.found[at].article)
    except EcqaError as problem:
        refused = (at, typed_in(form), messages_of(request).error(problem))
        return _page(request, desk, session, draft, part=at // A_PAGE + 1, refused=refused)
    known = {**draft.corrections.get(place, {}), **changed}
    desk.uploading.drafts.save(replace(draft, corrections={**draft.corrections, place: known}, problem="", values={}))
    return RedirectResponse(f"/desk/drafts/{draft.id}?part={at // A_PAGE + 1}&done=corrected#article-{at + 1}", 303)


@router.post("/drafts/{draft_id}/move")
def move(request: Request, desk: Here, session: Someone, form: Form, draft_id: str) -> Response:
    """Gives a draft another name or folder, and has it read anew: ids come from the name."""
    draft = _idle(desk, draft_id)
    suffix = PurePosixPath(draft.name).suffix
    try:
        name = given(f"{text(form, 'name', 120)}{suffix}", b"").name
        folder = text(form, "folder", 200)
        inside(folder, name)
    except EcqaError as problem:
        return _page(request, desk, session, draft, wrong=messages_of(request).error(problem))
    desk.uploading.drafts.put_content(draft, None)
    desk.uploading.read(desk.uploading.drafts.save(moved(draft, name, folder)))
    return go(f"/desk/drafts/{draft.id}")


@router.post("/drafts/{draft_id}/publish")
def publish(desk: Here, session: Someone, form: Form, draft_id: str) -> Response:
    """Publishes what the form's page showed."""
    desk.uploading.publish(_idle(desk, draft_id), session.name, text(form, "seen"))
    return go(f"/desk/drafts/{draft_id}")


@router.post("/drafts/{draft_id}/drop")
def drop(desk: Here, session: Someone, form: Form, draft_id: str) -> Response:
    """Discards a draft."""
    draft = _idle(desk, draft_id)
    desk.uploading.drafts.drop(draft.id)
    desk.storage.audit.note(session.name, "document-drop", inside(draft.folder, draft.name))
    return go("/desk/documents", "dropped")


def _draft(desk: Desk, draft_id: str) -> Draft:
    draft = desk.uploading.drafts.get(draft_id)
    if draft is None:
        raise HTTPException(404)
    return draft


def _idle(desk: Desk, draft_id: str) -> Draft:
    """A draft that nothing is being done with; else the browser is sent to its page, which says what is."""
    draft = _draft(desk, draft_id)
    if desk.uploading.under_way(draft_id) is not None:
        raise HTTPException(303, headers={"Location": f"/desk/drafts/{draft_id}"})
    return draft


def _page(
    request: Request,
    desk: Desk,
    session: Session,
    draft: Draft,
    *,
    part: int = 1,
    refused: tuple[int, dict[str, str], str] | None = None,
    wrong: str = "",
) -> HTMLResponse:
    """The page of a draft.

    Args:
        request: The request.
        desk: The parts behind the desk.
        session: Whose page it is.
        draft: The draft.
        part: Which page of its articles, from 1.
        refused: Place of an article with what was typed of it, and why that was not taken.
        wrong: Why a name or folder was not taken.
    """
    messages = messages_of(request)
    state, _ = state_of(desk, draft, messages)
    problem, shown, content = problem_of(draft, messages), None, desk.uploading.drafts.content(draft)
    try:
        shown = desk.uploading.preview(draft) if state in ("ready", "problem") else None
    except EcqaError as met:
        problem, state = messages.error(met), "problem"
    cards, part, parts = _cards(desk, draft, shown, part, refused)
    notices = [] if content is None else content.notices
    values = {
        "draft": draft,
        "state": state,
        "problem": problem,
        "wrong": wrong,
        "shown": shown,
        "seen": token(draft, shown) if shown else "",
        "cards": cards,
        "part": part,
        "parts": parts,
        "undated": sum(article.date is None for article in shown.articles) if shown else 0,
        "notices": [(notice, messages.text(f"notice.{notice.key}", excerpt=notice.excerpt)) for notice in notices],
    }
    return page(request, "draft", session, values, status=422 if refused or wrong else 200)


def _cards(
    desk: Desk, draft: Draft, shown: Preview | None, part: int, refused: tuple[int, dict[str, str], str] | None
) -> tuple[list[Card], int, int]:
    """The articles of one page, which page that is, and how many there are."""
    if shown is None:
        return [], 1, 1
    part, parts = part_of(len(shown.articles), part)
    lines = _lines(desk, draft, shown.read)
    cards = []
    for at in range((part - 1) * A_PAGE, min(part * A_PAGE, len(shown.articles))):
        article = shown.articles[at]
        typed, problem = refused[1:] if refused and refused[0] == at else (None, "")
        reprints = shown.reprints.get(article.id, ())
        cards.append(card(at + 1, article, shown.read[at], line=lines.get(at), reprints=reprints, typed=typed, problem=problem))
    return cards, part, parts


def _lines(desk: Desk, draft: Draft, articles: tuple[Article, ...]) -> dict[int, int]:
    """The line on which each article begins, by its place, where the file has lines."""
    if PurePosixPath(draft.name).suffix not in WITH_LINES:
        return {}
    whole = decode(desk.uploading.drafts.path(draft).read_bytes(), draft.name)
    return {place: whole.count("\n", 0, article.start) + 1 for place, article in enumerate(articles)}
