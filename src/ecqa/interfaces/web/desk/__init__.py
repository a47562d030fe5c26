"""The desk of evaluators and editors at `/desk`, behind a login: pages made on the server, with small scripts of our own; no Gradio.

One file a page. `access` knows who may see it, `rendering` makes the HTML, `evaluations`, `rebuilding` and `uploading` work in the background.
"""

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.exception_handlers import http_exception_handler, request_validation_exception_handler
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from starlette.exceptions import HTTPException

from ecqa.interfaces.web.desk import compare, corpus, document, documents, draft, evaluate, gaps, log, login, run, scoring, usage
from ecqa.interfaces.web.desk.access import signed_in
from ecqa.interfaces.web.desk.configurations import Configurations
from ecqa.interfaces.web.desk.evaluations import Evaluations
from ecqa.interfaces.web.desk.gold_sets import GoldSets
from ecqa.interfaces.web.desk.rebuilding import Rebuilding
from ecqa.interfaces.web.desk.rendering import page, static
from ecqa.interfaces.web.desk.services import Desk
from ecqa.interfaces.web.desk.uploading import Uploading

__all__ = ["Configurations", "Desk", "Evaluations", "GoldSets", "Rebuilding", "Uploading", "open_desk"]

FILES = {"desk.css": "text/css", "desk.js": "text/javascript", "documents.css": "text/css", "documents.js": "text/javascript"}


def open_desk(server: FastAPI, desk: Desk) -> None:
    """Puts the desk's pages at `/desk` of a server.

    Args:
        server: Where; it must not have its own pages there.
        desk: What the pages work with.
    """
    server.state.desk = desk
    pages = APIRouter(prefix="/desk", include_in_schema=False)
    for part in (evaluate, run, scoring, compare, gaps, usage, corpus, documents, draft, document, log):
        pages.include_router(part.router, dependencies=[Depends(signed_in)])
    pages.include_router(login.router)
    pages.add_api_route("", lambda: RedirectResponse("/desk/evaluate", 303), response_class=Response)
    pages.add_api_route("/static/{name}", _static, response_class=Response)
    server.include_router(pages)
    server.add_exception_handler(HTTPException, _explain)
    server.add_exception_handler(RequestValidationError, _explain)


async def _explain(request: Request, problem: Exception) -> Response:
    """A page that says what is wrong with an address or a form of the desk; elsewhere what FastAPI says."""
    if not request.url.path.startswith("/desk"):
        if isinstance(problem, RequestValidationError):
            return await request_validation_exception_handler(request, problem)
        assert isinstance(problem, HTTPException)
        return await http_exception_handler(request, problem)
    status = problem.status_code if isinstance(problem, HTTPException) else 404
    if isinstance(problem, HTTPException) and problem.headers and "Location" in problem.headers:
        return RedirectResponse(problem.headers["Location"], status)
    return page(request, "problem", None, {"status": status}, status=status)


def _static(name: str) -> Response:
    """A style sheet or script of the desk's."""
    if name not in FILES:
        return Response(status_code=404)
    return Response(static(name), media_type=f"{FILES[name]}; charset=utf-8", headers={"cache-control": "no-cache"})
