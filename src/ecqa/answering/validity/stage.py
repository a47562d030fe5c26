"""A question and its answer to the answer that also says whether what it cites holds on the day asked about, or to a direct answer about validity.

It cites the sentences that say so, which are hits of their own beside those that were retrieved; news has no validity, and its answers stay as they are.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from ecqa.answering.citations import bracketed, cite, on_one_line, told
from ecqa.answering.validity.asked import asked
from ecqa.answering.validity.disagreement import Disagreement, disagreement, may_disagree
from ecqa.answering.validity.saying import Said, Saying
from ecqa.answering.validity.sources import Allowed, Sources
from ecqa.corpus.validity import is_rule
from ecqa.index.opened import Index
from ecqa.index.relations import Relations, relations
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, Article, Citation, Hit, Question

Events = Callable[[], Iterator[AnswerEvent]]


@dataclass(slots=True)
class Told:
    """The events of an answer, and the hits that hold what they cite beside the retrieved ones."""

    events: Iterator[AnswerEvent]
    beside: list[Hit] = field(default_factory=list)


class ValidityStage:
    """Says when documents hold; safe to use from several threads.

    Args:
        messages: The words.
        today: Gives the ISO date as of which a question is answered that names none.
    """

    def __init__(self, messages: Messages, today: Callable[[], str] = lambda: date.today().isoformat()) -> None:
        self._messages = messages
        self._saying = Saying(messages, today)
        self._today = today
        self._known: tuple[Index, Relations, tuple[Article, ...]] | None = None

    def told(self, index: Index, question: Question, hits: Sequence[Hit], *, allowed: Allowed, day: str | None, events: Events) -> Told:
        """The events of an answer with what is to be said of validity.

        Args:
            index: The index in use.
            question: Understood.
            hits: What was retrieved for it.
            allowed: Whether an article may be used.
            day: ISO date that the question names; None takes that of its filter, or today.
            events: Begins the answer in the usual way.
        """
        told = Told(iter(()))
        named = day or question.as_of or question.filters.until
        found, rules = self._known_of(index)
        work = Sources(index, found, rules, allowed, named or self._today(), named is not None, told.beside)
        told.events = self._events(work, question, hits, events)
        return told

    def _events(self, work: Sources, question: Question, hits: Sequence[Hit], events: Events) -> Iterator[AnswerEvent]:
        if direct := self._direct(work, question, hits):
            yield from told(direct)
            return
        held: list[AnswerEvent] | None = [] if may_disagree(question, hits) else None
        for event in events():
            if held is not None and event.kind == "sentence":
                held.append(event)
                continue
            if event.answer is None or event.answer.status == "refused" or not event.answer.citations:
                yield from _release(held, event)
                yield event
                continue
            answer = event.answer
            found = disagreement(answer, hits) if held is not None and answer.mode == "extractive" else None
            if found is None:
                yield from _release(held, event)
            else:
                answer = self._both(answer, found)
                yield AnswerEvent("sentence", text=answer.text, citations=answer.citations)
            for line, citations in self._lines(work, answer):
                yield AnswerEvent("sentence", text=line, citations=citations)
                new = tuple(one for one in citations if one not in answer.citations)
                answer = replace(answer, text=f"{answer.text}\n{line}", citations=(*answer.citations, *new))
            yield replace(event, answer=answer)

    def _known_of(self, index: Index) -> tuple[Relations, tuple[Article, ...]]:
        """What documents do to one another, and which are rules: read once an index."""
        known = self._known
        if known is None or known[0] is not index:
            articles = index.articles.rules()
            known = (index, relations(articles), tuple(one for one in articles if is_rule(one)))
            self._known = known
        return known[1:]

    def _direct(self, work: Sources, question: Question, hits: Sequence[Hit]) -> Answer | None:
        rules = [one for one in work.rules if work.allowed(one)]
        best = hits[0].article if hits and is_rule(hits[0].article) else None
        wanted = asked(question.query or question.text, rules, work.relations, best)
        if wanted is None:
            return None
        endings = work.endings(wanted.article) if wanted.article else work.named(wanted.name)
        if wanted.article is None and not endings:
            return None
        said, renamed = self._saying.asked(wanted, endings, work.day), self._saying.renamed(wanted)
        citations = work.cited(said, ())
        if not said.known or not citations:
            related = () if wanted.article is None else work.cited(Said("", ((wanted.article, None),)), ())
            line = (renamed.line if renamed else "") + said.line
            return Answer(question.text, "refused", line, related=related, missing=line.rstrip("。."))
        quotes = [f"{on_one_line(one.quote)}[{one.marker}]" for one in citations if work.is_statement(one)]
        short = said.short if said.short and said.short in citations[0].quote else None
        lines = [_marked(short or said.line, citations), *quotes]
        if renamed:
            named = work.cited(renamed, citations)
            citations = (*citations, *(one for one in named if one not in citations))
            lines = [_marked(renamed.line, named), *lines]
        notes = dict.fromkeys(note for one in citations if (note := work.index.articles[one.article_id].note))
        lines += [on_one_line(self._messages.text("answer.note", note=note)) for note in notes]
        return Answer(question.text, "answered", "\n".join(lines), citations, short_answer=short)

    def _lines(self, work: Sources, answer: Answer) -> Iterator[tuple[str, tuple[Citation, ...]]]:
        """A line for each cited document that says when it holds: its state, at length and cited where the question names a day or it does not hold."""
        known: tuple[Citation, ...] = answer.citations
        for article_id in dict.fromkeys(one.article_id for one in answer.citations):
            article = work.index.articles.get(article_id)
            if article is None or not _has_terms(article):
                continue
            tell = self._saying.state if work.named_day else self._saying.remark
            said = tell(article, work.endings(article), work.day)
            told = replace(said, spans=tuple((who, statement) for who, statement in said.spans if statement is not None))
            citations = work.cited(told, known)
            known = (*known, *(one for one in citations if one not in known))
            yield _marked(said.line, citations), citations

    def _both(self, answer: Answer, found: Disagreement) -> Answer:
        """The answer with both sentences, newer first, above what else it quotes."""
        sides = [cite(n, article, start, end) for n, (article, start, end) in enumerate(found.sides, 1)]
        spans = {(one.article_id, one.start, one.end) for one in sides}
        rest = [one for one in answer.citations if (one.article_id, one.start, one.end) not in spans]
        more = [replace(one, marker=n) for n, one in enumerate(rest, len(sides) + 1)]
        lines = [self._messages.text("validity.disagree")]
        lines += [f"{one.date} {bracketed(on_one_line(one.title))}：{on_one_line(one.quote)}[{one.marker}]" for one in sides]
        lines += [f"{on_one_line(one.quote)}[{one.marker}]" for one in more]
        return replace(answer, text="\n".join(lines), citations=(*sides, *more), short_answer=None)


def _marked(line: str, citations: Sequence[Citation]) -> str:
    return on_one_line(line) + "".join(f"[{one.marker}]" for one in citations)


def _has_terms(article: Article) -> bool:
    """Whether an answer that cites a document must say whether it holds: a regulation, or one that says from when or until when."""
    said = article.effective_date or article.expiry_date or article.amended_date or article.status
    return is_rule(article) and (article.kind == "regulation" or said is not None)


def _release(held: list[AnswerEvent] | None, event: AnswerEvent) -> Iterator[AnswerEvent]:
    """What was held back until the whole answer was there."""
    if held and event.answer is not None:
        yield from held
