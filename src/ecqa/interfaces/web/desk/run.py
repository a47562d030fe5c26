"""One run of evaluation: progress, metrics with intervals, groups, every question; files to take away."""

from typing import Any

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from ecqa.evaluation.folder import to_csv
from ecqa.interfaces.web.desk.access import Form, Here, Someone, go, text
from ecqa.interfaces.web.desk.evaluate import TITLE
from ecqa.interfaces.web.desk.figures import ALL, view
from ecqa.interfaces.web.desk.rendering import download, page
from ecqa.interfaces.web.desk.services import Desk
from ecqa.storage import StoredRun

router = APIRouter()

REPORT_POLICY = "sandbox allow-scripts allow-downloads; object-src 'none'; frame-ancestors 'self'"
"""The report brings its own policy in its head; here it also loses this server's name, so that nothing in it could act for its reader."""
FILES = ("metrics.csv", "questions.csv", "answers.jsonl", "judgements.jsonl", "run.trec", "qrels.trec", "run.json", "latency.json")


@router.get("/runs/{run_id}")
def show(request: Request, desk: Here, session: Someone, run_id: str, split: str = ALL) -> HTMLResponse:
    """A run as far as it is."""
    run = _run(desk, run_id)
    rows = desk.storage.runs.rows(run_id)
    finished = (desk.evaluations.folder(run_id) / "report.html").is_file()
    files = [name for name in FILES if (desk.evaluations.folder(run_id) / name).is_file()]
    return page(request, "run", session, {"run": run, "view": view(rows, split), "finished": finished, "files": files})


@router.get("/runs/{run_id}/progress")
def progress(desk: Here, session: Someone, run_id: str) -> dict[str, Any]:
    """How far a run is."""
    run = _run(desk, run_id)
    return {"state": run.state, "done": run.done, "total": run.total, "over": run.state not in ("waiting", "running")}


@router.get("/runs/{run_id}/report")
def report(desk: Here, session: Someone, run_id: str, *, keep: bool = False) -> Response:
    """The page that `ecqa evaluate` writes, to read or to keep."""
    path = desk.evaluations.folder(_run(desk, run_id).id) / "report.html"
    if not path.is_file():
        raise HTTPException(404)
    html = path.read_text("utf-8")
    if keep:
        return download(html, f"report-{run_id[:8]}.html", "text/html")
    return HTMLResponse(html, headers={"content-security-policy": REPORT_POLICY})


@router.get("/runs/{run_id}/files/{name}")
def file(desk: Here, session: Someone, run_id: str, name: str) -> Response:
    """One of a finished run's files."""
    path = desk.evaluations.folder(_run(desk, run_id).id) / name
    if name not in FILES or not path.is_file():
        raise HTTPException(404)
    return download(path.read_text("utf-8"), name, "text/csv" if name.endswith(".csv") else "text/plain")


@router.get("/runs/{run_id}/questions.csv")
def questions(desk: Here, session: Someone, run_id: str) -> Response:
    """The questions answered so far as a table, also of a run that was interrupted."""
    rows = desk.storage.runs.rows(_run(desk, run_id).id)
    names = list(rows[0].judgement["tallies"]) if rows else []
    head = ["id", "split", "type", "persona", "answerable", "question", "gold_answer"]
    table = [
        [
            *(row.judgement[name] for name in head),
            row.answer["status"],
            row.judgement["verdict"],
            row.answer["text"],
            "\n".join(item["quote"] for item in row.answer["citations"]),
            "\n".join(item["quote"] for item in row.judgement["evidence"]),
            row.judgement["milliseconds"],
            *(_ratio(*row.judgement["tallies"][name]) for name in names),
        ]
        for row in rows
    ]
    return download(
        to_csv([*head, "status", "verdict", "text", "cited", "gold_evidence", "milliseconds", *names], table), f"run-{run_id[:8]}.csv"
    )


@router.post("/runs/{run_id}/stop")
def stop(desk: Here, session: Someone, form: Form, run_id: str) -> Response:
    """Asks the run to stop after its present question."""
    run = _run(desk, run_id)
    desk.storage.runs.cancel(run.id)
    desk.storage.audit.note(session.name, "run-stop", run.title)
    return go(f"/desk/runs/{run.id}", "stop")


@router.post("/runs/{run_id}/rename")
def rename(desk: Here, session: Someone, form: Form, run_id: str) -> Response:
    """Gives the run another title."""
    run = _run(desk, run_id)
    desk.storage.runs.rename(run.id, text(form, "title", TITLE) or run.title)
    return go(f"/desk/runs/{run.id}", "saved")


@router.post("/runs/{run_id}/delete")
def delete(desk: Here, session: Someone, form: Form, run_id: str) -> Response:
    """Takes the run away, with its sheets; its files stay on the server's disk."""
    run = _run(desk, run_id)
    if run.state in ("waiting", "running"):
        raise HTTPException(409)
    desk.storage.runs.delete(run.id)
    desk.storage.audit.note(session.name, "run-delete", run.title)
    return go("/desk/evaluate", "deleted")


def _run(desk: Desk, run_id: str) -> StoredRun:
    run = desk.storage.runs.get(run_id)
    if run is None:
        raise HTTPException(404)
    return run


def _ratio(part: float, whole: float) -> float | None:
    return part / whole if whole else None
