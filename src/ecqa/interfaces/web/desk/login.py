"""Name and password in, a session's cookie out; without anybody who may log in the desk is off, and its page says how to turn it on."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from starlette.datastructures import FormData

from ecqa.errors import ServiceError
from ecqa.interfaces.web.desk.access import COOKIE, Form, Here, Someone, go, posted, text
from ecqa.interfaces.web.desk.rendering import messages_of, page
from ecqa.interfaces.web.desk.services import Desk
from ecqa.storage.accounts import SESSION

router = APIRouter()


@router.get("/login")
def ask(request: Request, desk: Here) -> HTMLResponse:
    """The login, or how to turn the desk on."""
    if not desk.storage.accounts.names():
        return page(request, "off", None, status=403)
    return page(request, "login", None, {"problem": "", "name": ""})


@router.post("/login")
def log_in(request: Request, desk: Here, form: Annotated[FormData, Depends(posted)]) -> Response:
    """A session for the right name and password; who is locked, or wrong, is told so."""
    name, given = text(form, "name"), form.get("password", "")
    try:
        token = desk.storage.accounts.log_in(name, given if isinstance(given, str) else "")
    except ServiceError as problem:
        _note(desk, name, "login-locked")
        return page(request, "login", None, {"problem": messages_of(request).error(problem), "name": name}, status=429)
    if token is None:
        _note(desk, name, "login-failed")
        return page(request, "login", None, {"problem": messages_of(request).text("desk.login-wrong"), "name": name}, status=403)
    desk.storage.audit.note(name, "login")
    answer = RedirectResponse("/desk/evaluate", 303)
    seconds, secure = int(SESSION.total_seconds()), request.url.scheme == "https"
    answer.set_cookie(COOKIE, token, max_age=seconds, path="/desk", httponly=True, samesite="strict", secure=secure)
    return answer


@router.post("/logout")
def log_out(request: Request, desk: Here, session: Someone, form: Form) -> Response:
    """Ends the session."""
    desk.storage.accounts.log_out(request.cookies.get(COOKIE, ""))
    desk.storage.audit.note(session.name, "logout")
    answer = go("/desk/login")
    answer.delete_cookie(COOKIE, path="/desk")
    return answer


def _note(desk: Desk, name: str, act: str) -> None:
    """Writes a failure down by name, unless nobody has it: people type a password in the wrong field."""
    desk.storage.audit.note(name if name in desk.storage.accounts.names() else "?", act)
