"""A request in, whose session it belongs to out, or the way to the login; what a form sends is believed only with the session's own secret."""

import secrets
from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData
from starlette.formparsers import MultiPartException, MultiPartParser

from ecqa.corpus.files import SIZE_LIMITS
from ecqa.interfaces.web.desk.services import Desk
from ecqa.storage import Session

COOKIE = "ecqa_desk"
BODY = max(SIZE_LIMITS.values()) + 1_000_000
"""Bytes of a request with files: the largest file of any format, and the form round it."""
FILES, FIELDS = 20, 10
"""Of such a request."""
FROM_HERE = ("same-origin", "none", None)
"""What a browser says of a request that a page of this server, or its user, started; old ones say nothing."""


def desk_of(request: Request) -> Desk:
    """What the desk works with."""
    desk: Desk = request.app.state.desk
    return desk


def signed_in(request: Request) -> Session:
    """The session of a request; without one the browser is sent to the login."""
    session = desk_of(request).storage.accounts.session(request.cookies.get(COOKIE, ""))
    if session is None:
        raise HTTPException(303, headers={"Location": "/desk/login"})
    return session


async def posted(request: Request) -> FormData:
    """What a form sent from a page of this server."""
    if request.headers.get("sec-fetch-site") not in FROM_HERE:
        raise HTTPException(403)
    return await request.form(max_files=0, max_fields=2000)


async def with_files(request: Request, session: Annotated[Session, Depends(signed_in)]) -> AsyncIterator[FormData]:
    """What a form of this session's own sent, files too; those lie on the disk until the answer is made."""
    if request.headers.get("sec-fetch-site") not in FROM_HERE:
        raise HTTPException(403)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise HTTPException(415)
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > BODY:
        raise HTTPException(413)
    try:
        form = await MultiPartParser(request.headers, _counted(request), max_files=FILES, max_fields=FIELDS).parse()
    except MultiPartException as problem:
        raise HTTPException(422) from problem
    try:
        yield checked(session, form)
    finally:
        await form.close()


async def _counted(request: Request) -> AsyncGenerator[bytes, None]:
    """The body of a request, as long as it is no larger than may be; some say nothing of its size."""
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY:
            raise HTTPException(413)
        yield chunk


def checked(session: Annotated[Session, Depends(signed_in)], form: Annotated[FormData, Depends(posted)]) -> FormData:
    """What a form of this session's own sent."""
    if not secrets.compare_digest(text(form, "csrf").encode(), session.csrf.encode()):
        raise HTTPException(403)
    return form


def text(form: FormData, name: str, limit: int = 10_000) -> str:
    """One field as text without blanks around it; empty where it is none.

    Args:
        form: What was sent.
        name: Of the field.
        limit: Characters that are read.
    """
    value = form.get(name, "")
    return value.strip()[:limit] if isinstance(value, str) else ""


def numbers(form: FormData, name: str) -> list[int]:
    """The whole numbers among a field's values."""
    values = [value for value in form.getlist(name) if isinstance(value, str)]
    return [int(value) for value in values if value.isascii() and value.isdigit() and len(value) < 10]


def go(path: str, done: str = "") -> RedirectResponse:
    """The answer to a form that was taken: the page to show next, which says what was done.

    Args:
        path: Of a page of the desk.
        done: Key under `[desk]`, without `done-`.
    """
    return RedirectResponse(f"{path}{'&' if '?' in path else '?'}done={done}" if done else path, 303)


Here = Annotated[Desk, Depends(desk_of)]
Someone = Annotated[Session, Depends(signed_in)]
Form = Annotated[FormData, Depends(checked)]
