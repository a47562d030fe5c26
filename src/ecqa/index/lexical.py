"""Texts to a storable BM25 index over two kinds of terms (bm25s), and a query to its scores; it fuses nothing.

Fields: overlapping pairs of Chinese characters, and jieba's words, both over folded text. A score is

    sum over the query's terms t, repeated ones counted, of  idf(t) * tf / (tf + k1 * (1 - b + b * length / mean length))
    idf(t) = ln(1 + (N - df + 0.5) / (df + 0.5))

with tf how often t stands in the passage, length the terms of the passage, N the passages and df those that hold t.

Source: Robertson & Zaragoza 2009, "The Probabilistic Relevance Framework: BM25 and Beyond", eq. 3.15, in the form
without the constant factor k1 + 1 (Kamphuis et al. 2020, "Which BM25 Do You Mean?", "Lucene (accurate)").
"""

import logging
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
from numpy.typing import NDArray

from ecqa.index.terms import Numbered
from ecqa.protocols import Rows
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams, words

K1 = 1.5
"""How slowly repeating a term stops adding to the score."""
B = 0.75
"""How much long passages are held back, from 0 (not) to 1 (in full)."""

Scores = NDArray[np.float32]
Terms = Callable[[str], list[str]]

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it sets itself to DEBUG

FIELDS: dict[str, Terms] = {"bigrams": bigrams, "words": words}
"""Folder name of each field and how a folded text becomes its terms."""


@dataclass(frozen=True, slots=True, eq=False)
class TermWeights:
    """What each term of a field adds to the score of each row that holds it: term t to row `rows[i]`, for i from `bounds[t]` to `bounds[t + 1]`."""

    terms: list[str]
    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    scores: NDArray[np.float32]


class LexicalIndex:
    """BM25 over the two fields; rows are numbered as the texts came. Made by `build` or `load`."""

    def __init__(self, fields: dict[str, bm25s.BM25], rows: int) -> None:
        self._fields = fields
        self._rows = rows

    @classmethod
    def build(cls, texts: Sequence[str]) -> "LexicalIndex":
        """Indexes texts, at least one; they are folded here."""
        return cls.of(numbered(texts))

    @classmethod
    def of(cls, fields: dict[str, Numbered]) -> "LexicalIndex":
        """Indexes texts whose terms are numbered, at least one."""
        return cls({name: _field(terms) for name, terms in fields.items()}, len(fields["bigrams"][0]))

    @classmethod
    def load(cls, folder: Path) -> "LexicalIndex":
        """Opens an index that `save` wrote; nothing in it is unpickled, and the scores are mapped from the files, not copied.

        Raises:
            OSError: A file is missing.
            ValueError: A file is no part of such an index.
        """
        fields = {name: bm25s.BM25.load(folder / name, load_corpus=False, mmap=True, allow_pickle=False) for name in FIELDS}
        return cls(fields, int(fields["bigrams"].scores["num_docs"]))

    def save(self, folder: Path) -> None:
        """Writes one folder for each field into a folder: arrays as .npy without pickle, vocabulary and parameters as JSON."""
        for name, field in self._fields.items():
            field.save(folder / name, allow_pickle=False, show_progress=False)

    def scores(self, query: str) -> tuple[Scores, Scores]:
        """BM25 of every row for a query.

        Args:
            query: As typed or rewritten; folded here. Terms that no text holds count nothing.

        Returns:
            Scores over bigrams and over words, each of shape (n,), float32, >= 0, higher is better.
        """
        folded = fold(query)
        return self._field_scores("bigrams", folded), self._field_scores("words", folded)

    def rarity(self, term: str) -> float:
        """Inverse document frequency of a folded bigram or word, as above; highest for one that no passage holds."""
        held = max(self.passages_with(term, field) for field in self._fields)
        return math.log(1 + (self._rows - held + 0.5) / (held + 0.5))

    def passages_with(self, term: str, name: str) -> int:
        """How many passages hold a folded term of a field ("bigrams" or "words")."""
        field = self._fields[name]
        at = field.vocab_dict.get(term)
        bounds = field.scores["indptr"]
        return 0 if at is None else int(bounds[at + 1] - bounds[at])

    def weights(self, name: str) -> TermWeights:
        """All of a field ("bigrams" or "words"), for engines that keep the scores themselves."""
        field = self._fields[name]
        bounds = np.asarray(field.scores["indptr"], np.int64)
        terms = [""] * (len(bounds) - 1)
        for term, at in field.vocab_dict.items():
            if at < len(terms):
                terms[at] = term
        return TermWeights(terms, bounds, field.scores["indices"], field.scores["data"])

    def _field_scores(self, name: str, folded: str) -> Scores:
        field = self._fields[name]
        known = field.get_tokens_ids(FIELDS[name](folded))
        if not known:
            return np.zeros(self._rows, np.float32)
        scores: Scores = field.get_scores_from_ids(known)
        return scores

    def __len__(self) -> int:
        return self._rows


def top(scores: Scores, k: int, rows_allowed: Rows | None = None) -> tuple[Scores, Rows]:
    """The k best rows with a score above zero, best first; rows of one score in ascending order.

    Args:
        scores: Shape (n,).
        k: How many at most.
        rows_allowed: Row numbers that may be returned; None allows all.

    Returns:
        Scores (descending) and row numbers, both of shape (<= k,).
    """
    rows = np.flatnonzero(scores > 0) if rows_allowed is None else rows_allowed[scores[rows_allowed] > 0]
    if 0 < k < len(rows):
        last = np.partition(scores[rows], len(rows) - k)[len(rows) - k]
        rows = rows[scores[rows] >= last]
    best = rows[np.lexsort((rows, -scores[rows]))][: max(k, 0)]
    return scores[best], best.astype(np.int64)


def numbered(texts: Sequence[str]) -> dict[str, Numbered]:
    """The terms of texts in each field; terms are numbered as they first occur, so that one corpus always gives the same files."""
    folded = [fold(text) for text in texts]
    fields: dict[str, Numbered] = {}
    for name, terms in FIELDS.items():
        vocabulary: dict[str, int] = {"": 0}  # bm25s needs at least one term
        fields[name] = [[vocabulary.setdefault(term, len(vocabulary)) for term in terms(text)] for text in folded], vocabulary
    return fields


def _field(terms: Numbered) -> bm25s.BM25:
    field = bm25s.BM25(k1=K1, b=B, method="lucene")
    with np.errstate(invalid="ignore"):  # no text holds a term: the mean length is 0
        field.index(terms, show_progress=False)
    return field
