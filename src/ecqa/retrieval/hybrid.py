"""An understood question to ranked hits: dense, sentence and BM25 scores of the candidates of each, fused; it answers nothing."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from ecqa.index.lexical import top
from ecqa.index.opened import Index
from ecqa.protocols import Embedder, Rows, Vectors
from ecqa.retrieval.filters import allowed_rows
from ecqa.retrieval.fusion import Scores, fuse
from ecqa.retrieval.spread import spread
from ecqa.schema import Hit, Question

POOL = 100
"""Candidates taken from each of the dense, the bigram and the word list; scores are standardised over their union."""


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


class HybridRetriever:
    """Ranks passages by dense and lexical scores together; safe to use from several threads.

    Args:
        current: Gives the index in use; asked once a question, so that a question never sees two generations.
        embedder: The model that the index was built with.
        weights: What each score counts.
    """

    def __init__(self, current: Callable[[], Index], embedder: Embedder, weights: Weights | None = None) -> None:
        self._current = current
        self._embedder = embedder
        self._weights = weights or Weights()

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, best first; for a summary, the passages of the best article stand first, one a heading."""
        index = self._current()
        rows_allowed = allowed_rows(question.filters, question.as_of, index.passages, index.articles)
        if rows_allowed is not None and not len(rows_allowed):
            return []
        query = question.query or question.text
        vector = np.asarray(self._embedder.embed_query(query), dtype=np.float32)
        scored = _score(index, question, vector, rows_allowed, self._weights)
        order = np.lexsort((scored.rows, -scored.fused))
        if question.kind == "summary":
            order = spread([index.passages[row] for row in scored.rows], scored.fused, order)
        return [_hit(index, scored, at, rank) for rank, at in enumerate(order[:k], 1)]


@dataclass(frozen=True, slots=True, eq=False)
class _Scored:
    """The candidates of one question, arrays of shape (n,)."""

    rows: Rows
    dense: Scores
    bigrams: Scores
    fused: Scores
    sentences: list[Vectors]
    """Cosines of each candidate's sentences."""


def _score(index: Index, question: Question, vector: Vectors, rows_allowed: Rows | None, weights: Weights) -> _Scored:
    cosines, near = index.dense.search(vector, POOL, rows_allowed)
    own, also = index.lexical.scores(question.query or question.text), index.lexical.scores(" ".join(question.also))
    bigrams, words = (asked + weights.also * other for asked, other in zip(own, also, strict=True))
    rows = np.unique(np.concatenate([near, top(bigrams, POOL, rows_allowed)[1], top(words, POOL, rows_allowed)[1]]))
    dense = np.full(len(rows), cosines.min(), dtype=np.float64)  # a candidate past the pool is no nearer than its last
    dense[np.searchsorted(rows, near)] = cosines
    sentences = [index.sentences.of(int(row)) @ vector for row in rows]
    best = np.array([cosine.max() if len(cosine) else dense[at] for at, cosine in enumerate(sentences)], dtype=np.float64)
    fused = fuse(
        [
            (weights.dense, dense),
            (weights.sentence, best),
            (weights.bigrams, bigrams[rows].astype(np.float64)),
            (weights.words, words[rows].astype(np.float64)),
        ]
    )
    return _Scored(rows, dense, own[0][rows].astype(np.float64), fused, sentences)


def _hit(index: Index, scored: _Scored, at: int, rank: int) -> Hit:
    passage = index.passages[scored.rows[at]]
    return Hit(
        passage=passage,
        article=index.articles[passage.article_id],
        score=float(scored.fused[at]),
        rank=rank,
        dense=float(scored.dense[at]),
        lexical=float(scored.bigrams[at]),
        sentence_scores=tuple(float(cosine) for cosine in scored.sentences[at]),
    )
