"""A question and its hits to an answer made of verbatim sentences, each with its citation; without a language model."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from ecqa.answering.choice import choose
from ecqa.answering.citations import MARKER, cite
from ecqa.answering.evidence import FEATURES, Evidence, Rarity, gather
from ecqa.answering.outline import outline
from ecqa.answering.refusal import SIGNS, missing_nouns, missing_years, probability, signs
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, Article, Citation, Hit, Question

READ = 8
"""Hits whose sentences are read."""
RELATED = 3
"""Articles that a refusal names."""


Span = tuple[Article, int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Fit:
    """What train/fit_answering.py found; see weights.json."""

    sentence: NDArray[np.float64]
    """Weights of FEATURES."""
    answerable: NDArray[np.float64]
    """Weights of SIGNS."""
    bias: float
    threshold: float
    """Probability below which a question is refused."""
    margin: float
    """How far below the best a sentence may score and still be part of the answer."""


class ExtractiveAnswerer:
    """Answers with the sentences of the hits; safe to use from several threads.

    Args:
        messages: The catalogue for what is not quoted.
        rarity: Weight of a term in the index in use.
        fit: Weights; None takes those that ship with the package.
    """

    def __init__(self, messages: Messages, rarity: Rarity, fit: Fit | None = None) -> None:
        self._messages = messages
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
        yield AnswerEvent("stage", stage="read", count=min(len(hits), READ))
        if headings := outline(question, hits, self._rarity):
            introduction = self._messages.text("answer.outline", title=_bracketed(headings[0].article.title))
            yield from self._told(question, introduction, [(one.article, one.start, one.end) for one in headings])
            return
        ranked = gather(question, hits[:READ], self._rarity, self._fit.sentence)
        confidence = self._probability(question, ranked) if ranked else 0.0
        if not ranked or confidence < self._fit.threshold:
            yield _last(replace(self._refusal(question, ranked, hits), confidence=confidence))
            return
        chosen = choose(question, ranked, self._fit.margin)
        yield from self._told(question, "", [(one.article, one.start, one.end) for one in chosen], confidence)

    def _probability(self, question: Question, ranked: Sequence[Evidence]) -> float:
        return probability(signs(question, ranked, self._rarity), self._fit.answerable, self._fit.bias)

    def _told(self, question: Question, introduction: str, spans: Sequence[Span], confidence: float | None = None) -> Iterator[AnswerEvent]:
        """An introduction of our own, the spans as quoted lines, the notes of their articles."""
        text: list[str] = []
        citations: list[Citation] = []
        if introduction:
            text.append(_unmarked(introduction))
            yield AnswerEvent("sentence", text=text[-1])
        for marker, (article, start, end) in enumerate(spans, 1):
            citations.append(cite(marker, article, start, end))
            text.append(f"{_unmarked(citations[-1].quote.replace(chr(10), ' '))}[{marker}]")
            yield AnswerEvent("sentence", text=text[-1], citations=(citations[-1],))
        articles = dict.fromkeys(article for article, _, _ in spans)
        for note in dict.fromkeys(article.note for article in articles if article.note):
            text.append(_unmarked(self._messages.text("answer.note", note=note)))
            yield AnswerEvent("sentence", text=text[-1])
        yield _last(Answer(question.text, "answered", "\n".join(text), tuple(citations), confidence=confidence))

    def _lacking(self, question: Question, evidence: Sequence[Evidence]) -> str:
        """What is missing, in a few words: years, else things that are not named, else the question itself."""
        if years := missing_years(question, evidence):
            return self._messages.text("answer.lacking-years", years="、".join(years))
        if words := missing_nouns(question, evidence):
            return self._messages.text("answer.lacking-words", words="".join(f"“{word}”" for word in words))
        return self._messages.text("answer.lacking-all", question=question.text.rstrip("？?。！!. "))

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
        sentence=np.array([stored["sentence"][name] for name in FEATURES]),
        answerable=np.array([stored["answerable"][name] for name in SIGNS]),
        bias=float(stored["bias"]),
        threshold=float(stored["threshold"]),
        margin=float(stored["margin"]),
    )


def _bracketed(title: str) -> str:
    """A title in 《》, unless it has them."""
    return title if "《" in title else f"《{title}》"


def _unmarked(text: str) -> str:
    """Text of the material in which nothing looks like a marker of ours: its own [1] is written 【1】."""
    return MARKER.sub(r"【\1】", text)


def _last(answer: Answer) -> AnswerEvent:
    return AnswerEvent("answer", answer=answer)
