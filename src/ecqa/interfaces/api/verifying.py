"""The address `POST /api/verify`: a sentence and the span that it cites to whether the span holds it, and why not."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from ecqa.errors import QuestionError
from ecqa.interfaces.api import models
from ecqa.interfaces.api.access import Searching
from ecqa.interfaces.api.finding import article_of
from ecqa.interfaces.api.problems import messages_for
from ecqa.interfaces.api.services import Here, Services
from ecqa.interfaces.api.wire import Json
from ecqa.messages import Messages

LONGEST_SPAN = 3000
"""Characters of a span; a citation has some hundred."""

router = APIRouter()


@router.post(
    "/api/verify",
    tags=["ecqa"],
    summary="Whether a citation holds the sentence that cites it",
    response_class=Json,
    response_model=models.Verified,
    responses=models.problems(400, 401, 403, 404, 413, 422, 503),
)
async def verify(request: Request, wanted: models.VerifyIn, _: Searching, services: Here) -> Response:
    """Supported or not, and why."""
    request.state.noted["question"] = wanted.claim
    return Json(await verified(services, wanted, messages_for(request.headers, services.lang)))


async def verified(services: Services, wanted: models.VerifyIn, messages: Messages) -> dict[str, object]:
    """What the verifier says, as a record.

    Raises:
        ServiceError: There is no such article or revision, too many searches are under way, or the server stops.
        QuestionError: There is nothing between the offsets, or too much.
    """
    article = article_of(services, wanted.article_id, wanted.revision)
    if not wanted.start < wanted.end <= len(article.text) or not article.text[wanted.start : wanted.end].strip():
        raise QuestionError("span-outside", start=wanted.start, end=wanted.end, length=len(article.text))
    if wanted.end - wanted.start > LONGEST_SPAN:
        raise QuestionError("span-long", length=wanted.end - wanted.start, limit=LONGEST_SPAN)
    found = await services.running.once(lambda: services.assistant.verify(wanted.claim, article, wanted.start, wanted.end))
    fault = found.fault
    return {
        "supported": found.supported,
        "why": messages.text(f"fault.{fault.kind}", words=fault.words or wanted.claim) if fault else None,
        "fault": {"kind": fault.kind, "words": fault.words} if fault else None,
        "score": round(found.score, 4),
        "evidence": [{"start": one.start, "end": one.end, "text": article.text[one.start : one.end]} for one in found.spans],
        "article_id": article.id,
        "revision": article.revision,
    }
