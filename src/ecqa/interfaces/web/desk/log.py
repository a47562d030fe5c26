"""Who did what at the desk, to which document, and when, by person and kind of act; it can be kept as a table, and not changed."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.evaluation.folder import to_csv
from ecqa.interfaces.web.desk.access import Here, Someone
from ecqa.interfaces.web.desk.rendering import download, page

router = APIRouter()

KINDS = ("document", "rebuild", "run", "sheet", "gap", "gold", "log", "user", "key")
"""Beginnings of the acts' keys that can be chosen."""
A_PAGE = 100
MOST = 100_000
"""Entries of a table."""


@router.get("/log")
def overview(request: Request, desk: Here, session: Someone, *, person: str = "", act: str = "", before: int = 0) -> HTMLResponse:
    """A page of the log, latest first."""
    act, before = act if act in KINDS else "", max(0, min(before, 2**31 - 1))
    found = desk.storage.audit.last(A_PAGE + 1, before=before, person=person, act=act)
    values = {
        "entries": found[:A_PAGE],
        "older": found[A_PAGE - 1].id if len(found) > A_PAGE else 0,
        "newest": before == 0,
        "people": desk.storage.audit.people(),
        "kinds": KINDS,
        "person": person,
        "act": act,
    }
    return page(request, "log", session, values)


@router.get("/log.csv")
def table(desk: Here, session: Someone, person: str = "", act: str = "") -> Response:
    """The whole log, or a person's, or of one kind, as a table."""
    entries = desk.storage.audit.last(MOST, person=person, act=act if act in KINDS else "")
    rows = [[one.id, one.at.isoformat(timespec="seconds"), one.person, one.act, one.subject, one.detail] for one in entries]
    return download(to_csv(["id", "at", "person", "act", "document", "detail"], rows), "log.csv")
