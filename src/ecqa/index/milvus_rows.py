"""A generation of the index to the rows that a vector engine keeps, and back; filters to the engine's expressions. It talks to no engine.

A row is a passage with its place, text and article's metadata, its vector, those of its sentences, and for each lexical field the BM25
score of each of its terms as a sparse vector. The inner product with a question's terms is the score that `lexical` gives.
"""

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np

from ecqa.index.lexical import FIELDS, TermWeights
from ecqa.index.opened import Index
from ecqa.protocols import Vectors
from ecqa.schema import Filters, Passage
from ecqa.text.folding import encodable, fold

LONGEST = 65_535
"""Bytes that the engine takes in a field of text."""
WINDOW = 20_000
"""Rows whose terms are gathered at once."""
NO_TERM = 0
"""Dimension of a passage without any term; the engine takes no empty sparse vector."""
DIMENSIONS = 2**32 - 2
"""Of a sparse vector. Of a million terms one in four thousand shares its dimension with another, and the two count as one."""

Terms = dict[int, float]
"""A sparse vector: dimension to weight."""


@dataclass(frozen=True, slots=True, eq=False)
class Stored:
    """One row as the engine keeps it."""

    row: int
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


def rows_of(index: Index) -> Iterator[dict[str, Any]]:
    """Every row of a generation, in order, as the engine takes it."""
    weights = {name: index.lexical.weights(name) for name in FIELDS}
    numbers = {name: np.array([dimension(term) for term in field.terms], np.int64) for name, field in weights.items()}
    for start in range(0, len(index.passages), WINDOW):
        end = min(start + WINDOW, len(index.passages))
        terms = {name: _by_row(weights[name], numbers[name], start, end) for name in FIELDS}
        vectors = index.dense.vectors(range(start, end))
        for row in range(start, end):
            sparse = {name: terms[name][row - start] for name in FIELDS}
            yield {**_described(index, row), "dense": vectors[row - start], **sparse}


def stored(record: dict[str, Any], dim: int) -> Stored:
    """What a row of the engine says.

    Args:
        record: As `rows_of` made it.
        dim: Length of a vector.
    """
    spans = tuple((int(a), int(b)) for a, b in json.loads(record["sentences"]))
    vectors = np.frombuffer(base64.b64decode(record["sentence_vectors"]), np.float16).reshape(-1, dim).astype(np.float32)
    terms = {name: {int(at): float(weight) for at, weight in record[name].items() if int(at) != NO_TERM} for name in FIELDS}
    place = (int(record["row"]), str(record["article_id"]), int(record["first"]), int(record["past"]))
    return Stored(*place, str(record["heading"]), spans, vectors, terms)


def asked(text: str, name: str) -> Terms:
    """The terms of a question in a field as a sparse vector: how often each stands in it.

    Args:
        text: As typed or rewritten; folded here.
        name: "bigrams" or "words".
    """
    counts = Counter(dimension(term) for term in FIELDS[name](fold(text)))
    return {at: float(times) for at, times in counts.items()}


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
        "row": row,
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


def _by_row(weights: TermWeights, numbers: np.ndarray[Any, np.dtype[np.int64]], start: int, end: int) -> list[Terms]:
    """The terms of rows `start` to `end`, those of a row that share a dimension added up."""
    at = np.flatnonzero((weights.rows >= start) & (weights.rows < end))
    of = numbers[np.searchsorted(weights.bounds, at, side="right") - 1]
    found: list[Terms] = [{} for _ in range(start, end)]
    for row, number, score in zip(weights.rows[at].tolist(), of.tolist(), weights.scores[at].tolist(), strict=True):
        terms = found[row - start]
        terms[number] = terms.get(number, 0.0) + score
    return [terms or {NO_TERM: 1.0} for terms in found]


def _filtered(value: str | None) -> str | None:
    return None if value is None else encodable(value)


def _quoted(value: str) -> str:
    """A string of the engine's language, whatever the value holds."""
    return json.dumps(encodable(value), ensure_ascii=False)
