"""Two runs side by side: paired differences with intervals, McNemar's test, and what got better or worse."""

from dataclasses import dataclass

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse

from ecqa.evaluation.compare import Comparison, compare_records
from ecqa.evaluation.folder import Record, read_records
from ecqa.evaluation.report.page import SCALES
from ecqa.interfaces.web.desk.access import Here, Someone
from ecqa.interfaces.web.desk.figures import records_of
from ecqa.interfaces.web.desk.rendering import page
from ecqa.interfaces.web.desk.services import Desk

router = APIRouter()

BASELINE = "baseline"
"""Stands for the run that is committed with the project."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A run that can be compared."""

    id: str
    title: str
    """Empty for the baseline, which the page names."""
    started: str


@router.get("/compare")
def compare(request: Request, desk: Here, session: Someone, *, first: str = "", second: str = "", split: str = "") -> HTMLResponse:
    """The choice of two runs and, where both are chosen, what changed."""
    choices = _choices(desk)
    chosen = {"first": first, "second": second, "split": split}
    found = splits = None
    if first and second:
        left, right = _records(desk, first), _records(desk, second)
        splits = sorted({record.split for record in left} - {""})
        found = compare_records(left, right, split)
    values = {"choices": choices, "chosen": chosen, "comparison": found, "splits": splits or [], "reach": _reach(found)}
    return page(request, "compare", session, values | {"names": {choice.id: choice for choice in choices}})


def _choices(desk: Desk) -> list[Choice]:
    runs = [
        Choice(run.id, run.title, run.started_at.astimezone().strftime("%Y-%m-%d %H:%M")) for run in desk.storage.runs.all() if run.done
    ]
    return [*runs, Choice(BASELINE, "", "")] if (desk.baseline / "judgements.jsonl").is_file() else runs


def _records(desk: Desk, name: str) -> list[Record]:
    if name == BASELINE:
        return read_records(desk.baseline)
    if desk.storage.runs.get(name) is None:
        raise HTTPException(404)
    return records_of(desk.storage.runs.rows(name))


def _reach(comparison: Comparison | None) -> int:
    """Percentage points that the plot reaches to either side."""
    ends = [abs(end) for one in (comparison.differences if comparison else ()) for end in (one.low, one.high)]
    return next(end for end in SCALES if end >= min(100, 100 * max(ends, default=0)))
