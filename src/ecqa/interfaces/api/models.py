"""What requests may hold and answers do hold, as the OpenAPI document shows them with examples; nothing is worked out here."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import Query
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic_core import PydanticCustomError

from ecqa.errors import QuestionError
from ecqa.schema import ChatUse, Filters, Rewriting, Turn

QUESTION = "汕头市财政每年拿多少钱支持电商？"
MOST_TURNS = 20
MOST_HITS = 50
ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
"""Of a section, kind or source."""


def _written_out(value: object) -> object:
    """The value, where it is a date as people write it; pydantic takes seconds since 1970 as well.

    Raises:
        PydanticCustomError: It is none.
    """
    if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
        raise PydanticCustomError("iso_date", "not written as 2013-01-17")
    return value


Day = Annotated[date, BeforeValidator(_written_out)]

CITATION: dict[str, Any] = {
    "marker": 1,
    "article_id": "2013-01-05",
    "title": "汕头市将加快发展电子商务",
    "section": "汕头市政经环境",
    "date": "2013-01-11",
    "source": "大华网",
    "url": "http://www.dahuawang.com/",
    "start": 110,
    "end": 152,
    "quote": "去年起，市财政连续三年每年拿出5000万元，用于支持电商骨干企业培育。",
    "revision": "0a1b2c3d4e5f",
}
TIMINGS = {"understand": 1.2, "retrieve": 20.9, "read": 31.5, "check": 0.1, "total": 53.7}
ANSWER: dict[str, Any] = {
    "id": None,
    "question": QUESTION,
    "status": "answered",
    "text": "5000万元[1]\n去年起，市财政连续三年每年拿出5000万元，用于支持电商骨干企业培育。[1]",
    "short_answer": "5000万元",
    "citations": [CITATION],
    "related": [],
    "mode": "extractive",
    "missing": None,
    "timings_ms": TIMINGS,
    "chat": None,
    "rewriting": None,
}


VERIFY: dict[str, Any] = {
    "claim": "从去年起，汕头市财政每年拿出五千万元支持电商骨干企业。",
    "article_id": "2013-01-05",
    "revision": None,
    "start": 110,
    "end": 152,
}


class TurnIn(BaseModel):
    """A message of the conversation before."""

    model_config = ConfigDict(extra="forbid")

    role: Literal["user", "assistant"]
    content: Annotated[str, StringConstraints(max_length=4000)]


class Narrowing(BaseModel):
    """Which articles may be used; what is left out allows all."""

    model_config = ConfigDict(extra="forbid")

    section: Name | None = None
    kind: Name | None = None
    source: Name | None = None
    since: Day | None = Field(None, description="First day of publication.")
    until: Day | None = Field(None, description="Last day of publication.")
    as_of: Day | None = Field(None, description="Articles published later are not used.")

    def filters(self) -> Filters:
        """The same as the stages know it.

        Raises:
            QuestionError: The first day is after the last.
        """
        if self.since and self.until and self.since > self.until:
            raise QuestionError("api-date-range", since=self.since, until=self.until)
        return Filters(self.section, self.kind, self.source, _iso(self.since), _iso(self.until))

    def at(self) -> str | None:
        """`as_of` as the stages know it."""
        return _iso(self.as_of)


class AskIn(Narrowing):
    """A question, and perhaps what was said before it."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"question": QUESTION}]})

    question: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(description="At most 500 characters count.")
    history: list[TurnIn] = Field(default_factory=list, max_length=MOST_TURNS, description="Oldest first.")

    def turns(self) -> tuple[Turn, ...]:
        """The messages before."""
        return tuple(Turn(one.role, one.content) for one in self.history)


