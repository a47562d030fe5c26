"""The addresses `GET /api/search` and `GET /api/articles/{id}`: a query to passages, an id to the verbatim text of an article."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from fastapi.responses import Response

from ecqa.errors import QuestionError, ServiceError
from ecqa.index.revisions import read_revision
from ecqa.interfaces.api import models
from ecqa.interfaces.api.access import Searching
from ecqa.interfaces.api.services import Here, Services
from ecqa.interfaces.api.wire import Json
from ecqa.interfaces.cli.records import hit_record
from ecqa.schema import Article

router = APIRouter()
Offset = Annotated[int | None, Query(ge=0, le=10_000_000, description="In characters of the text.")]
Revision = Annotated[str | None, Query(pattern="^[0-9a-f]{12}$", examples=["0a1b2c3d4e5f"], description="As a citation names it.")]
ArticleId = Annotated[str, Path(max_length=200, examples=["2013-01-05"])]


@router.get(
    "/api/search",
    tags=["ecqa"],
    summary="The passages that fit a query best",
    response_class=Json,
    response_model=models.Hits,
    responses=models.problems(401, 403, 422, 503),
)
async def search(request: Request, wanted: models.SearchQuery, _: Searching, services: Here) -> Response:
    """The passages, best first."""
    request.state.noted["question"] = wanted.q
    return Json({"hits": await found(services, wanted)})


async def found(services: Services, wanted: models.SearchIn) -> list[dict[str, object]]:
    """The passages as records.

    Raises:
        QuestionError: The query cannot be taken.
        ServiceError: Too many searches are under way, or the server stops.
    """
    hits = await services.running.once(lambda: services.assistant.search(wanted.q, wanted.k, wanted.filters(), as_of=wanted.at()))
    return [hit_record(hit) for hit in hits]


@router.get(
    "/api/articles/{article_id}",
    tags=["ecqa"],
    summary="An article, in the revision that was cited",
    response_class=Json,
    response_model=models.ArticleOut,
    responses=models.problems(401, 403, 404, 422, 503),
)
def article(
    article_id: ArticleId, _: Searching, services: Here, revision: Revision = None, start: Offset = None, end: Offset = None
) -> Response:
    """The article; without a revision the one in use."""
    wanted = article_of(services, article_id, revision)
    now = services.assistant.article(article_id)
    current = now is not None and wanted.revision == now.revision
    return Json(_record(wanted, current=current, span=_span(wanted, start, end)))


def article_of(services: Services, article_id: str, revision: str | None) -> Article:
    """An article in one revision; without one in that in use.

    Raises:
        ServiceError: There is none.
    """
    now = services.assistant.article(article_id)
    wanted = now
    if revision is not None and (now is None or revision != now.revision):
        wanted = read_revision(services.index, revision, article_id)
        if wanted is None and now is not None:
            raise ServiceError("revision-unknown", id=article_id, revision=revision)
    if wanted is None:
        raise ServiceError("article-unknown", id=article_id)
    return wanted


def _span(article: Article, start: int | None, end: int | None) -> dict[str, object] | None:
    """What lies between two offsets; one that is left out is the start or the end of the text.

    Raises:
        QuestionError: There is nothing between them.
    """
    if start is None and end is None:
        return None
    first, last = start or 0, len(article.text) if end is None else end
    if not first < last <= len(article.text):
        raise QuestionError("span-outside", start=first, end=last, length=len(article.text))
    return {"start": first, "end": last, "text": article.text[first:last]}


def _record(article: Article, *, current: bool, span: dict[str, object] | None) -> dict[str, object]:
    fields = ("title", "text", "section", "kind", "date", "effective_date", "expiry_date", "amended_date", "status", "source", "issuer")
    record: dict[str, object] = {"id": article.id, "revision": article.revision, "current": current}
    record |= {name: getattr(article, name) for name in (*fields, "document_number", "note")}
    return record | {"urls": list(article.urls), "authors": list(article.authors), "span": span}
