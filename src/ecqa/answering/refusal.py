"""A question and its ranked evidence to how likely an answer stands there, and to what of the question is missing in it."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecqa.answering.choice import MANY
from ecqa.answering.evidence import FEATURES, Evidence, Rarity, above
from ecqa.protocols import Reading, ToRead
from ecqa.schema import Constraint, Question
from ecqa.text.folding import fold
from ecqa.text.names import nouns
from ecqa.text.presence import unmet
from ecqa.text.segmentation import content_words

SIGNS = (
    "best",
    "span",
    "evidence",
    "holds",
    "close_holds",
    "close_span",
    "alone_holds",
    "alone_span",
    "unmet_near",
    "lack",
    "lacks",
    "figure",
    "name",
    "many",
    "yes_no",
)
"""What answerability is judged by:

best        score of the best sentence
span        the best span's score above no answer among the three best sentences; so evidence and holds, of the reader
close_holds the reader's logit that the best sentence, read with the one before it alone, holds an answer; close_span its best span's score
alone_holds the same of the sentence by itself; so alone_span
unmet_near  how many of the question's constraints none of the three sentences' passages, headings, titles and dates meets
lack        rarity of the rarest word of the question that stands nowhere near the best sentence
lacks       share of the question's words, weighted by rarity, that don't
figure      1 when a number or a date is asked for; so name for a person, an organisation or a place, many for an answer of several sentences, yes_no
"""
LOWEST = -30.0
"""Span scores below this count as this."""
_ASKED = {
    "figure": frozenset({"number", "date"}),
    "name": frozenset({"person", "organization", "place"}),
    "many": MANY,
    "yes_no": frozenset({"yes_no"}),
}

TELLING = frozenset({"organization", "year", "date", "title", "document_number"})
"""Kinds of constraints of which one that is named nowhere near means that there is no answer: of the questions of the tune half, and of those over
the news and the invented newsletters that the reader was not trained on, 11 without an answer and 2 with one had such a one. A place or a person
is named by so many words that it tells nothing.
"""


def look_again(best: Evidence) -> tuple[ToRead, ToRead]:
    """The best sentence as it is read a second time: with the one before it, and by itself."""
    close = best.article.text[_begun(best) : best.end]
    return ToRead(close, above(best.article, best.hit.passage.heading)), ToRead(best.text, above(best.article))


def signs(question: Question, ranked: Sequence[Evidence], again: Sequence[Reading], rarity: Rarity) -> NDArray[np.float64]:
    """What the evidence looks like, in the order of SIGNS.

    Args:
        question: Understood.
        ranked: Best first, at least one.
        again: The readings of `look_again(ranked[0])`.
        rarity: Weight of a term.
    """
    best = ranked[:3]
    values = {
        **dict(zip(FEATURES, np.max([one.features for one in best], axis=0), strict=True)),
        "best": best[0].score,
        "unmet_near": float(len(unmet_by(question, [_near(one) for one in best]))),
        **{name: float(question.kind in kinds) for name, kinds in _ASKED.items()},
    }
    for name, reading in zip(("close", "alone"), again, strict=True):
        values[f"{name}_holds"] = reading.holds
        values[f"{name}_span"] = max(reading.best_span(0, len(reading.evidence))[2], LOWEST)
    near = fold(_near(best[0]))
    weight = {word: rarity(word) for word in content_words(fold(question.query or question.text))}
    lacking = [weight[word] for word in weight if word not in near]
    values["lack"] = max(lacking, default=0.0)
    values["lacks"] = sum(lacking) / (sum(weight.values()) or 1.0)
    return np.array([values[name] for name in SIGNS])


def unmet_by(question: Question, texts: Sequence[str]) -> list[Constraint]:
    """What the question asks about and none of the texts names."""
    return [constraint for constraint in question.constraints if all(unmet(constraint, text) for text in texts)]


def missing(question: Question, evidence: Sequence[Evidence]) -> list[Constraint]:
    """What the question asks about and the evidence, its passages, headings, titles and dates never name."""
    return unmet_by(question, [_near(one) for one in evidence])


def absent(question: Question, evidence: Sequence[Evidence]) -> list[Constraint]:
    """What of the kinds in TELLING the question asks about and the evidence never names, nor another of the kind that the question names."""
    lacking, met = _met(question, evidence)
    return [one for one in lacking if one.kind in TELLING - met]


def half_met(question: Question, evidence: Sequence[Evidence]) -> list[Constraint]:
    """What of the question the evidence never names, where it names another of the same kind: of two years, the one without data."""
    lacking, met = _met(question, evidence)
    return [one for one in lacking if one.kind in met]


def _met(question: Question, evidence: Sequence[Evidence]) -> tuple[list[Constraint], set[str]]:
    """What the evidence never names, and the kinds of what it does name."""
    lacking = missing(question, evidence)
    return lacking, {one.kind for one in question.constraints if one not in lacking}


def _near(one: Evidence) -> str:
    return f"{one.hit.passage.text}\n{_above(one)}"


def _begun(one: Evidence) -> int:
    """Where the sentence before a sentence begins, in its passage."""
    return max((start for start, _ in one.hit.passage.sentences if start < one.start), default=one.start)


def _above(one: Evidence) -> str:
    return f"{one.hit.passage.heading}\n{one.article.title}\n{one.article.date or ''}"


def missing_nouns(question: Question, evidence: Sequence[Evidence]) -> list[str]:
    """What the question is about and the passages of the evidence never name, as the question words it; at most three."""
    said = fold(" ".join(dict.fromkeys(f"{one.article.title} {one.hit.passage.heading} {one.hit.passage.text}" for one in evidence)))
    asked = [word for word in nouns(question.query) if word in content_words(question.query)]
    return [word for word in asked if fold(word) not in said][:3]
