"""The documents of the library, those that wait to be published, and where new ones are handed over; nothing is published here."""

import json
from pathlib import PurePosixPath
from typing import Annotated

from fastapi import APIRouter, Depends, Request, UploadFile
from fastapi.responses import HTMLResponse, Response
from starlette.datastructures import FormData
from starlette.datastructures import UploadFile as Uploaded

from ecqa.corpus.files import SIZE_LIMITS, shown
from ecqa.errors import CorpusError, EcqaError
from ecqa.interfaces.web.desk.access import Here, Someone, go, text, with_files
from ecqa.interfaces.web.desk.rendering import messages_of, page
from ecqa.interfaces.web.desk.services import Desk
from ecqa.library import Draft, given, inside
from ecqa.library.catalogue import Document
from ecqa.messages import Messages
from ecqa.storage import Session

router = APIRouter()


@router.get("/documents")
def overview(request: Request, desk: Here, session: Someone) -> HTMLResponse:
    """What waits, what there is, and a place to drop files."""
    return _page(request, desk, session, [], 200)


@router.post("/documents")
def upload(request: Request, desk: Here, session: Someone, form: Annotated[FormData, Depends(with_files)]) -> Response:
    """Keeps files as drafts and has them read; says of each that is refused why."""
    messages, folder = messages_of(request), text(form, "folder", 200)
    kept: list[Draft] = []
    problems: list[str] = []
    for file in form.getlist("files"):
        if isinstance(file, Uploaded) and file.filename:
            try:
                kept.append(_kept(desk, file, folder, session.name))
            except EcqaError as problem:
                problems.append(messages.error(problem))
    if problems or not kept:
        return _page(request, desk, session, problems or [messages.text("desk.upload-nothing")], 422)
    return go(f"/desk/drafts/{kept[0].id}" if len(kept) == 1 else "/desk/documents")


def _kept(desk: Desk, file: UploadFile | Uploaded, folder: str, by: str) -> Draft:
    name = file.filename or ""
    limit = SIZE_LIMITS.get(PurePosixPath(name).suffix.lower())
    if limit is not None and (file.size or 0) > limit:  # said before it is read into memory
        raise CorpusError("corpus-too-large", path=shown(name)[:80], limit=limit // 1_000_000)
    if limit is not None and not file.size:
        raise CorpusError("upload-empty", name=shown(name)[:80])
    incoming = given(name, file.file.read() if limit is not None else b"")
    place = inside(folder, incoming.name)
    draft = desk.uploading.drafts.keep(incoming, folder, by)
    desk.storage.audit.note(by, "document-upload", place)
    desk.uploading.read(draft)
    return draft


def _page(request: Request, desk: Desk, session: Session, problems: list[str], status: int) -> HTMLResponse:
    messages = messages_of(request)
    try:
        documents = desk.uploading.library(session.name).documents()
    except EcqaError as problem:
        documents, problems = [], [*problems, messages.error(problem)]
    values = {
        "problems": problems,
        "drafts": [(draft, state_of(desk, draft, messages)) for draft in desk.uploading.drafts.all()],
        "documents": [(one, _days(one), _haystack(one)) for one in documents],
        "folders": sorted({str(PurePosixPath(one.file).parent) for one in documents} - {"."}),
        "endings": ",".join(SIZE_LIMITS),
        "limits": json.dumps(SIZE_LIMITS),
    }
    return page(request, "documents", session, values, status=status)


def state_of(desk: Desk, draft: Draft, messages: Messages) -> tuple[str, str]:
    """How a draft stands, as a key (reading, publishing, problem, ready), and what is wrong with it in words."""
    work = desk.uploading.under_way(draft.id)
    if work is not None:
        return ("reading" if work == "read" else "publishing"), ""
    if draft.problem:
        return "problem", problem_of(draft, messages)
    return "ready", ""


def problem_of(draft: Draft, messages: Messages) -> str:
    """What is wrong with a draft, in words; empty where nothing is."""
    if not draft.problem:
        return ""
    return messages.error(EcqaError(draft.problem, **draft.values))


def _days(document: Document) -> str:
    """The first and last date of a document's articles."""
    days = sorted(fact.date for fact in document.articles if fact.date)
    return "" if not days else days[0] if days[0] == days[-1] else f"{days[0]} – {days[-1]}"


def _haystack(document: Document) -> str:
    return " ".join((document.file, *(f"{fact.id} {fact.title}" for fact in document.articles))).lower()
