"""How often each term stands in each text, stored so that parts of an index can be counted together; it scores nothing.

The stored BM25 scores of `lexical` hold for one set of texts only: rarity and mean length change with every text. Counts do not.
"""

import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.index.mapped import map_members

Numbered = tuple[list[list[int]], dict[str, int]]
"""The terms of each text by number, and the number of each term."""


@dataclass(frozen=True, slots=True, eq=False)
class TermCounts:
    """One field of n texts: term t stands `counts[i]` times in text `rows[i]`, for i from `bounds[t]` to `bounds[t + 1]`."""

    vocabulary: dict[str, int]
    bounds: NDArray[np.int64]
    rows: NDArray[np.int32]
    counts: NDArray[np.int32]
    lengths: NDArray[np.int32]
    """Terms of each text, shape (n,)."""

    @classmethod
    def of(cls, numbered: Numbered) -> "TermCounts":
        """Counts the terms of texts."""
        documents, vocabulary = numbered
        lengths = np.array([len(terms) for terms in documents], np.int32)
        terms = np.concatenate([np.asarray(one, np.int64) for one in documents]) if lengths.sum() else np.zeros(0, np.int64)
        rows = np.repeat(np.arange(len(documents), dtype=np.int64), lengths)
        return cls._sorted(vocabulary, terms, rows, np.ones(len(terms), np.int64), lengths)

    @classmethod
    def _sorted(
        cls,
        vocabulary: dict[str, int],
        terms: NDArray[np.int64],
        rows: NDArray[np.int64],
        counts: NDArray[np.int64],
        lengths: NDArray[np.int32],
    ) -> "TermCounts":
        keys, inverse = np.unique(terms * max(len(lengths), 1) + rows, return_inverse=True)
        summed = np.bincount(inverse.ravel(), weights=counts, minlength=len(keys)).astype(np.int32)
        of, at = np.divmod(keys, max(len(lengths), 1))
        bounds = np.searchsorted(of, np.arange(len(vocabulary) + 1))
        return cls(vocabulary, bounds.astype(np.int64), at.astype(np.int32), summed, lengths)

    def postings(self, term: str) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Rows of the texts that hold a term, and how often each does."""
        number = self.vocabulary.get(term)
        if number is None:
            return self.rows[:0], self.counts[:0]
        inside = slice(int(self.bounds[number]), int(self.bounds[number + 1]))
        return self.rows[inside], self.counts[inside]


def joined(parts: Sequence[tuple[TermCounts, NDArray[np.int64]]]) -> TermCounts:
    """The counts of several parts as one.

    Args:
        parts: Counts with the new row of each text, -1 for a text that is left out; the new rows are 0 to n - 1, each once.
    """
    vocabulary: dict[str, int] = {}
    terms, rows, counts = [], [], []
    lengths = np.zeros(sum(int((places >= 0).sum()) for _, places in parts), np.int32)
    for part, places in parts:
        numbers = np.array([vocabulary.setdefault(term, len(vocabulary)) for term in part.vocabulary], np.int64)
        own = np.empty(len(part.vocabulary), np.int64)
        own[list(part.vocabulary.values())] = numbers
        of = np.repeat(own, np.diff(part.bounds))
        new = places[part.rows]
        kept = new >= 0
        terms.append(of[kept])
        rows.append(new[kept])
        counts.append(part.counts[kept].astype(np.int64))
        lengths[places[places >= 0]] = part.lengths[places >= 0]
    return TermCounts._sorted(vocabulary, np.concatenate(terms), np.concatenate(rows), np.concatenate(counts), lengths)


def save_terms(path: Path, fields: dict[str, TermCounts]) -> None:
    """Writes the counts of all fields into one file; no pickle."""
    arrays: dict[str, NDArray[np.generic]] = {}
    for name, field in fields.items():
        terms = json.dumps(sorted(field.vocabulary, key=field.vocabulary.__getitem__), ensure_ascii=False).encode("utf-8", "surrogatepass")
        arrays |= {f"{name}-terms": np.frombuffer(terms, np.uint8), f"{name}-bounds": field.bounds, f"{name}-rows": field.rows}
        arrays |= {f"{name}-counts": field.counts, f"{name}-lengths": field.lengths}
    stream = io.BytesIO()
    np.savez(stream, allow_pickle=False, **arrays)
    path.write_bytes(stream.getvalue())


def load_terms(path: Path) -> dict[str, TermCounts]:
    """Maps what `save_terms` wrote; only the terms themselves are read.

    Raises:
        OSError: The file is missing.
        ValueError: It is no such file.
        KeyError: An array is missing.
    """
    stored = map_members(path)
    names = [name.removesuffix("-terms") for name in stored if name.endswith("-terms")]
    return {
        name: TermCounts(
            {term: number for number, term in enumerate(json.loads(stored[f"{name}-terms"].tobytes().decode("utf-8", "surrogatepass")))},
            stored[f"{name}-bounds"],
            stored[f"{name}-rows"],
            stored[f"{name}-counts"],
            stored[f"{name}-lengths"],
        )
        for name in names
    }
