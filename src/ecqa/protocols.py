"""The seams: what a replacement part must offer. Write a class with these methods and name it in factory.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecqa.schema import Answer, AnswerEvent, Hit, Question, Rewriting, Turn, Verification

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
class ToRead:
    """A passage, and what stands above it: its article's title and date, its heading."""

    text: str
    above: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """What a reader made of one passage, as logits for each character of its text."""

    starts: NDArray[np.float32]
    """That an answer starts here, shape (len(text),); very low where no token starts."""
    ends: NDArray[np.float32]
    """That an answer ends here, this character included, shape (len(text),); very low where no token ends."""
    evidence: NDArray[np.float32]
    """That the character stands in a sentence that answers, shape (len(text),)."""
    nothing: float
    """What a span's score, its start plus its end, must be above."""
    holds: float
    """Logit that the passage holds an answer."""

    def best_span(self, start: int, end: int, longest: int = 60) -> tuple[int, int, float]:
        """The best answer inside `text[start:end]`: its offsets, and its score above that of no answer."""
        starts, ends = self.starts[start:end], self.ends[start:end]
        if not len(starts):
            return start, end, float("-inf")
        scores = starts[:, None] + ends[None, :]
        length = np.arange(len(ends))[None, :] - np.arange(len(starts))[:, None]
        scores = np.where((length >= 0) & (length < longest), scores, -np.inf)
        first, last = np.unravel_index(int(scores.argmax()), scores.shape)
        return start + int(first), start + int(last) + 1, float(scores[first, last]) - self.nothing


class Reader(Protocol):
    """Question and passages to readings."""

    def read(self, question: str, texts: Sequence[ToRead]) -> list[Reading]:
        """One reading a text, in the order of `texts`."""
        ...


class Answerer(Protocol):
    """Question and hits to an answer."""

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        """The whole answer, with citations of these hits only."""
        ...

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        """Sentences with their citations as they are found, and last the whole answer."""
        ...


class Rewriter(Protocol):
    """A follow-up to a question on its own feet."""

    def rewrite(self, question: str, history: Sequence[Turn]) -> Rewriting:
        """What is asked, for a question that leans on the turns before, oldest first; any other comes back as it is."""
        ...


class Verifier(Protocol):
    """A claim and the passages that it cites to whether they hold it."""

    def verify(self, claim: str, hits: Sequence[Hit]) -> Verification:
        """Whether the passages hold the claim, and which of their sentences do; their article's title and date and their heading count as context.

        Args:
            claim: One sentence, without markers.
            hits: The passages cited; scores and ranks don't count.
        """
        ...
