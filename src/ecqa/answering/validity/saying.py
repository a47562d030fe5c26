"""What is known of a document's validity to lines of an answer, each with the spans that say so; it finds no document."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ecqa.answering.citations import bracketed
from ecqa.answering.validity.asked import Asked, Aspect
from ecqa.answering.validity.clause import covers
from ecqa.answering.validity.state import State, amendments, over_by, partly, state_of, stated
from ecqa.answering.validity.words import Words
from ecqa.index.relations import Ending
from ecqa.messages import Messages
from ecqa.schema import Article, Statement

_DATES = {"effective": "effective_date", "expiry": "expiry_date"}
_HEAD = re.compile(r"《[^《》]{4,80}》")


@dataclass(frozen=True, slots=True)
class Said:
    """A line, and the sentences behind it."""

    line: str
    spans: tuple[tuple[Article, Statement | None], ...]
    """None stands for the properties of the document (its front matter); the line then says that the text does not tell it."""
    known: bool = True
    """False where the line says that no document tells it."""
    short: str | None = None
    """The few words that answer, which stand for the line where a quote holds them."""


class Saying:
    """Words for what is known of validity.

    Args:
        messages: The catalogue.
        today: Gives the ISO date that is called by no date.
    """

    def __init__(self, messages: Messages, today: Callable[[], str]) -> None:
        self._words = Words(messages, today)

    def state(self, article: Article, endings: Sequence[Ending], day: str, name: str = "") -> Said:
        """Whether a document holds on a day; it is called by a name, or by its title."""
        state = state_of(article, endings, day)
        title = bracketed(name or _short(article.title))
        values = {"title": title, "when": self._words.when(day), "date": self._words.day(state.date)}
        if state.kind in ("current", "amended"):
            values["terms"] = self._words.terms(article)
        return self._state(article, state, title, self._words.text(_key(state), **values))

    def remark(self, article: Article, endings: Sequence[Ending], day: str) -> Said:
        """The same for an answer to a question that names no day and asks about something else: in few words, which cite nothing, where a document holds."""
        state = state_of(article, endings, day)
        if state.parts or state.kind not in ("current", "amended", "unknown"):
            return self.state(article, endings, day)
        title = bracketed(_short(article.title))
        line = self._words.remark(state.kind, title, state.date if state.kind == "amended" else None, article.expiry_date)
        unsaid = state.kind != "unknown" and (
            state.statement is None or (article.expiry_date and not stated(article, "expiry", article.expiry_date))
        )
        return Said(line + self._words.remark("by-properties") if unsaid else line, ())

    def _state(self, article: Article, state: State, title: str, line: str) -> Said:
        if state.ending is not None:
            return self._ended(title, state.ending)
        if state.kind == "unknown" and not state.parts:
            return Said(line, (), known=False)
        spans: list[tuple[Article, Statement | None]] = [] if state.kind == "unknown" else [(article, state.statement)]
        if state.kind == "amended" and (own := stated(article, "effective", article.effective_date)):
            spans.append((article, own))
        days = {fact: getattr(article, field) for fact, field in _DATES.items() if state.kind in ("current", "amended")}
        if any(statement is None for _, statement in spans) or any(day and not stated(article, fact, day) for fact, day in days.items()):
            line += self._words.text("by-properties")
        for ending in state.parts:
            line += self._words.text("among", part=self._words.ended_part(ending))
            spans += _said_by(ending)
        return Said(line, tuple(spans))

    def renamed(self, asked: Asked) -> Said | None:
        """That a document has another title now; None where the question calls it by the present one."""
        if asked.renaming is None:
            return None
        old, new = bracketed(asked.renaming.old), bracketed(asked.renaming.new)
        return Said(self._words.text("renamed", old=old, new=new), ((asked.renaming.article, asked.renaming.statement),))

    def asked(self, asked: Asked, endings: Sequence[Ending], day: str) -> Said:
        """What answers a question about validity."""
        title = bracketed(asked.name)
        if among := [one for one in partly(endings, day) if any(covers(one.part, clause) for clause in asked.clauses)]:
            return self._parts(title, among)
        if asked.article is None:
            return self._not_held(title, endings)
        article = asked.article
        answers: dict[Aspect, Callable[[], Said]] = {
            "effective": lambda: self._effective(article, title),
            "expiry": lambda: self._expiry(article, endings, title),
            "replaced": lambda: self._not_held(title, endings) if endings else self._unknown("not-replaced", title),
            "replaces": lambda: self._replaces(article, title),
            "amended": lambda: self._amended(article, day, title),
            "state": lambda: self.state(article, endings, day, asked.name),
        }
        return answers[asked.aspect]()

    def _effective(self, article: Article, title: str) -> Said:
        day = article.effective_date
        if day is None:
            return self._unknown("no-effective", title)
        statement = stated(article, "effective", day)
        line = self._words.text("effective", title=title, date=self._words.day(day))
        return Said(self._by_properties(line, statement), ((article, statement),), short=self._words.day(day))

    def _expiry(self, article: Article, endings: Sequence[Ending], title: str) -> Said:
        over = over_by(article, endings)
        if over is None:
            return self._unknown("no-expiry", title)
        if over.ending is not None:
            return self._ended(title, over.ending)
        line = self._words.text("expiry", title=title, date=self._words.day(over.date))
        return Said(self._by_properties(line, over.statement), ((article, over.statement),))

    def _replaces(self, article: Article, title: str) -> Said:
        found = [one for one in article.validity if one.fact == "repeals"]
        if not found:
            return self._unknown("replaces-none", title)
        names = [self._words.part_of(bracketed(name), one.part) for one in found for name in one.names]
        line = self._words.text("replaces", title=title, names=self._words.listed(names))
        return Said(line, tuple((article, one) for one in found))

    def _amended(self, article: Article, day: str, title: str) -> Said:
        days = amendments(article)
        if not days:
            return self._unknown("amended-never", title)
        told = [one for one in days if one <= day]
        spans = tuple((article, stated(article, "amended", one)) for one in told or days)
        listed = self._words.listed([self._words.day(one) for one in told or days])
        values = {"title": title, "days": listed, "day": self._words.day(day), "n": len(told)}
        line = self._words.text("amended-times" if told else "amended-later", **values)
        return Said(line if all(one for _, one in spans) else line + self._words.text("by-properties"), spans)

    def _not_held(self, title: str, endings: Sequence[Ending]) -> Said:
        """What others say of a document, which need not be there itself."""
        whole = [one for one in endings if not one.part]
        if whole:
            return self._ended(title, whole[0])
        said = self._parts(title, endings)
        return Said(said.line + self._words.text("rest-unknown"), said.spans)

    def _parts(self, title: str, endings: Sequence[Ending]) -> Said:
        """Which parts of a document are repealed."""
        lines = [self._words.text("part-ended", title=title, part=self._words.ended_part(one)) for one in endings]
        return Said("".join(lines), tuple(span for one in endings for span in _said_by(one)))

    def _ended(self, title: str, ending: Ending) -> Said:
        return Said(self._words.ended(title, ending), tuple(_said_by(ending)))

    def _by_properties(self, line: str, statement: Statement | None) -> str:
        return line if statement is not None else line + self._words.text("by-properties")

    def _unknown(self, key: str, title: str) -> Said:
        return Said(self._words.text(key, title=title), (), known=False)


def _key(state: State) -> str:
    return "ended" if state.kind == "repealed" else state.kind


def _said_by(ending: Ending) -> list[tuple[Article, Statement | None]]:
    """The sentence that repeals, and that from when on it does, where it does not say so itself."""
    spans: list[tuple[Article, Statement | None]] = [(ending.article, ending.statement)]
    if ending.statement.date is None and (own := stated(ending.article, "effective", ending.date)):
        spans.append((ending.article, own))
    return spans


def _short(title: str) -> str:
    """The name at the head of a title that is more than a name: 《…办法》 of 《…办法》要点摘编."""
    head = _HEAD.match(title)
    return head[0] if head else title
