"""A generation of the index to the rows that a vector engine keeps, and back; filters to the engine's expressions. It talks to no engine.

A row is a passage with its place, text and article's metadata, its vector, those of its sentences, and for each lexical field a sparse vector:
what each of its terms adds to the BM25 score, before it is multiplied by how rare the term is, since that changes with every document while
the rest does not. The rarity is the question's side: the inner product of the two is the score that `lexical` gives. A row's key is made of all
that the row depends on, so that a passage that stays as it is keeps its row from one generation to the next.
"""

import base64
import hashlib
import json
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecqa.index.lexical import FIELDS
from ecqa.index.opened import Index
from ecqa.protocols import Rows, Vectors
from ecqa.schema import Filters, Passage
from ecqa.text.folding import encodable, fold

LONGEST = 65_535
"""Bytes that the engine takes in a field of text."""
WINDOW = 20_000
"""Rows whose terms are gathered at once."""
NO_TERM = 0
"""Dimension of a passage without any term; the engine takes no empty sparse vector."""
HIGHEST = 2**63 - 1
"""No key is as high."""
DIMENSIONS = 2**32 - 2
"""Of a sparse vector. Of a million terms one in four thousand shares its dimension with another, and the two count as one."""

Terms = dict[int, float]
"""A sparse vector: dimension to weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """One row as the engine keeps it."""

    key: int
    article_id: str
    start: int
    end: int
    heading: str
    spans: tuple[tuple[int, int], ...]
    """Of its sentences, in the article."""
    sentences: Vectors
    """Shape (sentences, dim), or (0, dim) where they were too many to be kept."""
    terms: dict[str, Terms]
    """By field."""

    def passage(self, text: str) -> Passage:
        """The passage, given the text of its article."""
        name = f"{self.article_id}:{self.start}-{self.end}"
        return Passage(name, self.article_id, self.start, self.end, text[self.start : self.end], self.heading, self.spans)


class RowsOf:
    """The rows of a generation as the engine takes them.

    Args:
        index: The generation.

    Attributes:
        keys: Key of each row, shape (n,), int64, above 0.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self.keys = np.array([_key(index, row) for row in range(len(index.passages))], np.int64)

    def records(self, rows: Rows) -> Iterator[dict[str, Any]]:
        """Some rows.

        Args:
            rows: Their numbers, ascending.
        """
        for at in range(0, len(rows), WINDOW):
            some = rows[at : at + WINDOW]
            terms = {name: self.terms(name, some) for name in FIELDS}
            vectors = self._index.dense.vectors(some)
            for place, row in enumerate(some.tolist()):
                sparse = {name: terms[name][place] for name in FIELDS}
                yield {"key": int(self.keys[row]), **_described(self._index, row), "dense": vectors[place], **sparse}

    def terms(self, name: str, rows: Rows) -> list[Terms]:
        """The sparse vectors of some rows in a field; those of a row's terms that share a dimension are added up."""
        bounds, of_row, shares, numbers = self._weights[name]
        at = np.flatnonzero(np.isin(of_row, rows))
        of = numbers[np.searchsorted(bounds, at, side="right") - 1]
        found: list[Terms] = [{} for _ in rows]
        for place, number, share in zip(np.searchsorted(rows, of_row[at]).tolist(), of.tolist(), shares[at].tolist(), strict=True):
            found[place][number] = found[place].get(number, 0.0) + share
        return [terms or {NO_TERM: 1.0} for terms in found]

    @cached_property
    def _weights(self) -> dict[str, tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.float32], NDArray[np.int64]]]:
        """Of each field: where each term's rows begin, the rows, what the term adds to each, and the dimension of each term."""
        found = {}
        for name in FIELDS:
            field = self._index.lexical.weights(name)
            holding = np.diff(field.bounds)
            rarities = np.array([rarity(len(self.keys), int(count)) for count in holding], np.float32)
            numbers = np.array([dimension(term) for term in field.terms], np.int64)
            shares: NDArray[np.float32] = np.divide(field.scores, np.repeat(rarities, holding), dtype=np.float32)
            found[name] = field.bounds, field.rows, shares, numbers
        return found


