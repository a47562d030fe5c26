"""The page that starts runs of evaluation and lists them, with how far each is."""

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.interfaces.web.desk.access import Form, Here, Someone, go, text
from ecqa.interfaces.web.desk.rendering import page

router = APIRouter()

TITLE = 80
"""Characters of a run's title."""


@router.get("/evaluate")
def overview(request: Request, desk: Here, session: Someone) -> HTMLResponse:
    """What can be run, and what was."""
    return page(
        request,
        "evaluate",
        session,
        {"gold": desk.gold.all(), "configurations": desk.evaluations.configurations.names(), "runs": desk.storage.runs.all()},
    )


@router.post("/runs")
def start(desk: Here, session: Someone, form: Form) -> Response:
    """A new run; what it is made of must be in the lists."""
    name, _, split = text(form, "gold").partition(" ")
    gold, configuration = desk.gold.get(name), text(form, "configuration")
    if gold is None or configuration not in desk.evaluations.configurations.names() or split not in ("", *gold.splits):
        raise HTTPException(422)
    run = desk.evaluations.start(text(form, "title", TITLE), gold.name, [split] if split else [], configuration, session.name)
    desk.storage.audit.note(session.name, "run-start", run.title)
    return go(f"/desk/runs/{run.id}")
