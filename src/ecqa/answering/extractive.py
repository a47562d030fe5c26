"""A question and its hits to an answer made of verbatim sentences, each with its citation; without a language model."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources

import numpy as np

from ecqa.answering.choice import Chosen, Least, choose
from ecqa.answering.citations import bracketed, cite, on_one_line, unmarked
from ecqa.answering.evidence import FEATURES, Evidence, Linear, Rarity, gather, to_read
from ecqa.answering.outline import outline
from ecqa.answering.refusal import SIGNS, absent, half_met, look_again, missing, missing_nouns, signs
from ecqa.answering.short import short_answer
from ecqa.answering.verdict import verdict
from ecqa.messages import Messages
from ecqa.protocols import Reader
from ecqa.schema import Answer, AnswerEvent, Article, Citation, Constraint, Hit, Question, Status
from ecqa.text.sentences import split

READ = 8
"""Hits that are read; on the practice questions eight cover three more key points in a hundred than six, ten no more, and on the tune half as many."""
PART_READ = 4
"""Hits that are read for each of several things asked and for the whole of it; on the tune half as good as six, in three fifths of the time."""
MOST_NAMED = 3
"""Missing things that a refusal names."""
TIMES = frozenset({"year", "month", "date", "quarter"})
"""Kinds of constraints that are times."""
PART_ALONE = 0.5
"""Probability of an answer that one of several things asked must have where the question as a whole has none."""
RELATED = 3
"""Articles that a refusal names."""


Span = tuple[Article, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What train/fit_answering.py found; see weights.json."""

    sentence: Linear
    """What FEATURES count."""
    answerable: Linear
    """What SIGNS count."""
    threshold: float
    """Probability below which a question is refused."""
    least: Least
    """Chance that a further sentence must have."""


@dataclass(frozen=True, slots=True, eq=False)
class _Part:
    """One of several things asked."""

    question: Question
    best: Evidence | None
    """The sentence that answers it best."""
    probability: float
    """That one does."""


