"""A document, what repeals it and a day to whether it holds on that day; what no document says is unknown."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ecqa.index.relations import Ending
from ecqa.schema import Article, Statement

Kind = Literal["pending", "current", "amended", "expired", "repealed", "unknown"]

_REPEALED = ("失效", "废止", "expired", "repealed")


@dataclass(frozen=True, slots=True)
class State:
    """Whether a document holds on a day."""

    kind: Kind
    date: str | None = None
    """The day that makes it so: from which it holds, of the last amendment, the last one of an expiry, from which on it is repealed."""
    statement: Statement | None = None
    """The sentence that says so, of the document, or of the one that repeals it."""
    ending: Ending | None = None
    parts: tuple[Ending, ...] = ()
    """What of it is repealed by that day, where the rest is not."""


def state_of(article: Article, endings: Sequence[Ending], day: str) -> State:
    """The state of a document.

    Args:
        article: The document.
        endings: What repeals it, the earliest first.
        day: ISO date. A document holds on the last day of its term, and no more on the day from which on it is repealed.
    """
    over = over_by(article, endings)
    if over is not None and over.date is not None and (over.date < day or (over.kind == "repealed" and over.date == day)):
        return over
    if article.effective_date and article.effective_date > day:
        return State("pending", article.effective_date, stated(article, "effective", article.effective_date))
    if over is not None and over.date is None:
        return over
    if over is None and any(word in (article.status or "").lower() for word in _REPEALED):
        return State("repealed")
    return replace(_holding(article, day), parts=tuple(partly(endings, day)))


def _holding(article: Article, day: str) -> State:
    """The state of a document that nothing has ended: it holds since a day that is known, or since it was published where an expiry says that it does."""
    begun = article.effective_date or (article.date if article.expiry_date else None)
    if begun is None or begun > day:
        return State("unknown")
    if amended := [one for one in amendments(article) if one <= day]:
        return State("amended", amended[-1], stated(article, "amended", amended[-1]))
    return State("current", article.effective_date, stated(article, "expiry", article.expiry_date) or _effective(article))


def over_by(article: Article, endings: Sequence[Ending]) -> State | None:
    """How a document ends, by its own term or by another document, whichever is earlier; None where nothing says so."""
    ends = [State("repealed", one.date, one.statement, one) for one in endings if not one.part]
    if article.expiry_date:
        ends.append(State("expired", article.expiry_date, stated(article, "expiry", article.expiry_date)))
    return min(ends, key=lambda one: one.date or "9999", default=None)


def partly(endings: Sequence[Ending], day: str) -> list[Ending]:
    """What repeals a part of a document by a day, the earliest first."""
    return [one for one in endings if one.part and (one.date is None or one.date <= day)]


def amendments(article: Article) -> list[str]:
    """The days on which it was amended, in order."""
    days = {one.date for one in article.validity if one.fact == "amended" and one.date}
    return sorted(days | ({article.amended_date} if article.amended_date else set()))


def stated(article: Article, fact: str, day: str | None) -> Statement | None:
    """The sentence of a document that tells a fact with that day."""
    return next((one for one in article.validity if one.fact == fact and one.date == day), None) if day else None


def _effective(article: Article) -> Statement | None:
    return stated(article, "effective", article.effective_date)
