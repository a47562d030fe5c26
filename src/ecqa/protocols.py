"""The seams: what a replacement part must offer. Write a class with these methods and name it in factory.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecqa.schema import Answer, AnswerEvent, Hit, Question

Vectors = NDArray[np.float32]
Rows = NDArray[np.int64]


class Embedder(Protocol):
    """Text to vectors; the names are LangChain's, so any LangChain `Embeddings` fits."""

    def embed_documents(self, texts: list[str]) -> Sequence[Sequence[float]] | Vectors:
        """Vectors of shape (len(texts), dim), float32, L2-normalised."""
        ...

    def embed_query(self, text: str) -> Sequence[float] | Vectors:
        """Vector of shape (dim,), float32, L2-normalised."""
        ...


class VectorIndex(Protocol):
    """Nearest vectors by inner product."""

    def search(self, vector: Vectors, k: int, rows_allowed: Rows | None = None) -> tuple[Vectors, Rows]:
        """The k best rows, best first.

        Args:
            vector: Shape (dim,), float32, L2-normalised.
            k: How many; fewer come back when fewer are allowed.
            rows_allowed: Row numbers that may be returned, ascending; None allows all.

        Returns:
            Scores (cosines, descending) and row numbers, both of shape (<= k,).
        """
        ...

    def __len__(self) -> int: ...


class Retriever(Protocol):
    """Question to ranked hits; a re-ranker is a Retriever that wraps a Retriever."""

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, best first, ranks from 1, all of them inside `question.filters`."""
        ...


@dataclass(frozen=True, slots=True)
class Reading:
    """Where in one text the answer stands."""

    start: int
    end: int
    score: float
    no_answer: float
    """Probability in [0, 1] that the text does not hold the answer."""


class Reader(Protocol):
    """Question and texts to answer spans."""

    def read(self, question: str, texts: list[str]) -> list[Reading]:
        """One reading a text, offsets in characters of that text."""
        ...


class Answerer(Protocol):
    """Question and hits to an answer."""

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        """The whole answer, with citations of these hits only."""
        ...

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        """Sentences with their citations as they are found, and last the whole answer."""
        ...
