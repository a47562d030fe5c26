"""Judged questions to what the page shows of each: pieces of text to print and verdicts; it writes no HTML."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.evaluation.gold import GoldQuestion
from ecqa.evaluation.matching import without_markers
from ecqa.evaluation.summary import Judged
from ecqa.schema import Citation

SHOWN = 5
"""Passages shown a question: those that evidence recall@5 looks at."""

_MARKER = re.compile(r"(\[\d+\])")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of text and what it is: plain, a citation marker, or a gold quote."""

    text: str
    kind: str = "plain"


@dataclass(frozen=True, slots=True)
class Check:
    """Something that was looked for, and whether it was found."""

    label: str
    held: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A gold quote, whether the five best passages hold it, and whether the answer cites it."""

    article: str
    quote: str
    found: bool
    cited: bool


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation and whether it is to the point."""

    citation: Citation
    right: bool


@dataclass(frozen=True, slots=True)
class Found:
    """A passage found, the gold quotes in it marked."""

    rank: int
    title: str
    cosine: float
    relevant: bool
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Card:
    """One question as the page shows it."""

    gold: GoldQuestion
    status: str
    verdict: str
    """right, partly, missed, refused (an answerable question) or answered (one that is not)."""
    flags: tuple[str, ...]
    """Of forbidden, unsupported, beside (a citation beside the point), unfound (evidence not among five)."""
    answer: tuple[Piece, ...]
    points: tuple[Check, ...]
    forbidden: tuple[str, ...]
    unsupported: tuple[str, ...]
    evidence: tuple[Evidence, ...]
    citations: tuple[Cited, ...]
    passages: tuple[Found, ...]
    milliseconds: float
    confidence: float | None

    @property
    def haystack(self) -> str:
        """What the page's search box looks through."""
        gold, said = self.gold, without_markers("".join(piece.text for piece in self.answer))
        return " ".join([gold.id, gold.question, gold.answer, said, *(one.article for one in self.evidence)]).lower()


def card(one: Judged) -> Card:
    """What the page shows of one judged question."""
    gold, judgement = one.gold, one.judgement
    quotes = [item.quote for item in gold.evidence]
    verdicts = zip(gold.evidence, judgement.quotes_found, judgement.quotes_cited, strict=True)
    return Card(
        gold=gold,
        status=one.answer.status,
        verdict=verdict(one),
        flags=_flags(one),
        answer=tuple(marked(one.answer.text)),
        points=tuple(Check(point[0], held, " / ".join(point[1:])) for point, held in zip(gold.key_points, judgement.points, strict=True)),
        forbidden=judgement.said_forbidden,
        unsupported=judgement.unsupported,
        evidence=tuple(Evidence(item.article, item.quote, found, cited) for item, found, cited in verdicts),
        citations=tuple(Cited(citation, right) for citation, right in zip(one.answer.citations, judgement.citations_right, strict=True)),
        passages=tuple(
            Found(
                hit.rank, hit.article.title, hit.dense, hit.passage.id in one.truth.relevant, tuple(highlighted(hit.passage.text, quotes))
            )
            for hit in one.hits[:SHOWN]
        ),
        milliseconds=one.milliseconds,
        confidence=one.judgement.confidence,
    )


def verdict(one: Judged) -> str:
    """In one word, what became of a question."""
    refused = one.answer.status == "refused"
    if not one.gold.answerable:
        return "right" if refused else "answered"
    if refused:
        return "refused"
    if all(one.judgement.points):
        return "right"
    return "partly" if any(one.judgement.points) else "missed"


def marked(text: str) -> list[Piece]:
    """An answer's text, its markers apart."""
    return [Piece(part, "marker" if _MARKER.fullmatch(part) else "plain") for part in _MARKER.split(text) if part]


def highlighted(text: str, quotes: Sequence[str]) -> list[Piece]:
    """A passage's text, the gold quotes that stand in it verbatim apart."""
    present = sorted({quote for quote in quotes if quote and quote in text}, key=len, reverse=True)
    if not present:
        return [Piece(text)]
    parts = re.split("(" + "|".join(map(re.escape, present)) + ")", text)
    return [Piece(part, "quote" if part in present else "plain") for part in parts if part]


def _flags(one: Judged) -> tuple[str, ...]:
    judgement = one.judgement
    raised = {
        "forbidden": bool(judgement.said_forbidden),
        "unsupported": bool(judgement.unsupported),
        "beside": one.gold.answerable and not all(judgement.citations_right),
        "unfound": not all(judgement.quotes_found),
    }
    return tuple(name for name, up in raised.items() if up)
