"""Candidates with the scores of each search to ranked hits; it searches nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ecqa.protocols import Rows, Vectors
from ecqa.retrieval.fusion import Scores, fuse
from ecqa.retrieval.spread import spread
from ecqa.schema import Article, Hit, Passage, Question

POOL = 100
"""Candidates taken from each of the dense, the bigram and the word list; scores are standardised over their union."""

TIE_DECIMALS = 5
"""Decimals of a fused score by which hits are ordered: engines round differently, and what ties in one ties in all."""


@dataclass(frozen=True, slots=True)
class Weights:
    """What each score counts in the fusion."""

    dense: float = 0.3
    sentence: float = 0.3
    """The best cosine of a sentence of the passage."""
    bigrams: float = 0.25
    words: float = 0.15
    also: float = 0.3
    """What a term of `Question.also` counts beside one of the question itself, in the two lexical scores."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """The candidates of one question in row order, arrays of shape (n,)."""

    rows: Rows
    passages: Sequence[Passage]
    dense: Scores
    own: Scores
    """BM25 of the question's own bigrams."""
    bigrams: Scores
    """BM25 of bigrams, those of `Question.also` weighted in."""
    words: Scores
    sentences: Sequence[Vectors]
    """Cosines of each candidate's sentences; empty for one whose sentences are not known."""


def dense_scores(rows: Rows, near: Rows, cosines: Vectors) -> Scores:
    """The cosine of each row, shape (n,); one that was not among the nearest is no nearer than the last of them.

    Args:
        rows: Ascending, shape (n,), all of `near` among them.
        near: The nearest rows, at least one.
        cosines: Theirs.
    """
    dense = np.full(len(rows), cosines.min(), dtype=np.float64)
    dense[np.searchsorted(rows, near)] = cosines
    return dense


def ranked(question: Question, found: Candidates, weights: Weights, articles: Mapping[str, Article], k: int) -> list[Hit]:
    """At most k hits, best first; for a summary, the passages of the best article stand first, one a heading."""
    best = np.array([cosine.max() if len(cosine) else found.dense[at] for at, cosine in enumerate(found.sentences)], dtype=np.float64)
    fused = fuse([(weights.dense, found.dense), (weights.sentence, best), (weights.bigrams, found.bigrams), (weights.words, found.words)])
    order = np.lexsort((found.rows, -np.round(fused, TIE_DECIMALS)))
    if question.kind == "summary":
        order = spread(found.passages, fused, order)
    return [
        Hit(
            passage=found.passages[at],
            article=articles[found.passages[at].article_id],
            score=float(fused[at]),
            rank=rank,
            dense=float(found.dense[at]),
            lexical=float(found.own[at]),
            sentence_scores=tuple(float(cosine) for cosine in found.sentences[at]),
        )
        for rank, at in enumerate(order[:k], 1)
    ]
