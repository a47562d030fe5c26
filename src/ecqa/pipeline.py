"""The path of the data on one screen: corpus to index, and question to cited answer. The first file to read.

    build:  corpus files -> articles -> passages -> vectors and terms -> a generation on disk          build_index
    ask:    question -> understand -> retrieve -> answer -> check the citations -> Answer              Assistant.chain

The steps of asking are LangChain runnables, so invoke, stream, batch, their async forms and callbacks come from there;
what travels between them are our own types.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import TypeVar

import numpy as np
from langchain_core.runnables import Runnable, RunnableGenerator, RunnableLambda

from ecqa.answering import checked, holds
from ecqa.answering.validity import ValidityStage
from ecqa.answering.verification import cited
from ecqa.index.build import BuildReport, build_index
from ecqa.index.opened import Index
from ecqa.protocols import Answerer, Retriever, Rewriter, Verifier
from ecqa.retrieval import allowed, missing_clause
from ecqa.schema import Answer, AnswerEvent, Article, Citation, Filters, Hit, Question, Turn, Verification
from ecqa.understanding import Understanding, day_meant

__all__ = ["Assistant", "BuildReport", "build_index"]

HITS = 10
"""Passages retrieved for a question."""

In = TypeVar("In")
Out = TypeVar("Out")


class Assistant:
    """Questions to cited answers over one index; safe to use from several threads.

    Args:
        current: Gives the index in use.
        retriever: Finds passages.
        answerer: Makes the answer from them.
        refused: Gives the text of a refusal for what is missing, when no citation of an answer held.
        rewriter: Gives follow-ups their subject back; None leaves that to rules.
        validity: Says whether what is cited holds on the day asked about; None leaves that out.
        verifier: Tells whether passages hold a claim; None where nobody asks for that.
    """

    def __init__(
        self,
        current: Callable[[], Index],
        retriever: Retriever,
        answerer: Answerer,
        refused: Callable[[str], str],
        *,
        rewriter: Rewriter | None = None,
        validity: ValidityStage | None = None,
        verifier: Verifier | None = None,
    ) -> None:
        self._current = current
        self._retriever = retriever
        self._answerer = answerer
        self._refused = refused
        self._validity = validity
        self._verifier = verifier
        self._understand = Understanding(current, rewriter=rewriter)
        self._find: Runnable[Question, _Work] = RunnableLambda(self._understood) | RunnableLambda(self._retrieved)
        self.events: Runnable[Question, _Told] = self._find | _streaming(self._answered) | _streaming(self._checked)
        self.chain: Runnable[Question, Answer] = self.events | RunnableLambda(_whole)

    def ask(self, text: str, history: Sequence[Turn] = (), filters: Filters | None = None, as_of: str | None = None) -> Answer:
        """The answer to a question.

        Args:
            text: As typed, at most 500 characters.
            history: The turns before, oldest first.
            filters: Which articles may be used; None allows all.
            as_of: ISO date; articles published later are not used.

        Raises:
            QuestionError: The question is empty or too long.
            SearchIndexError: There is no index that can be used.
        """
        return self.chain.invoke(Question(text, tuple(history), filters or Filters(), as_of))

    def stream(
        self, text: str, history: Sequence[Turn] = (), filters: Filters | None = None, as_of: str | None = None
    ) -> Iterator[AnswerEvent]:
        """The same as events: stages, checked sentences with their citations, and last the whole answer."""
        yield AnswerEvent("stage", stage="retrieve")
        for told in self.events.stream(Question(text, tuple(history), filters or Filters(), as_of)):
            yield told.event

    def search(
        self, query: str, k: int = HITS, filters: Filters | None = None, *, history: Sequence[Turn] = (), as_of: str | None = None
    ) -> list[Hit]:
        """The k best passages, best first; arguments and errors as `ask`."""
        question = self._understand(Question(query, tuple(history), filters or Filters(), as_of))
        return self._retriever.retrieve(question, k)

    def verify(self, claim: str, article: Article, start: int, end: int) -> Verification:
        """Whether a span of an article holds a claim, which of its sentences do, and why not.

        Args:
            claim: One sentence, without markers.
            article: In any revision.
            start: Offset in its text.
            end: Offset in its text, not included.
        """
        if self._verifier is None:
            raise ValueError("an assistant without a verifier")
        return self._verifier.verify(claim, [cited(article, start, end)])

    def articles(self) -> Sequence[Article]:
        """All articles of the index in use, in corpus order; each is read when it is looked at."""
        return self._current().articles.values()

    def dates(self) -> list[str]:
        """The ISO dates of the articles of the index in use, each once, ascending."""
        facets, of = self._current().articles.facets
        return sorted({date for at in np.unique(of) if (date := facets[at].date) is not None})

    def article(self, article_id: str) -> Article | None:
        """One article of the index in use; None when there is none of that id."""
        return self._current().articles.get(article_id)

    def reprints(self, article_id: str) -> list[Article]:
        """The other articles that say the same as one, in corpus order; they are no further evidence."""
        index = self._current()
        return [index.articles[one] for one in index.reprints(article_id)]

    def _understood(self, question: Question) -> "_Work":
        clock = _Clock()
        return _Work(self._understand(question), clock.after("understand"))

    def _retrieved(self, work: "_Work") -> "_Work":
        small_talk = work.question.kind in ("greeting", "thanks")
        hits = [] if small_talk else self._retriever.retrieve(work.question, HITS)
        return replace(work, hits=hits, missing=missing_clause(self._current(), work.question), clock=work.clock.after("retrieve"))

    def _answered(self, works: Iterator["_Work"]) -> Iterator["_Told"]:
        for begun in works:
            if begun.missing is not None:
                refusal = Answer(begun.question.text, "refused", self._refused(begun.missing), missing=begun.missing)
                yield _Told(replace(begun, clock=begun.clock.after("read")), AnswerEvent("answer", answer=refusal))
                continue
            work, events = self._with_validity(begun)
            for event in events:
                told = work if event.answer is None else replace(work, clock=work.clock.after("read"))
                yield _Told(told, event)

    def _with_validity(self, work: "_Work") -> tuple["_Work", Iterator[AnswerEvent]]:
        """The events of the answer, and the work with room for the hits that say when documents hold."""
        question = work.question
        if self._validity is None or question.kind in ("greeting", "thanks"):
            return work, self._answerer.stream(question, work.hits)
        told = self._validity.told(
            self._current(),
            question,
            work.hits,
            allowed=partial(allowed, question.filters, question.as_of),
            day=day_meant(question.query or question.text),
            events=lambda: self._answerer.stream(question, work.hits),
        )
        return replace(work, beside=told.beside), told.events

    def _checked(self, stream: Iterator["_Told"]) -> Iterator["_Told"]:
        for told in stream:
            work, event = told.work, told.event
            if event.answer is not None:
                answer = checked(event.answer, [*work.hits, *work.beside])
                if answer.status == "refused" and not answer.text:
                    missing = f"“{work.question.text}”"
                    answer = replace(answer, text=self._refused(missing), missing=missing)
                answer = replace(answer, citations=self._with_reprints(answer.citations), related=self._with_reprints(answer.related))
                timings = work.clock.after("check").milliseconds()
                yield _Told(work, replace(event, answer=replace(answer, timings_ms=timings, rewriting=work.question.rewriting)))
            elif all(holds(citation, [*work.hits, *work.beside]) for citation in event.citations):
                yield _Told(work, replace(event, citations=self._with_reprints(event.citations)))

    def _with_reprints(self, citations: Sequence[Citation]) -> tuple[Citation, ...]:
        index = self._current()
        return tuple(replace(one, reprints=tuple(index.reprints(one.article_id))) if index.copies else one for one in citations)


@dataclass(frozen=True, slots=True)
class _Clock:
    """When each stage ended, in seconds of the performance counter; the first entry is the start."""

    ends: tuple[tuple[str, float], ...] = field(default_factory=lambda: (("start", time.perf_counter()),))

    def after(self, stage: str) -> "_Clock":
        return _Clock((*self.ends, (stage, time.perf_counter())))

    def milliseconds(self) -> dict[str, float]:
        """Duration of each stage and of all."""
        spans = {name: end - before for (_, before), (name, end) in zip(self.ends, self.ends[1:], strict=False)}
        spans["total"] = self.ends[-1][1] - self.ends[0][1]
        return {name: round(seconds * 1000, 2) for name, seconds in spans.items()}


@dataclass(frozen=True, slots=True)
class _Work:
    """A question on its way."""

    question: Question
    clock: _Clock
    hits: list[Hit] = field(default_factory=list)
    missing: str | None = None
    """The clause that the question names and that is not there."""
    beside: list[Hit] = field(default_factory=list)
    """Hits that say when documents hold, in no rank; filled while the answer is made."""


@dataclass(frozen=True, slots=True)
class _Told:
    """An event with the work it came from; of several only the last counts, which holds the whole answer."""

    work: _Work
    event: AnswerEvent

    def __add__(self, later: "_Told") -> "_Told":
        return later


def _streaming(step: Callable[[Iterator[In]], Iterator[Out]]) -> Runnable[In, Out]:
    """A step that streams, also for ainvoke and astream: there each piece is made in a thread, so that the loop runs on."""

    async def in_threads(stream: AsyncIterator[In]) -> AsyncIterator[Out]:
        async for one in stream:
            pieces = step(iter([one]))
            while (piece := await asyncio.to_thread(next, pieces, None)) is not None:
                yield piece

    return RunnableGenerator(step, in_threads)


def _whole(told: _Told) -> Answer:
    assert told.event.answer is not None
    return told.event.answer
