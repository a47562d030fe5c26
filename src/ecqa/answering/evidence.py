"""A question, its hits and their readings to the sentences that may answer, each with features and a chance; it picks and refuses nothing."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from ecqa.answering.form import demand
from ecqa.protocols import Reading, ToRead
from ecqa.schema import Article, Hit, Question
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams, content_terms, content_words, words

Rarity = Callable[[str], float]
"""Term to its weight, >= 0: the inverse document frequency over the passages of the index."""

TAKEN_OVER = 0.15
"""What a term counts that a follow-up took over from the turns before."""

FEATURES = (
    "evidence",
    "span",
    "holds",
    "cosine",
    "cosine_above",
    "overlap",
    "overlap_context",
    "words",
    "passage",
    "form",
    "short",
    "opening",
)
"""What a sentence is judged by:

evidence         mean logit of the reader that its characters stand in a sentence that answers
span             score of the best answer inside it above that of no answer, by the reader
holds            logit of the reader that its passage holds an answer
cosine           cosine of question and sentence
cosine_above     the same, standardised over all sentences of the hits
overlap          share of the question's terms, weighted by rarity, that stand in the sentence
overlap_context  the same, in the sentence, the one before it, its heading and its article's title
words            as overlap, of jieba's words instead of character pairs
passage          fused score of the passage below the best one's, at most 0
form             how far the sentence has the form that the question asks for (form.py), in [0, 1]
short            1 when the sentence has fewer than 12 characters
opening          1 when the passage opens its article
"""


COSINE = FEATURES.index("cosine")
UNREAD = -1e3
"""Logits below this stand at characters that the reader did not see."""


@dataclass(frozen=True, slots=True, eq=False)
class Linear:
    """A logit that is linear in what it weighs."""

    weights: NDArray[np.float64]
    bias: float = 0.0

    def logit(self, values: NDArray[np.float64]) -> float:
        """Of one row of values, in the order of the weights."""
        return float(values @ self.weights) + self.bias

    def probability(self, values: NDArray[np.float64]) -> float:
        """In [0, 1]: the logistic of the logit."""
        return logistic(self.logit(values))


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A sentence that may answer, with how well it does."""

    hit: Hit
    start: int
    end: int
    text: str
    features: NDArray[np.float64]
    """In the order of FEATURES."""
    terms: frozenset[str]
    """Terms of the question that stand in the sentence."""
    terms_context: frozenset[str]
    """Terms of the question that stand in the sentence or its context."""
    answer: tuple[int, int] = (0, 0)
    """Offsets in the article of the reader's best answer inside the sentence."""
    score: float = 0.0
    """Logit that the sentence answers."""

    @property
    def chance(self) -> float:
        """Probability in [0, 1] that the sentence answers."""
        return logistic(self.score)

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.hit.article


def to_read(hit: Hit) -> ToRead:
    """A hit as the reader takes it: under the article's title and date, and the heading that its text does not show."""
    heading = "" if hit.passage.text.startswith(hit.passage.heading) else hit.passage.heading
    return ToRead(hit.passage.text, above(hit.article, heading))


def above(article: Article, heading: str = "") -> str:
    """What a part of an article is read under: title, heading and date, as far as there are any."""
    return " ".join(part for part in (article.title, heading, article.date) if part)


def gather(question: Question, hits: Sequence[Hit], readings: Sequence[Reading], rarity: Rarity, by: Linear) -> list[Evidence]:
    """The sentences of all hits, best first.

    Args:
        question: Understood.
        hits: Best first, with `sentence_scores`.
        readings: One for each hit.
        rarity: Weight of a term.
        by: What FEATURES count.
    """
    query = fold(question.query or question.text)
    terms = content_terms(query) or list(dict.fromkeys(bigrams(query)))
    own = fold(question.asked or question.text)
    asked = _Asked(terms, rarity, own)
    asked_words = _Asked(content_words(query), rarity, own)
    met = demand(own, question.kind)
    found: list[Evidence] = []
    for hit, reading in zip(hits, readings, strict=True):
        headed = set(bigrams(fold(f"{hit.article.title}\n{hit.passage.heading}")))
        before: set[str] = set()
        for (start, end), cosine in zip(hit.passage.sentences, hit.sentence_scores, strict=True):
            text = hit.article.text[start:end]
            folded = fold(text)
            inside = set(bigrams(folded))
            held, context = inside.intersection(terms), (inside | before | headed).intersection(terms)
            at = hit.passage.start
            first, last, span = reading.best_span(start - at, end - at)
            features = [
                _mean_logit(reading, start - at, end - at),
                max(span, -30.0),
                reading.holds,
                cosine,
                0.0,
                asked.share(held),
                asked.share(context),
                asked_words.share(asked_words.weight.keys() & set(words(folded))),
                hit.score - hits[0].score,
                met(folded),
                float(len(text) < 12),
                float(start < len(hit.article.title) + 40),
            ]
            answer = (at + first, at + last)
            found.append(Evidence(hit, start, end, text, np.array(features), frozenset(held), frozenset(context), answer))
            before = inside
    return rank(found, by)


class _Asked:
    """The terms of a question, weighted by rarity; those it took over from the turns before count less."""

    def __init__(self, terms: Sequence[str], rarity: Rarity, own: str) -> None:
        self.weight = {term: rarity(term) * (1.0 if term in own else TAKEN_OVER) for term in terms}
        self._total = sum(self.weight.values()) or 1.0

    def share(self, held: Iterable[str]) -> float:
        """Share in [0, 1] of the question that these of its terms make up."""
        return sum(self.weight[term] for term in held) / self._total


def rank(found: Sequence[Evidence], by: Linear) -> list[Evidence]:
    """Sentences with their scores, best first.

    Args:
        found: All sentences of the hits of one question, in any order; cosines are standardised over them.
        by: What FEATURES count.
    """
    if not found:
        return []
    cosines = np.array([one.features[COSINE] for one in found])
    spread = cosines.std() or 1.0
    scored = []
    for one in found:
        features = one.features.copy()
        features[COSINE + 1] = (features[COSINE] - cosines.mean()) / spread
        scored.append(replace(one, features=features, score=by.logit(features)))
    return sorted(scored, key=lambda one: (-one.score, one.hit.rank, one.start))


def _mean_logit(reading: Reading, start: int, end: int) -> float:
    """That the characters answer; of those past the window, what the least likely character inside it has."""
    seen = reading.evidence > UNREAD
    told = reading.evidence[start:end][seen[start:end]]
    return float(told.mean()) if len(told) else float(reading.evidence.min(initial=0.0, where=seen))


def logistic(logit: float) -> float:
    """Probability in [0, 1]."""
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, logit))))
