"""Vectors of every passage's sentences, stored as one array and mapped from disk; it ranks nothing."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.protocols import Vectors
from ecqa.schema import Passage


class SentenceVectors:
    """The sentences of passage `row` are the rows `offsets[row]` to `offsets[row + 1]` of one array.

    Args:
        vectors: Shape (sentences, dim), L2-normalised, in passage order; held in half precision.
        passages: All passages in row order.

    Raises:
        ValueError: There are more or fewer vectors than sentences.
    """

    def __init__(self, vectors: NDArray[np.floating], passages: Sequence[Passage]) -> None:
        self._vectors = vectors.astype(np.float16, copy=False)
        self._offsets = np.concatenate([[0], np.cumsum([len(passage.sentences) for passage in passages], dtype=np.int64)])
        if self._offsets[-1] != len(vectors):
            raise ValueError(f"{len(vectors)} vectors for {self._offsets[-1]} sentences")

    def of(self, row: int) -> Vectors:
        """Vectors of the sentences of a passage, in order, shape (sentences, dim), float32."""
        return np.asarray(self._vectors[self._offsets[row] : self._offsets[row + 1]], dtype=np.float32)

    def all(self) -> Vectors:
        """All vectors in passage order, shape (sentences, dim), float32."""
        return np.asarray(self._vectors, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Writes the array as .npy, without pickle."""
        np.save(path, self._vectors, allow_pickle=False)

    @classmethod
    def load(cls, path: Path, passages: Sequence[Passage]) -> "SentenceVectors":
        """Maps a saved array.

        Raises:
            OSError: The file is missing.
            ValueError: It is no such array, or not of these passages.
        """
        return cls(np.load(path, mmap_mode="r", allow_pickle=False), passages)


def text_key(text: str) -> str:
    """Key under which a text's vector is found again."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def sentence_texts(passage: Passage) -> list[str]:
    """What the sentences of a passage are embedded as: themselves, verbatim."""
    return [passage.text[start - passage.start : end - passage.start] for start, end in passage.sentences]
