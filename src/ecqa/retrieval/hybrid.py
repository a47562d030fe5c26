"""An understood question to ranked hits: dense, sentence and BM25 scores of the candidates of each, fused; it answers nothing."""

from collections.abc import Callable

import numpy as np

from ecqa.index.lexical import top
from ecqa.index.opened import Index
from ecqa.protocols import Embedder, Rows, Vectors
from ecqa.retrieval.filters import allowed_rows
from ecqa.retrieval.ranking import POOL, Candidates, Weights, dense_scores, ranked
from ecqa.schema import Hit, Question


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
        rows_allowed = allowed_rows(question.filters, question.as_of, index)
        if rows_allowed is not None and not len(rows_allowed):
            return []
        query = question.query or question.text
        vector = np.asarray(self._embedder.embed_query(query), dtype=np.float32)
        found = _candidates(index, question, vector, rows_allowed, self._weights.also)
        return ranked(question, found, self._weights, index.articles, k)


def _candidates(index: Index, question: Question, vector: Vectors, rows_allowed: Rows | None, also: float) -> Candidates:
    cosines, near = index.dense.search(vector, POOL, rows_allowed)
    own, others = index.lexical.scores(question.query or question.text), index.lexical.scores(" ".join(question.also))
    bigrams, words = (asked + also * other for asked, other in zip(own, others, strict=True))
    rows = np.unique(np.concatenate([near, top(bigrams, POOL, rows_allowed)[1], top(words, POOL, rows_allowed)[1]]))
    return Candidates(
        rows=rows,
        passages=[index.passages[int(row)] for row in rows],
        dense=dense_scores(rows, near, cosines),
        own=own[0][rows].astype(np.float64),
        bigrams=bigrams[rows].astype(np.float64),
        words=words[rows].astype(np.float64),
        sentences=[index.sentences.of(int(row)) @ vector for row in rows],
    )
