"""Parts of an index that were written at different times, and are searched as one; scores are what one index of all texts would give."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecqa.index.dense import FaissIndex
from ecqa.index.lexical import FIELDS, K1, B, LexicalIndex, Scores, TermWeights
from ecqa.index.sentences import SentenceVectors
from ecqa.index.terms import TermCounts
from ecqa.protocols import Rows, Vectors
from ecqa.text.folding import fold


@dataclass(frozen=True, slots=True, eq=False)
class RowMap:
    """Where the rows of the whole stand in the parts."""

    part: NDArray[np.int64]
    """Of each row of the whole, the part it stands in, shape (n,)."""
    local: NDArray[np.int64]
    """Its row there, shape (n,)."""
    places: list[NDArray[np.int64]]
    """For each part the row in the whole of each of its rows, -1 for one that was removed or replaced."""

    @classmethod
    def of(cls, places: list[NDArray[np.int64]]) -> "RowMap":
        """The map that `places` describes; the rows of the whole are 0 to n - 1, each in one place."""
        total = sum(int((one >= 0).sum()) for one in places)
        part, local = np.empty(total, np.int64), np.empty(total, np.int64)
        for number, one in enumerate(places):
            live = np.flatnonzero(one >= 0)
            part[one[live]], local[one[live]] = number, live
        return cls(part, local, places)


class JoinedDense(FaissIndex):
    """The vectors of several parts.

    Args:
        parts: In the order of the map; at least one.
        rows: Where each row stands.
    """

    def __init__(self, parts: Sequence[FaissIndex], rows: RowMap) -> None:
        self._parts = parts
        self._rows = rows
        self.dim = parts[0].dim

    def search(self, vector: Vectors, k: int, rows_allowed: Rows | None = None) -> tuple[Vectors, Rows]:
        """As `FaissIndex.search`."""
        scores, rows = [np.zeros(0, np.float32)], [np.zeros(0, np.int64)]
        for number, (part, places) in enumerate(zip(self._parts, self._rows.places, strict=True)):
            if rows_allowed is None:
                gone = int((places < 0).sum())
                found, at = part.search(vector, k + gone if k > 0 else k)
            else:
                inside = self._rows.local[rows_allowed[self._rows.part[rows_allowed] == number]]
                found, at = part.search(vector, k, np.sort(inside))
            live = places[at] >= 0
            scores.append(found[live])
            rows.append(places[at[live]])
        scored, at = np.concatenate(scores), np.concatenate(rows)
        best = np.lexsort((at, -scored))[: max(k, 0)]
        return scored[best], at[best]

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        """As `FaissIndex.vectors`."""
        wanted = np.asarray(rows, np.int64)
        found = np.empty((len(wanted), self.dim), np.float32)
        for number, part in enumerate(self._parts):
            at = np.flatnonzero(self._rows.part[wanted] == number)
            found[at] = part.vectors(self._rows.local[wanted[at]])
        return found

    def __len__(self) -> int:
        return len(self._rows.part)


class JoinedLexical(LexicalIndex):
    """BM25 over several parts with the rarity and mean length of the whole; the formula is that of `lexical`.

    Args:
        parts: The counts of each part by field.
        rows: Where each row stands.
    """

    def __init__(self, parts: Sequence[dict[str, TermCounts]], rows: RowMap) -> None:
        self._parts = parts
        self._map = rows
        self._lengths = {name: self._gathered(name) for name in FIELDS}
        self._means = {name: float(lengths.mean()) if lengths.any() else 1.0 for name, lengths in self._lengths.items()}

    def scores(self, query: str) -> tuple[Scores, Scores]:
        """As `LexicalIndex.scores`."""
        folded = fold(query)
        return self._field("bigrams", folded), self._field("words", folded)

    def rarity(self, term: str) -> float:
        """As `LexicalIndex.rarity`."""
        return _idf(len(self), max(self.passages_with(term, name) for name in FIELDS))

    def passages_with(self, term: str, name: str) -> int:
        """As `LexicalIndex.passages_with`."""
        return sum(
            int((places[part[name].postings(term)[0]] >= 0).sum()) for part, places in zip(self._parts, self._map.places, strict=True)
        )

    def __len__(self) -> int:
        return len(self._map.part)

    def _gathered(self, name: str) -> NDArray[np.float64]:
        lengths = np.zeros(len(self), np.float64)
        for part, places in zip(self._parts, self._map.places, strict=True):
            lengths[places[places >= 0]] = part[name].lengths[places >= 0]
        return lengths

    def weights(self, name: str) -> TermWeights:
        """As `LexicalIndex.weights`."""
        terms = list(dict.fromkeys(term for part in self._parts for term in part[name].vocabulary))
        found = [self._term(name, term) for term in terms]
        bounds = np.concatenate([[0], np.cumsum([len(rows) for rows, _ in found], dtype=np.int64)])
        rows = np.concatenate([rows for rows, _ in found]).astype(np.int32)
        return TermWeights(terms, bounds, rows, np.concatenate([scores for _, scores in found]))

    def _field(self, name: str, folded: str) -> Scores:
        scores = np.zeros(len(self), np.float32)
        for term, times in Counter(FIELDS[name](folded)).items():
            holding, added = self._term(name, term)
            scores[holding] += times * added
        return scores

    def _term(self, name: str, term: str) -> tuple[Rows, Scores]:
        """The rows that hold a term, and what it adds to the score of each."""
        rows, counts = [], []
        for part, places in zip(self._parts, self._map.places, strict=True):
            at, n = part[name].postings(term)
            live = places[at] >= 0
            rows.append(places[at[live]])
            counts.append(n[live])
        holding, often = np.concatenate(rows), np.concatenate(counts).astype(np.float64)
        share = often / (often + K1 * (1 - B + B * self._lengths[name][holding] / self._means[name]))
        return holding, (np.float32(_idf(len(self), len(holding))) * share).astype(np.float32)


class JoinedSentences(SentenceVectors):
    """The sentence vectors of several parts.

    Args:
        parts: In the order of the map.
        rows: Where each row stands.
    """

    def __init__(self, parts: Sequence[SentenceVectors], rows: RowMap) -> None:
        self._parts = parts
        self._map = rows

    def of(self, row: int) -> Vectors:
        """As `SentenceVectors.of`."""
        return self._parts[int(self._map.part[row])].of(int(self._map.local[row]))

    def all(self) -> Vectors:
        """As `SentenceVectors.all`."""
        return np.concatenate([self.of(row) for row in range(len(self._map.part))])


def _idf(texts: int, holding: int) -> float:
    return float(np.log(1 + (texts - holding + 0.5) / (holding + 0.5)))
