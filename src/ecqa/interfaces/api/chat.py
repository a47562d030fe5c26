"""The addresses under `/v1` that OpenAI's clients use: a conversation in, the answer to its last message out, whole or in pieces."""

from collections.abc import AsyncIterator

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from ecqa.errors import EcqaError, QuestionError
from ecqa.interfaces.api import models
from ecqa.interfaces.api.access import Asking
from ecqa.interfaces.api.asking import begin, note_answer
from ecqa.interfaces.api.chat_models import MODEL, ChatIn, Completion, Models
from ecqa.interfaces.api.chat_pieces import Pieces, content, outcome, usage
from ecqa.interfaces.api.problems import document, messages_for
from ecqa.interfaces.api.services import Here
from ecqa.interfaces.api.wire import EVENT_HEADERS, EVENT_STREAM, KEEPALIVE_COMMENT, Json, event
from ecqa.interfaces.cli.records import citation_record
from ecqa.messages import LANGUAGES, Messages
from ecqa.schema import Answer, AnswerEvent, Question

DONE = b"data: [DONE]\n\n"
MADE = 1_767_225_600
"""Unix time of the model: the day the year began in which this form was first spoken here."""
LISTS_OF_SOURCES = tuple(Messages(lang).text("api.sources") for lang in LANGUAGES)

router = APIRouter(prefix="/v1", tags=["openai"])


@router.get("/models", summary="The one model there is", response_class=Json, response_model=Models, responses=models.problems(401, 403))
async def listed(_: Asking) -> Response:
    """The one model there is."""
    return Json({"object": "list", "data": [{"id": MODEL, "object": "model", "created": MADE, "owned_by": MODEL}]})


@router.post(
    "/chat/completions",
    summary="An answer in OpenAI's form",
    description=(
        "The last message is the question, those before it the conversation. The reply holds the markers and a list of its sources; "
        "`message.citations` (in a stream `delta.citations`) holds them as data, `ecqa` the outcome. Sampling settings, tools and system messages "
        "have no effect."
    ),
    response_class=Json,
    response_model=Completion,
    responses={
        **models.problems(400, 401, 403, 404, 413, 422, 503),
        200: {
            "description": "The answer",
            "content": {EVENT_STREAM: {"schema": {"type": "string"}, "example": "data: {…}\n\ndata: [DONE]\n\n"}},
        },
    },
)
async def complete(request: Request, asked: ChatIn, caller: Asking, services: Here) -> Response:
    """The answer to the last message."""
    if asked.model != MODEL:
        raise QuestionError("chat-model-unknown", name=asked.model, known=MODEL)
    question = Question(asked.question(), asked.turns(LISTS_OF_SOURCES))
    request.state.noted["question"] = question.text
    pieces = Pieces(messages_for(request.headers, services.lang))
    if not asked.stream:
        answer = await services.answer(caller, question)
        note_answer(request, answer)
        return Json(_whole(answer, pieces))
    begun, rest = await begin(services.running.events(services.events(caller, question)))
    with_usage = asked.stream_options is not None and bool(asked.stream_options.include_usage)
    stream = _told(request, begun, rest, pieces, with_usage=with_usage)
    return StreamingResponse(stream, media_type=EVENT_STREAM, headers=EVENT_HEADERS)


def _whole(answer: Answer, pieces: Pieces) -> dict[str, object]:
    message = {
        "role": "assistant",
        "content": content(answer, pieces.messages),
        "refusal": None,
        "citations": [citation_record(citation) for citation in answer.citations],
    }
    return {
        "id": pieces.id,
        "object": "chat.completion",
        "created": pieces.created,
        "model": MODEL,
        "choices": [{"index": 0, "message": message, "finish_reason": "stop", "logprobs": None}],
        "usage": usage(answer),
        "ecqa": outcome(answer),
    }


async def _told(
    request: Request, begun: list[AnswerEvent], rest: AsyncIterator[AnswerEvent | None], pieces: Pieces, *, with_usage: bool
) -> AsyncIterator[bytes]:
    yield event(pieces.first())
    try:
        for told in begun:
            for piece in _pieces(request, told, pieces, with_usage=with_usage):
                yield piece
        async for later in rest:
            if later is None:
                yield KEEPALIVE_COMMENT
                continue
            for piece in _pieces(request, later, pieces, with_usage=with_usage):
                yield piece
    except EcqaError as problem:
        found = document(problem, pieces.messages)
        yield event({"error": {"message": found["detail"], "type": "server_error", "param": None, "code": found["code"]}})
        return
    yield DONE


def _pieces(request: Request, told: AnswerEvent, pieces: Pieces, *, with_usage: bool) -> list[bytes]:
    if told.answer is not None:
        note_answer(request, told.answer)
        counted = [pieces.counted(told.answer)] if with_usage else []
        return [event(piece) for piece in (pieces.rest(told.answer), pieces.last(told.answer), *counted)]
    return [event(pieces.sentence(told))] if told.kind == "sentence" else []
