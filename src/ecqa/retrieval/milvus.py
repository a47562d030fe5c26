"""An understood question to ranked hits as `hybrid` gives them, the searches done by Milvus, its filters among them; it answers nothing."""

from collections.abc import Callable

import numpy as np

from ecqa.index.lexical import FIELDS
from ecqa.index.milvus import MilvusStore
from ecqa.index.milvus_rows import Stored, Terms, asked, expression
from ecqa.index.opened import Index
from ecqa.protocols import Embedder
from ecqa.retrieval.fusion import Scores
from ecqa.retrieval.ranking import POOL, Candidates, Weights, dense_scores, ranked
from ecqa.schema import Hit, Question


class MilvusRetriever:
    """Ranks passages by dense and lexical scores together; safe to use from several threads.

    Vectors, terms and passages come from the store, articles from the index.

    Args:
        current: Gives the generation that the store has in use; asked once a question.
        store: Where that generation is.
        embedder: The model that the index was built with.
        weights: What each score counts.
    """

    def __init__(self, current: Callable[[], Index], store: MilvusStore, embedder: Embedder, weights: Weights | None = None) -> None:
        self._current = current
        self._store = store
        self._embedder = embedder
        self._weights = weights or Weights()

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, best first; for a summary, the passages of the best article stand first, one a heading.

        Raises:
            SearchIndexError: The store cannot be reached.
        """
        index = self._current()
        query = question.query or question.text
        vector = np.asarray(self._embedder.embed_query(query), dtype=np.float32)
        where = expression(question.filters, question.as_of)
        own = {name: asked(query, name, index) for name in FIELDS}
        terms = {name: _sum(own[name], asked(" ".join(question.also), name, index), self._weights.also) for name in FIELDS}
        near = self._store.nearest(index, vector, POOL, where)
        if not len(near.keys):
            return []
        lists = [near, *(self._store.matching(index, name, terms[name], POOL, where) for name in FIELDS)]
        places, at = np.unique(np.concatenate([one.places for one in lists]), return_index=True)
        found = self._store.rows(index, np.concatenate([one.keys for one in lists])[at], len(vector))
        candidates = Candidates(
            rows=places,
            passages=[one.passage(index.articles[one.article_id].text) for one in found],
            dense=dense_scores(places, near.places, near.scores),
            own=_scores(found, "bigrams", own["bigrams"]),
            bigrams=_scores(found, "bigrams", terms["bigrams"]),
            words=_scores(found, "words", terms["words"]),
            sentences=[one.sentences @ vector for one in found],
        )
        return ranked(question, candidates, self._weights, index.articles, k)


def _sum(own: Terms, also: Terms, weight: float) -> Terms:
    return own | {at: own.get(at, 0.0) + weight * times for at, times in also.items()}


def _scores(found: list[Stored], name: str, terms: Terms) -> Scores:
    """BM25 of each row: the inner product of its terms and the question's."""
    return np.array([sum(times * one.terms[name].get(at, 0.0) for at, times in terms.items()) for one in found], np.float64)