class SearchIn(Narrowing):
    """A search, as parameters of an address or arguments of a tool."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(examples=["电商 资金"])
    k: int = Field(10, ge=1, le=MOST_HITS)


SearchQuery = Annotated[SearchIn, Query()]


class Citation(BaseModel):
    """A verbatim span of an article: the article's text from `start` to `end` is `quote`."""

    marker: int
    article_id: str
    title: str
    section: str | None
    date: str | None
    source: str | None
    url: str | None
    start: int = Field(description="In characters.")
    end: int = Field(description="In characters, not included.")
    quote: str
    revision: str = Field(description="With it `/api/articles/{article_id}` gives the text that was cited, even after an update.")
    page: int | None = Field(None, description="Page of its file on which it begins, from 1; null where the file has none.")
    paragraph: int | None = Field(None, description="The same by paragraphs, where a file has no pages.")
    reprints: list[str] = Field(default_factory=list, description="Ids of other articles that say the same; no further evidence.")


class Answer(BaseModel):
    """An answer whose every sentence is followed by the markers of its citations, or a refusal that says what is missing."""

    model_config = ConfigDict(json_schema_extra={"examples": [ANSWER]})

    id: str | None
    question: str
    status: Literal["answered", "partial", "refused"]
    text: str
    short_answer: str | None
    citations: list[Citation]
    related: list[Citation] = Field(description="The nearest passages of a refusal; never evidence.")
    mode: str = Field(description="extractive, greeting or chat:<model>")
    missing: str | None
    timings_ms: dict[str, float]
    chat: ChatUse | None = Field(description="What a chat model did; null where none was asked.")
    rewriting: Rewriting | None = Field(description="A follow-up as a chat model understood it; null where none was asked.")


class Hit(BaseModel):
    """A passage found; scores compare within one search only."""

    rank: int
    passage_id: str
    article_id: str
    title: str
    date: str | None
    score: float
    start: int
    end: int
    text: str


class Hits(BaseModel):
    """Passages, best first."""

    hits: list[Hit]


class Span(BaseModel):
    """A part of an article."""

    start: int
    end: int
    text: str


class ArticleOut(BaseModel):
    """An article as it stands in one revision, verbatim."""

    id: str
    revision: str
    current: bool = Field(description="Whether this revision is the one in use.")
    title: str
    text: str
    section: str | None
    kind: str
    date: str | None
    effective_date: str | None
    expiry_date: str | None
    amended_date: str | None
    status: str | None
    source: str | None
    issuer: str | None
    document_number: str | None
    urls: list[str]
    authors: list[str]
    note: str | None
    span: Span | None = Field(description="What lies between `start` and `end`, where they were given.")


class VerifyIn(BaseModel):
    """A sentence, and the span of an article that it cites."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [VERIFY]})

    claim: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(description="One sentence, without markers.")
    article_id: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    revision: Annotated[str, StringConstraints(pattern="^[0-9a-f]{12}$")] | None = Field(
        None, description="As the citation names it; else the one in use."
    )
    start: int = Field(ge=0, le=10_000_000, description="In characters of the text.")
    end: int = Field(ge=1, le=10_000_000, description="Not included; at most 3000 after `start`.")


class Fault(BaseModel):
    """The first thing that is not held."""

    kind: Literal["empty", "long", "number", "date", "name", "negation", "quantifier", "roles", "merged", "content"]
    words: str = Field(description="Words of the claim; empty where it is the whole.")


class Verified(BaseModel):
    """Whether the span holds the sentence."""

    supported: bool
    why: str | None = Field(description="Why not, in words; null where it is held.")
    fault: Fault | None
    score: float = Field(description="In [0, 1], higher is better; 0 where a rule is broken.")
    evidence: list[Span] = Field(description="The sentences that hold it; empty where it is not held.")
    article_id: str
    revision: str


class Place(BaseModel):
    """A part of a request that cannot be used."""

    pointer: str
    code: str


class Problem(BaseModel):
    """A problem (RFC 9457), in Chinese unless `Accept-Language` asks for English."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[Place] | None = None


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What FastAPI is told of the problems that an address may answer with; too many requests and a failure are everywhere.

    Args:
        statuses: HTTP statuses beside those.
    """
    example = {"type": "urn:ecqa:problem:key-needed", "title": "需要密钥", "status": 401, "detail": "…", "code": "key-needed"}
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}}
    return {status: {"description": "Problem", "content": content} for status in sorted({*statuses, 429, 500})}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