def stored(record: dict[str, Any], dim: int) -> Stored:
    """What a row of the engine says.

    Args:
        record: As `RowsOf` made it.
        dim: Length of a vector.
    """
    spans = tuple((int(a), int(b)) for a, b in json.loads(record["sentences"]))
    vectors = np.frombuffer(base64.b64decode(record["sentence_vectors"]), np.float16).reshape(-1, dim).astype(np.float32)
    terms = {name: {int(at): float(weight) for at, weight in record[name].items() if int(at) != NO_TERM} for name in FIELDS}
    place = (int(record["key"]), str(record["article_id"]), int(record["first"]), int(record["past"]))
    return Stored(*place, str(record["heading"]), spans, vectors, terms)


def asked(text: str, name: str, index: Index) -> Terms:
    """The terms of a question in a field as a sparse vector: how often each stands in it, times how rare it is; terms that no passage holds are left out.

    Args:
        text: As typed or rewritten; folded here.
        name: "bigrams" or "words".
        index: The generation that is searched.
    """
    found: Terms = {}
    for term, times in Counter(FIELDS[name](fold(text))).items():
        if holding := index.lexical.passages_with(term, name):
            at = dimension(term)
            found[at] = found.get(at, 0.0) + times * rarity(len(index.passages), holding)
    return found


def rarity(passages: int, holding: int) -> float:
    """Inverse document frequency of a term, as in `lexical`."""
    return math.log(1 + (passages - holding + 0.5) / (holding + 0.5))


def expression(filters: Filters, as_of: str | None) -> str:
    """Filters as the engine takes them; empty where nothing is filtered. What they are compared with is `retrieval.filters`' rule."""
    parts = [f"{name} == {_quoted(value)}" for name in ("section", "kind", "source") if (value := getattr(filters, name)) is not None]
    if filters.since is not None or filters.until is not None:
        parts.append("date is not null")
    parts += [f"date {sign} {_quoted(day)}" for sign, day in ((">=", filters.since), ("<=", filters.until)) if day is not None]
    if as_of is not None:
        parts.append(f"(date is null or date <= {_quoted(as_of)})")
    return " and ".join(parts)


@lru_cache(maxsize=100_000)
def dimension(term: str) -> int:
    """The dimension of a term, 1 to 2**32 - 2, the same in every process; 0 is no term's."""
    return int.from_bytes(hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") % DIMENSIONS + 1


def _described(index: Index, row: int) -> dict[str, Any]:
    passage = index.passages[row]
    article = index.articles[passage.article_id]
    vectors = base64.b64encode(index.sentences.of(row).astype(np.float16).tobytes()).decode()
    return {
        "article_id": passage.article_id,
        "revision": article.revision,
        "first": passage.start,
        "past": passage.end,
        "text": encodable(passage.text),
        "heading": encodable(passage.heading),
        "sentences": json.dumps(passage.sentences),
        "sentence_vectors": vectors if len(vectors) <= LONGEST else "",
        **{name: _filtered(getattr(article, name)) for name in ("section", "kind", "source", "date")},
    }


def _key(index: Index, row: int) -> int:
    """Of all that a row holds or is made from; the same in every process."""
    passage = index.passages[row]
    article = index.articles[passage.article_id]
    place = (passage.article_id, passage.start, passage.end, passage.heading, passage.sentences)
    made_of = (
        *place,
        article.revision,
        article.title,
        article.section,
        article.kind,
        article.source,
        article.date,
        index.manifest.embedder,
    )
    digest = hashlib.blake2b(repr(made_of).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % (HIGHEST - 1) + 1


def _filtered(value: str | None) -> str | None:
    return None if value is None else encodable(value)


def _quoted(value: str) -> str:
    """A string of the engine's language, whatever the value holds."""
    return json.dumps(encodable(value), ensure_ascii=False)
