"""What went wrong in, a problem document (RFC 9457) in the language the client asks for out; it decides nothing else.

`type` is a URN that ends in the code, `title` says what sort of problem, `detail` what to do. On the addresses that speak OpenAI's
language the document also holds `error`, where its clients look.
"""

import logging
import re
from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from ecqa.errors import EcqaError, ModelError, QuestionError, SearchIndexError
from ecqa.interfaces.api.wire import Json
from ecqa.interfaces.headers import Application, Receive, Scope, Send
from ecqa.messages import LANGUAGES, Messages

MEDIA_TYPE = "application/problem+json"
STATUS = {
    "too-many-questions": 429,
    "key-needed": 401,
    "key-wrong": 401,
    "api-closed": 401,
    "key-scope": 403,
    "article-unknown": 404,
    "revision-unknown": 404,
    "chat-model-unknown": 404,
    "busy": 503,
    "stopping": 503,
    "not-ready": 503,
    "database-unusable": 503,
}
"""Of problems by their key; others go by their class, and what is left is 500."""
RETRY_SECONDS = 5
"""What a client is told to wait where the server is busy or stopping."""
TITLES = (400, 401, 403, 404, 405, 413, 422, 429, 500, 503)
"""Statuses that have a title of their own under `[api]`."""

logger = logging.getLogger(__name__)
_LANGUAGE = re.compile(r"\s*([A-Za-z]{1,8})")


def messages_for(headers: Mapping[str, str], default: str) -> Messages:
    """The first language that the client accepts and there is; else the server's own."""
    for part in headers.get("accept-language", "").split(","):
        found = _LANGUAGE.match(part)
        if found and found.group(1).lower() in LANGUAGES:
            return Messages(found.group(1).lower())
    return Messages(default)


def status_of(problem: EcqaError) -> int:
    """The HTTP status of a problem."""
    if problem.key in STATUS:
        return STATUS[problem.key]
    if isinstance(problem, QuestionError):
        return 422
    return 503 if isinstance(problem, SearchIndexError | ModelError) else 500


def document(problem: EcqaError, messages: Messages) -> dict[str, object]:
    """A problem that has words in the catalogue; what only the administrator should read is left out."""
    status = status_of(problem)
    detail = messages.error(problem) if status != 500 and not isinstance(problem, SearchIndexError | ModelError) else ""
    return _document(status, problem.key, detail, messages)


class Unforeseen:
    """An ASGI application round another; a failure that nobody foresaw goes into the log, and the client gets a problem without its reason.

    Args:
        app: What answers.
        default: Language where the client accepts none that there is.
    """

    def __init__(self, app: Application, default: str) -> None:
        self._app = app
        self._default = default

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Passes a request on; an answer that had begun is cut off."""
        begun = False

        async def send_on(message: MutableMapping[str, Any]) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, send_on)
        except Exception as problem:
            if begun or scope["type"] != "http":
                raise
            logger.exception("a request failed", extra={"request_id": scope["state"]["noted"].get("request_id")})
            await problem_response(Request(scope), problem, self._default)(scope, receive, send)


def explain_problems(server: FastAPI, default: str) -> None:
    """Makes every refusal and failure of a server a problem document.

    Args:
        server: Whose.
        default: Language where the client accepts none that there is.
    """

    async def explain(request: Request, problem: Exception) -> Response:
        messages = messages_for(request.headers, default)
        return _response(request, *_explained(problem, messages))

    for kind in (EcqaError, HTTPException, RequestValidationError):
        server.add_exception_handler(kind, explain)
    server.add_middleware(Unforeseen, default=default)


def problem_response(request: Request, problem: Exception, default: str) -> Response:
    """The answer to a request that failed with a problem, for applications that have no handlers of their own."""
    return _response(request, *_explained(problem, messages_for(request.headers, default)))


def _explained(problem: Exception, messages: Messages) -> tuple[dict[str, object], dict[str, str]]:
    """The document and the headers of its answer."""
    if isinstance(problem, EcqaError):
        return document(problem, messages), _headers(problem)
    if isinstance(problem, RequestValidationError):
        found = _document(422, "invalid", messages.text("api.detail-422"), messages)
        return {**found, "errors": _places(problem.errors())}, {}
    if isinstance(problem, HTTPException):
        headers = {name.lower(): value for name, value in (problem.headers or {}).items()}
        return _document(problem.status_code, f"http-{problem.status_code}", "", messages), headers
    return _document(500, "unforeseen", "", messages), {}


def _headers(problem: EcqaError) -> dict[str, str]:
    status = status_of(problem)
    if status == 401:
        return {"www-authenticate": 'Bearer realm="ecqa"'}
    if status == 429:
        return {"retry-after": str(problem.values["seconds"])}
    return {"retry-after": str(RETRY_SECONDS)} if status == 503 else {}


def _document(status: int, code: str, detail: str, messages: Messages) -> dict[str, object]:
    title = messages.text(f"api.title-{status if status in TITLES else 400}")
    found: dict[str, object] = {"type": f"urn:ecqa:problem:{code}", "title": title, "status": status, "code": code}
    return {**found, "detail": detail or messages.text(f"api.detail-{status if status in TITLES else 400}")}


def _places(errors: Sequence[Any]) -> list[dict[str, str]]:
    """What of a request cannot be used: a JSON pointer into query or body, and pydantic's code for why."""
    return [{"pointer": "".join(f"/{part}" for part in error["loc"]), "code": error["type"]} for error in errors]


def _response(request: Request, found: dict[str, object], headers: Mapping[str, str]) -> Response:
    if request.url.path.startswith("/v1/"):
        kind = "invalid_request_error" if int(str(found["status"])) < 500 else "server_error"
        found = {**found, "error": {"message": found["detail"], "type": kind, "param": None, "code": found["code"]}}
    return Json(found, int(str(found["status"])), dict(headers), media_type=MEDIA_TYPE)
