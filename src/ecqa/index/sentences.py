"""Vectors of every passage's sentences, stored as one array and mapped from disk; it ranks nothing."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.index.mapped import ends
from ecqa.protocols import Vectors
from ecqa.schema import Passage

PIECE = 65_536
"""Vectors saved at once."""


class SentenceVectors:
    """The sentences of passage `row` are the rows `offsets[row]` to `offsets[row + 1]` of one array.

    Args:
        vectors: Shape (sentences, dim), L2-normalised, in passage order; given out and saved in half precision.
        passages: All passages in row order, or where the sentences of each begin and the last ones end.

    Raises:
        ValueError: There are more or fewer vectors than sentences.
    """

    def __init__(self, vectors: NDArray[np.floating], passages: Sequence[Passage] | NDArray[np.int64]) -> None:
        self._vectors = vectors
        self._offsets = passages if isinstance(passages, np.ndarray) else ends([len(one.sentences) for one in passages])
        if self._offsets[-1] != len(vectors):
            raise ValueError(f"{len(vectors)} vectors for {self._offsets[-1]} sentences")

    def of(self, row: int) -> Vectors:
        """Vectors of the sentences of a passage, in order, shape (sentences, dim), float32."""
        return _halved(self._vectors[self._offsets[row] : self._offsets[row + 1]]).astype(np.float32)

    def all(self) -> Vectors:
        """All vectors in passage order, shape (sentences, dim), float32."""
        return _halved(self._vectors).astype(np.float32)

    def save(self, path: Path) -> None:
        """Writes the array as .npy, without pickle, piece by piece: what is mapped need not fit into memory."""
        described = {"descr": np.dtype(np.float16).str, "fortran_order": False, "shape": self._vectors.shape}
        with path.open("wb") as file:
            np.lib.format.write_array_header_1_0(file, described)
            for at in range(0, len(self._vectors), PIECE):
                file.write(_halved(self._vectors[at : at + PIECE]).tobytes())

    @classmethod
    def load(cls, path: Path, passages: Sequence[Passage] | NDArray[np.int64]) -> "SentenceVectors":
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


def _halved(vectors: NDArray[np.floating]) -> NDArray[np.float16]:
    return vectors.astype(np.float16, copy=False)
