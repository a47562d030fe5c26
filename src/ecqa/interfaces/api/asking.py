"""The address `POST /api/ask`: a question in, the answer out, as one document or as events while it is made."""

from collections.abc import AsyncIterator
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from ecqa.errors import EcqaError
from ecqa.interfaces.api import models
from ecqa.interfaces.api.access import Asking
from ecqa.interfaces.api.problems import document, messages_for
from ecqa.interfaces.api.services import Here
from ecqa.interfaces.api.wire import EVENT_HEADERS, EVENT_STREAM, KEEPALIVE_COMMENT, Json, event
from ecqa.interfaces.cli.records import answer_record, citation_record
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, Question

EVENTS_EXAMPLE = (
    'event: stage\ndata: {"stage": "read", "count": 10}\n\n'
    'event: sentence\ndata: {"text": "……[1]", "citations": [{"marker": 1, "quote": "……"}]}\n\n'
    'event: answer\ndata: {"status": "answered", "text": "……[1]"}\n\n'
)

router = APIRouter()


@router.post(
    "/api/ask",
    tags=["ecqa"],
    summary="An answer with the exact words behind every sentence",
    description=(
        "With `Accept: text/event-stream` the answer comes as it is made: events `stage` (`stage`, `count`), `sentence` (`text`, `citations`) "
        "and last either `answer`, the whole document, or `problem`."
    ),
    response_class=Json,
    response_model=models.Answer,
    responses={
        **models.problems(400, 401, 403, 413, 422, 503),
        200: {
            "description": "The answer",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}, "example": EVENTS_EXAMPLE}},
        },
    },
)
async def ask(request: Request, asked: models.AskIn, caller: Asking, services: Here) -> Response:
    """The answer to a question."""
    question = Question(asked.question, asked.turns(), asked.filters(), asked.at())
    request.state.noted["question"] = asked.question
    if EVENT_STREAM not in request.headers.get("accept", ""):
        answer = await services.answer(caller, question)
        note_answer(request, answer)
        return Json(answer_record(answer))
    begun, rest = await begin(services.running.events(services.events(caller, question)))
    messages = messages_for(request.headers, services.lang)
    return StreamingResponse(_told(request, begun, rest, messages), media_type=EVENT_STREAM, headers=EVENT_HEADERS)


async def begin(events: AsyncIterator[AnswerEvent | None]) -> tuple[list[AnswerEvent], AsyncIterator[AnswerEvent | None]]:
    """The first events, up to one that shows that the question was taken, or up to a silence; and the others.

    A question that cannot be taken so becomes a status and no stream.

    Raises:
        EcqaError: The question cannot be taken, or no answer can be begun.
    """
    begun: list[AnswerEvent] = []
    async for told in events:
        if told is None:
            break
        begun.append(told)
        if len(begun) > 1 or told.kind != "stage":
            break
    return begun, events


def note_answer(request: Request, answer: Answer) -> None:
    """Puts into the log's line what became of a question."""
    request.state.noted.update(answer_status=answer.status, mode=answer.mode)


async def _told(
    request: Request, begun: list[AnswerEvent], rest: AsyncIterator[AnswerEvent | None], messages: Messages
) -> AsyncIterator[bytes]:
    try:
        for told in begun:
            yield _event(request, told)
        async for later in rest:
            yield KEEPALIVE_COMMENT if later is None else _event(request, later)
    except EcqaError as problem:
        yield event(document(problem, messages), "problem")


def _event(request: Request, told: AnswerEvent) -> bytes:
    if told.answer is not None:
        note_answer(request, told.answer)
        return event(answer_record(told.answer), "answer")
    if told.kind == "stage":
        return event({"stage": told.stage, "count": told.count}, "stage")
    sentence: dict[str, Any] = {"text": told.text, "citations": [citation_record(citation) for citation in told.citations]}
    return event(sentence, "sentence")
