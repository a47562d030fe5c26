"""Scoring by hand: sheets of answers in an order of each rater's own, four scales by keyboard, and how far raters agree.

A sheet is blind: it shows neither the system and its configuration, nor what was judged automatically, nor what others gave.
"""

import random
from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.evaluation.folder import to_csv
from ecqa.interfaces.web.desk.access import Form, Here, Someone, go, text
from ecqa.interfaces.web.desk.rendering import download, page
from ecqa.interfaces.web.desk.results import SCALES, results
from ecqa.interfaces.web.desk.services import Desk
from ecqa.storage import Row, Sheet

router = APIRouter()

TITLE = 80
MOST = 1000
"""Answers of one sheet."""
VALUES = range(1, 6)
NONE = "none"
"""What a rater chooses where a scale does not apply."""


@router.get("/scoring")
def overview(request: Request, desk: Here, session: Someone) -> HTMLResponse:
    """The sheets, and how much of each the reader has scored."""
    sheets = [(sheet, len(_scored(desk, sheet, session.name))) for sheet in desk.storage.ratings.sheets()]
    runs = [run for run in desk.storage.runs.all() if run.done]
    return page(request, "scoring", session, {"sheets": sheets, "runs": runs})


@router.post("/sheets")
def make(desk: Here, session: Someone, form: Form) -> Response:
    """A sheet of some answers of a run, drawn at random."""
    rows, wanted = desk.storage.runs.rows(text(form, "run")), text(form, "number")
    if not rows or not (wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= MOST):
        raise HTTPException(422)
    drawn = random.SystemRandom().sample([row.question_id for row in rows], min(int(wanted), len(rows)))
    sheet = desk.storage.ratings.make_sheet(text(form, "run"), text(form, "title", TITLE) or session.name, drawn, session.name)
    desk.storage.audit.note(session.name, "sheet-make", sheet.title)
    return go(f"/desk/sheets/{sheet.id}")


@router.get("/sheets/{sheet_id}")
def score(request: Request, desk: Here, session: Someone, sheet_id: str, at: int = 0) -> Response:
    """One answer to score: the one at a place, else the first that is not scored; the results when all are."""
    sheet = _sheet(desk, sheet_id)
    order, scored = order_of(sheet, session.name), _scored(desk, sheet, session.name)
    if not at:
        at = next((place for place, question in enumerate(order, 1) if question not in scored), 0)
        if not at:
            return go(f"/desk/sheets/{sheet.id}/results", "sheet")
    if not 1 <= at <= len(order):
        raise HTTPException(404)
    row = _row(desk, sheet, order[at - 1])
    mine = {
        one.scale: one.value
        for one in desk.storage.ratings.all(sheet.id)
        if (one.rater, one.question_id) == (session.name, row.question_id)
    }
    values = {"sheet": sheet, "row": row, "at": at, "total": len(order), "scored": len(scored), "mine": mine}
    return page(request, "sheet", session, values | {"scales": SCALES, "values": VALUES, "absent": NONE})


@router.post("/sheets/{sheet_id}")
def rate(desk: Here, session: Someone, form: Form, sheet_id: str) -> Response:
    """Keeps the scores of one answer; then comes the next."""
    sheet, question = _sheet(desk, sheet_id), text(form, "question")
    if question not in sheet.questions:
        raise HTTPException(422)
    given: dict[str, int | None] = {}
    for scale in SCALES:
        value = text(form, scale)
        if value != NONE and value not in map(str, VALUES):
            raise HTTPException(422)
        given[scale] = None if value == NONE else int(value)
    desk.storage.ratings.rate(sheet.id, question, session.name, given)
    order = order_of(sheet, session.name)
    after = order.index(question) + 2
    return go(f"/desk/sheets/{sheet.id}" + (f"?at={after}" if after <= len(order) else ""))


@router.get("/sheets/{sheet_id}/results")
def show(request: Request, desk: Here, session: Someone, sheet_id: str, *, anyway: bool = False) -> HTMLResponse:
    """How far raters agree; one who has scores to give is asked first whether he wants to see it."""
    sheet = _sheet(desk, sheet_id)
    left = len(sheet.questions) - len(_scored(desk, sheet, session.name))
    shown = anyway or left in (0, len(sheet.questions))
    found = results(desk.storage.runs.rows(sheet.run_id), sheet, desk.storage.ratings.all(sheet.id)) if shown else None
    return page(request, "results", session, {"sheet": sheet, "left": left, "results": found, "run": desk.storage.runs.get(sheet.run_id)})


@router.get("/sheets/{sheet_id}/scores.csv")
def export(desk: Here, session: Someone, sheet_id: str) -> Response:
    """All scores of a sheet as a table."""
    rows = [[one.question_id, one.rater, one.scale, one.value] for one in desk.storage.ratings.all(_sheet(desk, sheet_id).id)]
    return download(to_csv(["question", "rater", "scale", "value"], rows), "scores.csv")


@router.post("/sheets/{sheet_id}/delete")
def delete(desk: Here, session: Someone, form: Form, sheet_id: str) -> Response:
    """Takes a sheet away, with its scores."""
    sheet = _sheet(desk, sheet_id)
    desk.storage.ratings.delete_sheet(sheet.id)
    desk.storage.audit.note(session.name, "sheet-delete", sheet.title)
    return go("/desk/scoring", "deleted")


def order_of(sheet: Sheet, rater: str) -> list[str]:
    """The sheet's questions in the rater's own order, the same each time."""
    return random.Random(f"{sheet.id} {rater}").sample(sheet.questions, len(sheet.questions))  # noqa: S311  (an order, no secret)


def _sheet(desk: Desk, sheet_id: str) -> Sheet:
    sheet = desk.storage.ratings.sheet(sheet_id)
    if sheet is None:
        raise HTTPException(404)
    return sheet


def _scored(desk: Desk, sheet: Sheet, rater: str) -> set[str]:
    return {one.question_id for one in desk.storage.ratings.all(sheet.id) if one.rater == rater}


def _row(desk: Desk, sheet: Sheet, question: str) -> Any:
    row: Row | None = next((one for one in desk.storage.runs.rows(sheet.run_id) if one.question_id == question), None)
    if row is None:
        raise HTTPException(404)
    return row
