"""Questions that were not answered: grouped by similarity, counted over time, marked as answered, made gold questions, exported."""

from collections import Counter
from datetime import date, timedelta
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.errors import EcqaError
from ecqa.evaluation.folder import to_csv
from ecqa.evaluation.gold_form import PERSONAS, TYPES, UNANSWERABLE, Finding
from ecqa.interfaces.web.desk.access import Form, Here, Someone, go, numbers, text
from ecqa.interfaces.web.desk.plots import every_day, stacked
from ecqa.interfaces.web.desk.rendering import download, messages_of, page
from ecqa.interfaces.web.desk.services import Desk
from ecqa.storage import Gap
from ecqa.storage.gaps import Origin
from ecqa.text.grouping import groups

router = APIRouter()

ORIGINS: tuple[Origin, ...] = ("refused", "down", "left")
STATES = ("open", "answered")
DAYS = 30
"""Days that the plot shows."""
NOTE = 500
"""Characters of an editor's note."""


@router.get("/gaps")
def overview(request: Request, desk: Here, session: Someone, state: str = "open", origin: str = "") -> HTMLResponse:
    """The questions of one state, similar ones together, the largest groups first."""
    found = _chosen(desk, state, origin)
    grouped = [[found[place] for place in group] for group in groups([gap.question for gap in found])]
    today = date.today()
    days = every_day((today - timedelta(days=DAYS - 1)).isoformat(), today.isoformat())
    counts = Counter((gap.day, gap.origin) for gap in desk.storage.gaps.all(None))
    plot = stacked([(day, {kind: counts[day, kind] for kind in ORIGINS}) for day in days])
    chosen = {"state": state if state in STATES else "open", "origin": origin if origin in ORIGINS else ""}
    return page(request, "gaps", session, {"groups": grouped, "plot": plot, "origins": ORIGINS, "states": STATES, **chosen})


@router.get("/gaps.csv")
def export(desk: Here, session: Someone, state: str = "", origin: str = "") -> Response:
    """The questions as a table."""
    rows = [
        [gap.id, gap.day, gap.origin, gap.question, gap.detail, gap.state, gap.resolved_by, gap.note]
        for gap in _chosen(desk, state, origin)
    ]
    return download(to_csv(["id", "day", "origin", "question", "detail", "state", "resolved_by", "note"], rows), "questions.csv")


@router.get("/gaps/days.csv")
def counts(desk: Here, session: Someone) -> Response:
    """The plot's numbers, of all days."""
    found = Counter((gap.day, gap.origin) for gap in desk.storage.gaps.all(None))
    days = sorted({day for day, _ in found})
    return download(to_csv(["day", *ORIGINS], [[day, *(found[day, kind] for kind in ORIGINS)] for day in days]), "unanswered-by-day.csv")


@router.post("/gaps/resolve")
def resolve(desk: Here, session: Someone, form: Form) -> Response:
    """Marks the chosen questions as answered."""
    done = desk.storage.gaps.resolve(numbers(form, "id"), session.name, text(form, "note", NOTE))
    desk.storage.audit.note(session.name, "gaps-resolve", str(done))
    return go("/desk/gaps", "resolved")


@router.post("/gaps/reopen")
def reopen(desk: Here, session: Someone, form: Form) -> Response:
    """Takes that back."""
    done = desk.storage.gaps.reopen(numbers(form, "id"))
    desk.storage.audit.note(session.name, "gaps-reopen", str(done))
    return go("/desk/gaps", "reopened")


@router.get("/gaps/{gap_id}/gold")
def draft(request: Request, desk: Here, session: Someone, gap_id: int) -> HTMLResponse:
    """A form that makes a gold question of one that was not answered."""
    gap = _gap(desk, gap_id)
    typed = {"set": "gaps", "question": gap.question, "type": "unanswerable", "persona": "merchant"}
    return page(request, "gold", session, _form(desk, gap, typed | {"answer": "", "key_points": "", "article": "", "quote": ""}))


@router.post("/gaps/{gap_id}/gold")
def add(request: Request, desk: Here, session: Someone, form: Form, gap_id: int) -> Response:
    """Adds the gold question where nothing is wrong with it; else the form again, with what is."""
    gap = _gap(desk, gap_id)
    typed = {name: text(form, name) for name in ("set", "question", "type", "persona", "answer", "key_points", "article", "quote")}
    try:
        findings = desk.gold.add(typed["set"], _gold(typed), desk.articles())
    except EcqaError as problem:
        values = _form(desk, gap, typed) | {"problem": messages_of(request).error(problem)}
        return page(request, "gold", session, values, status=422)
    if any(finding.level == "error" for finding in findings):
        return page(request, "gold", session, _form(desk, gap, typed) | {"findings": _said(request, findings)}, status=422)
    desk.storage.audit.note(session.name, "gold-add", typed["set"])
    return go("/desk/gaps", "gold")


def _gold(typed: dict[str, str]) -> dict[str, Any]:
    """The fields of a gold line; key points stand a line each, their wordings parted by a stroke."""
    points = [[wording.strip() for wording in line.split("/") if wording.strip()] for line in typed["key_points"].splitlines()]
    return {
        "question": typed["question"],
        "persona": typed["persona"],
        "type": typed["type"],
        "history": [],
        "answerable": typed["type"] not in UNANSWERABLE,
        "answer": typed["answer"],
        "key_points": [point for point in points if point],
        "evidence": [{"article": typed["article"], "quote": typed["quote"]}] if typed["quote"] else [],
    }


def _form(desk: Desk, gap: Gap, typed: dict[str, str]) -> dict[str, Any]:
    kinds = sorted(TYPES - {"followup"})
    known = {"types": kinds, "personas": sorted(PERSONAS), "sets": desk.gold.own_names(), "titles": [one.title for one in desk.articles()]}
    return {"gap": gap, "typed": typed, "problem": "", "findings": [], **known}


def _said(request: Request, findings: list[Finding]) -> list[str]:
    messages = messages_of(request)
    return [messages.text(f"gold.{finding.key}", **finding.values) for finding in findings]


def _chosen(desk: Desk, state: str, origin: str) -> list[Gap]:
    found = desk.storage.gaps.all("answered" if state == "answered" else "open" if state == "open" else None)
    return [gap for gap in found if origin not in ORIGINS or gap.origin == origin]


def _gap(desk: Desk, gap_id: int) -> Gap:
    gap = next((one for one in desk.storage.gaps.all(None) if one.id == gap_id), None)
    if gap is None:
        raise HTTPException(404)
    return gap
