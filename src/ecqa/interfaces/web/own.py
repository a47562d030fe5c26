"""What a visitor says of answers and of what is kept in, saved or erased out; the addresses below `/own`, for scripts of our pages alone."""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field

from ecqa.errors import ServiceError
from ecqa.interfaces.visitors import owner_of
from ecqa.interfaces.web.keeping import Keeping
from ecqa.interfaces.web.public import Here
from ecqa.interfaces.web.tools_markup import REASONS
from ecqa.storage.feedback import LIMIT

SAME = ("same-origin", "none", "")
"""What a browser says of a request that no other site caused; older browsers say nothing, and send the cookie to this site alone."""


class Turn(BaseModel):
    """Which answer is meant."""

    conversation: str = Field(pattern="^[0-9a-f]{32}$")
    number: int = Field(ge=1, le=1_000_000_000)


class Opinion(Turn):
    """What is thought of it; None takes back what was said before."""

    thumbs: Literal["up", "down"] | None
    reason: str = ""
    text: str = Field(default="", max_length=LIMIT)


def visitor(request: Request) -> str:
    """The browser's secret.

    Raises:
        HTTPException: Another site sent the request, or the browser keeps no cookie.
    """
    if request.headers.get("sec-fetch-site", "") not in SAME:
        raise HTTPException(403)
    owner = owner_of(request)
    if not owner:
        raise HTTPException(409)
    return owner


router = APIRouter(prefix="/own", include_in_schema=False)
Visitor = Annotated[str, Depends(visitor)]


@router.post("/feedback")
def feedback(opinion: Opinion, owner: Visitor, public: Here) -> Response:
    """Keeps an opinion of an answer."""
    reason = opinion.reason if opinion.reason in REASONS else ""
    try:
        public.storage.feedback.save(owner, opinion.conversation, opinion.number, opinion.thumbs, reason=reason, text=opinion.text)
    except ServiceError as problem:
        raise HTTPException(404) from problem
    return Response(status_code=204)


@router.post("/leave")
def leave(turn: Turn, owner: Visitor, public: Here) -> Response:
    """Leaves the question of a turn for the editors."""
    conversation = Keeping(public.storage, owner).read(turn.conversation)
    exchange = conversation.find(turn.number) if conversation else None
    if exchange is None:
        raise HTTPException(404)
    missing = exchange.answer.missing if exchange.answer else None
    public.storage.gaps.leave(owner, exchange.question, missing or "", turn.conversation, turn.number)
    return Response(status_code=204)


@router.post("/next")
def following(turn: Turn, request: Request, owner: Visitor, public: Here) -> Response:
    """Questions that may be asked after an answer."""
    conversation = Keeping(public.storage, owner).read(turn.conversation)
    exchange = conversation.find(turn.number) if conversation else None
    if conversation is None or exchange is None or exchange.answer is None:
        raise HTTPException(404)
    asked = {one.question.strip() for one in conversation.exchanges}
    messages = public.messages_for("zh")  # the documents are Chinese, and so are questions about them
    return JSONResponse([question for question in public.suggestions.after(exchange.answer, messages) if question not in asked])


@router.post("/erase")
def erase(owner: Visitor, public: Here) -> Response:
    """Erases everything that the browser left."""
    public.storage.erase(owner)
    return Response(status_code=204)
