"""What is known of a document's validity to lines of an answer, each with the spans that say so; dates are written as the language writes them."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ecqa.answering.citations import bracketed
from ecqa.answering.validity.asked import Asked, Aspect
from ecqa.answering.validity.state import amendments, over_by, state_of, stated
from ecqa.index.relations import Ending
from ecqa.messages import Messages
from ecqa.schema import Article, Statement

_HEAD = re.compile(r"《[^《》]{4,80}》")


@dataclass(frozen=True, slots=True)
class Said:
    """A line, and the sentences behind it."""

    line: str
    spans: tuple[tuple[Article, Statement | None], ...]
    """None stands for the head of the document, whose front matter says so."""
    known: bool = True
    """False where the line says that no document tells it."""
    short: str | None = None
    """The few words that answer, which stand for the line where a quote holds them."""
    telling: bool = True
    """False where a document holds as one would expect: on a day that nobody named, an answer need not say so."""


class Saying:
    """Words for what is known of validity.

    Args:
        messages: The catalogue.
        today: Gives the ISO date that is called by no date.
    """

    def __init__(self, messages: Messages, today: Callable[[], str]) -> None:
        self._messages = messages
        self._today = today

    def state(self, article: Article, endings: Sequence[Ending], day: str, name: str = "") -> Said:
        """Whether a document holds on a day; it is called by a name, or by its title."""
        state = state_of(article, endings, day)
        title = bracketed(name or _short(article.title))
        values = {"title": title, "when": self._when(day), "date": self._day(state.date)}
        if state.kind == "unknown":
            return Said(self._text("unknown", **values), (), known=False, telling=False)
        if state.ending is not None:
            return self._ended(title, state.ending)
        if state.kind == "repealed":
            return Said(self._text("ended", **values), ((article, None),))
        terms = self._terms(article) if state.kind in ("current", "amended") else ""
        spans: list[tuple[Article, Statement | None]] = [(article, state.statement)]
        if state.kind == "amended" and (own := stated(article, "effective", article.effective_date)):
            spans.append((article, own))
        return Said(self._text(state.kind, terms=terms, **values), tuple(spans), telling=state.kind in ("pending", "expired"))

    def asked(self, asked: Asked, endings: Sequence[Ending], day: str) -> Said:
        """What answers a question about validity."""
        title = bracketed(asked.name)
        if asked.article is None:
            return self._ended(title, endings[0])
        article = asked.article
        answers: dict[Aspect, Callable[[], Said]] = {
            "effective": lambda: self._effective(article, title),
            "expiry": lambda: self._expiry(article, endings, title),
            "replaced": lambda: self._ended(title, endings[0]) if endings else self._unknown("not-replaced", title),
            "replaces": lambda: self._replaces(article, title),
            "amended": lambda: self._amended(article, day, title),
            "state": lambda: self.state(article, endings, day, asked.name),
        }
        return answers[asked.aspect]()

    def _effective(self, article: Article, title: str) -> Said:
        day = article.effective_date
        if day is None:
            return self._unknown("no-effective", title)
        line = self._text("effective", title=title, date=self._day(day))
        return Said(line, ((article, stated(article, "effective", day)),), short=self._day(day))

    def _expiry(self, article: Article, endings: Sequence[Ending], title: str) -> Said:
        over = over_by(article, endings)
        if over is None:
            return self._unknown("no-expiry", title)
        if over.ending is not None:
            return self._ended(title, over.ending)
        line = self._text("expiry", title=title, date=self._day(over.date))
        return Said(line, ((article, over.statement),))

    def _replaces(self, article: Article, title: str) -> Said:
        found = [one for one in article.validity if one.fact == "repeals"]
        if not found:
            return self._unknown("replaces-none", title)
        names = self._messages.text("validity.and").join(bracketed(name) for one in found for name in one.names)
        return Said(self._text("replaces", title=title, names=names), tuple((article, one) for one in found))

    def _amended(self, article: Article, day: str, title: str) -> Said:
        days = amendments(article)
        if not days:
            return self._unknown("amended-never", title)
        spans = tuple((article, stated(article, "amended", one)) for one in days)
        told = [one for one in days if one <= day]
        listed = self._messages.text("validity.and").join(self._day(one) for one in told or days)
        if not told:
            return Said(self._text("amended-later", title=title, day=self._day(day), days=listed), spans)
        return Said(self._text("amended-times", title=title, n=len(told), days=listed), spans[: len(told)])

    def _ended(self, title: str, ending: Ending) -> Said:
        key = "replaced" if ending.replaces else "repealed"
        key = key if ending.date else f"{key}-undated"
        line = self._text(key, title=title, by=bracketed(ending.article.title), date=self._day(ending.date))
        spans: list[tuple[Article, Statement | None]] = [(ending.article, ending.statement)]
        if ending.statement.date is None and (own := stated(ending.article, "effective", ending.date)):
            spans.append((ending.article, own))
        return Said(line, tuple(spans))

    def _terms(self, article: Article) -> str:
        parts = [
            self._text(key, date=self._day(day))
            for key, day in (("since", article.effective_date), ("until", article.expiry_date))
            if day is not None
        ]
        return self._text("terms", parts=self._messages.text("validity.comma").join(parts)) if parts else ""

    def _unknown(self, key: str, title: str) -> Said:
        return Said(self._text(key, title=title), (), known=False)

    def _day(self, day: str | None) -> str:
        if day is None:
            return ""
        year, month, of_month = (int(part) for part in day.split("-"))
        return self._messages.text("validity.day", year=year, month=month, date=of_month)

    def _when(self, day: str) -> str:
        return self._text("now") if day == self._today() else self._text("on-day", day=self._day(day))

    def _text(self, key: str, **values: object) -> str:
        return self._messages.text(f"validity.{key}", **values)


def _short(title: str) -> str:
    """The name at the head of a title that is more than a name: 《…办法》 of 《…办法》要点摘编."""
    head = _HEAD.match(title)
    return head[0] if head else title