class ExtractiveAnswerer:
    """Answers with the sentences of the hits; safe to use from several threads.

    Args:
        messages: The catalogue for what is not quoted.
        rarity: Weight of a term in the index in use.
        reader: Finds the answer in the passages.
        fit: Weights; None takes those that ship with the package.
    """

    def __init__(self, messages: Messages, rarity: Rarity, reader: Reader, fit: Fit | None = None) -> None:
        self._messages = messages
        self._reader = reader
        self._rarity = rarity
        self._fit = fit or shipped_fit()

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        """The whole answer; see `stream`."""
        last = list(self.stream(question, hits))[-1].answer
        assert last is not None
        return last

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        """A sentence event for each line of the answer, and last the whole answer."""
        if question.kind in ("greeting", "thanks"):
            yield _last(Answer(question.text, "answered", self._messages.text(f"answer.{question.kind}"), mode="greeting"))
            return
        most = PART_READ if question.parts else READ
        yield AnswerEvent("stage", stage="read", count=min(len(hits), most))
        if headings := outline(question, hits, self._rarity):
            opening = self._messages.text("answer.outline", title=bracketed(headings[0].article.title))
            yield from self._told(question, [(one.article, one.start, one.end) for one in headings], opening=opening)
            return
        ranked = self._read(question, hits[:most])
        confidence = self._probability(question, ranked) if ranked else 0.0
        answerable = bool(ranked) and confidence >= self._fit.threshold
        floor = self._fit.threshold if answerable else PART_ALONE
        parts = [self._part(part, hits[:PART_READ]) for part in question.parts]
        of_parts = [part.best for part in parts if part.best and part.probability >= floor]
        if not answerable and not of_parts:
            yield _last(replace(self._refusal(question, ranked, hits), confidence=confidence))
            return
        chosen = choose(question, ranked if answerable else of_parts, self._fit.least, of_parts)
        short = short_answer(question, chosen[0].evidence)
        said = verdict(question, chosen[0].evidence)
        opening = self._messages.text(f"answer.verdict-{said.key}", asked=said.asked, said=said.said) if said else ""
        lacking = self._half(question, chosen, [part for part in parts if part.probability < floor])
        spans = [(one.article, one.start, one.end) for one in chosen]
        yield from self._told(question, spans, opening=opening, short=short, lacking=lacking, confidence=confidence)

    def _read(self, question: Question, hits: list[Hit]) -> list[Evidence]:
        readings = self._reader.read(question.query, [to_read(hit) for hit in hits])
        return gather(question, hits, readings, self._rarity, self._fit.sentence)

    def _part(self, part: Question, hits: list[Hit]) -> _Part:
        ranked = self._read(part, hits)
        return _Part(part, ranked[0], self._probability(part, ranked)) if ranked else _Part(part, None, 0.0)

    def _probability(self, question: Question, ranked: Sequence[Evidence]) -> float:
        """Of an answer among the evidence; 0 where it names nothing of what the question is about."""
        if absent(question, ranked[:3]):
            return 0.0
        again = self._reader.read(question.query, look_again(ranked[0]))
        return self._fit.answerable.probability(signs(question, ranked, again, self._rarity))

    def _told(
        self,
        question: Question,
        spans: Sequence[Span],
        *,
        opening: str = "",
        short: str | None = None,
        lacking: str | None = None,
        confidence: float | None = None,
    ) -> Iterator[AnswerEvent]:
        """An opening of our own, the short answer, the spans as quoted lines, what they lack, the notes of their articles."""
        text: list[str] = []
        citations: list[Citation] = []
        if opening:
            text.append(unmarked(opening))
            yield AnswerEvent("sentence", text=text[-1])
        if short:
            text.append(f"{unmarked(short)}[1]")
            yield AnswerEvent("sentence", text=text[-1], citations=(cite(1, *spans[0]),))
        for marker, (article, start, end) in enumerate(spans, 1):
            citations.append(cite(marker, article, start, end))
            text.append(_marked(citations[-1]))
            yield AnswerEvent("sentence", text=text[-1], citations=(citations[-1],))
        if lacking:
            text.append(unmarked(self._messages.text("answer.partial", missing=lacking)))
            yield AnswerEvent("sentence", text=text[-1])
        articles = dict.fromkeys(article for article, _, _ in spans)
        for note in dict.fromkeys(article.note for article in articles if article.note):
            text.append(unmarked(self._messages.text("answer.note", note=note)))
            yield AnswerEvent("sentence", text=text[-1])
        status: Status = "partial" if lacking else "answered"
        whole = Answer(question.text, status, "\n".join(text), tuple(citations), short_answer=short, missing=lacking, confidence=confidence)
        yield _last(whole)

    def _half(self, question: Question, chosen: Sequence[Chosen], unlikely: Sequence[_Part]) -> str | None:
        """What an answer to a part of the question lacks, in a few words; None where it lacks nothing.

        Args:
            question: Understood.
            chosen: What is told.
            unlikely: Those of several things asked that are likely not answered; one whose best sentence is told all the same lacks nothing.
        """
        if lacking := half_met(question, [one.evidence for one in chosen]):
            return self._named(lacking)
        told = {(one.article.id, one.evidence.start) for one in chosen}
        if unanswered := [one for one in unlikely if not one.best or (one.best.article.id, one.best.start) not in told]:
            return self._messages.text("answer.lacking-all", question="；".join(_bare(one.question.query) for one in unanswered))
        return None

    def _lacking(self, question: Question, evidence: Sequence[Evidence]) -> str:
        """What is missing, in a few words: constraints, else things that are not named, else the question itself."""
        if lacking := missing(question, evidence):
            return self._named(lacking)
        if words := missing_nouns(question, evidence):
            return self._messages.text("answer.lacking-words", words="".join(f"“{word}”" for word in words))
        return self._messages.text("answer.lacking-all", question=_bare(question.text))

    def _named(self, lacking: Sequence[Constraint]) -> str:
        """Constraints in the words of the question: times as data of theirs, all else as what nothing is said of."""
        if times := [one.text for one in lacking if one.kind in TIMES]:
            return self._messages.text("answer.lacking-times", times="、".join(times))
        return self._messages.text("answer.lacking-words", words="".join(f"“{one.text}”" for one in lacking[:MOST_NAMED]))

    def _refusal(self, question: Question, ranked: Sequence[Evidence], hits: Sequence[Hit]) -> Answer:
        lacking = self._lacking(question, ranked[:5])
        near: dict[str, Hit] = {}
        for hit in hits:
            near.setdefault(hit.article.id, hit)
        related = tuple(
            cite(n, hit.article, *(hit.passage.sentences[0] if hit.passage.sentences else (hit.passage.start, hit.passage.end)))
            for n, hit in enumerate(list(near.values())[:RELATED], 1)
        )
        text = self._messages.text("answer.refused", missing=lacking)
        return Answer(question.text, "refused", text, related=related, missing=lacking)


def shipped_fit() -> Fit:
    """The weights in weights.json beside this module."""
    stored = json.loads(resources.files(__package__).joinpath("weights.json").read_text("utf-8"))
    return Fit(
        sentence=Linear(np.array([stored["sentence"][name] for name in FEATURES]), float(stored["sentence"]["bias"])),
        answerable=Linear(np.array([stored["answerable"][name] for name in SIGNS]), float(stored["answerable"]["bias"])),
        threshold=float(stored["threshold"]),
        least=Least(**stored["least"]),
    )


def _bare(question: str) -> str:
    return question.rstrip("？?。！!. ")


def _marked(citation: Citation) -> str:
    """A quote as one line, its marker after each of its sentences."""
    quote = citation.quote
    spans = split(quote) or [(0, len(quote))]
    return "".join(f"{on_one_line(quote[start:end])}[{citation.marker}]" for start, end in spans)


def _last(answer: Answer) -> AnswerEvent:
    return AnswerEvent("answer", answer=answer)
