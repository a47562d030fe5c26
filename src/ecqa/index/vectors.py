"""Texts to their vectors: taken from an earlier index where it has them, else embedded; it stores nothing."""

import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from ecqa.index.durable import PART
from ecqa.index.opened import Index
from ecqa.index.sentences import sentence_texts, text_key
from ecqa.protocols import Embedder, Vectors

BATCH = 32
"""Texts given to the embedder at once; progress is told after each batch."""
IN_MEMORY = 1 << 28
"""Bytes of vectors that are held in memory while an index is built."""
_GOLDEN = (5**0.5 - 1) / 2

Progress = Callable[[int, int], None]


def known_keys(before: Index | None) -> set[str]:
    """Keys of the texts whose vectors an index holds: search texts of passages, and sentences."""
    return set() if before is None else {*before.passages.keys(), *before.sentence_keys()}


def vectors_of(texts: Sequence[str], before: Index | None, embedder: Embedder, progress: Progress | None, scratch: Path) -> Vectors:
    """The vector of each text.

    Args:
        texts: At least one; equal ones are embedded once, in batches of like length.
        before: An index of the same model, whose vectors are taken where it has them.
        embedder: Makes the vectors of the other texts.
        progress: Called with the texts embedded so far and those to embed, from (0, n) on; never when there are none. Batches of
            long and of short texts alternate, so that the share of the texts is the share of the time.
        scratch: Folder on a disk with room: what is larger than `IN_MEMORY` is mapped from a file there that goes with the process.

    Returns:
        Shape (len(texts), dim), float32.

    Raises:
        OSError: The disk has no room.
        ValueError: The embedder's vectors are of another shape, not normalised, or not numbers.
    """
    places: dict[str, list[int]] = {}
    for place, text in enumerate(texts):
        places.setdefault(text_key(text), []).append(place)
    known = known_keys(before)
    new = sorted((at[0] for key, at in places.items() if key not in known), key=lambda place: -len(texts[place]))
    vectors = None if before is None else _room(len(texts), before.dense.dim, scratch)
    if before is not None and vectors is not None:
        _take_over(vectors, places, before)
    if progress is not None and new:
        progress(0, len(new))
    done = 0
    for number in _scattered(-(-len(new) // BATCH)):
        batch = [texts[place] for place in new[number * BATCH : (number + 1) * BATCH]]
        embedded = _embedded(embedder, batch)
        vectors = _room(len(texts), embedded.shape[1], scratch) if vectors is None else vectors
        for text, vector in zip(batch, embedded, strict=True):
            vectors[places[text_key(text)]] = vector
        done += len(batch)
        if progress is not None:
            progress(done, len(new))
    if vectors is None:
        raise ValueError("no texts")
    return vectors


def _take_over(vectors: Vectors, places: dict[str, list[int]], before: Index) -> None:
    """Puts the vectors that an index holds at the places of their texts; a passage's, which is exact, after a sentence's."""
    for row, passage in enumerate(before.passages):
        for text, vector in zip(sentence_texts(passage), before.sentences.of(row), strict=True):
            vectors[places.get(text_key(text), [])] = vector
    keys = {row: key for row, key in enumerate(before.passages.keys()) if key in places}
    for key, vector in zip(keys.values(), before.dense.vectors(list(keys)), strict=True):
        vectors[places[key]] = vector


def _room(count: int, dim: int, scratch: Path) -> Vectors:
    """An array for the vectors, of any content."""
    if count * dim * 4 <= IN_MEMORY:
        return np.empty((count, dim), np.float32)
    with tempfile.TemporaryFile(dir=scratch, suffix=PART) as file:
        if hasattr(os, "posix_fallocate"):  # a full disk is an error now, and no signal later
            os.posix_fallocate(file.fileno(), 0, count * dim * 4)
        return np.memmap(file, np.float32, "w+", shape=(count, dim))


def _scattered(count: int) -> list[int]:
    """The numbers below `count` in an order whose every stretch is spread evenly: multiples of the golden ratio's fraction, sorted."""
    return sorted(range(count), key=lambda number: number * _GOLDEN % 1)


def _embedded(embedder: Embedder, texts: list[str]) -> Vectors:
    vectors = np.asarray(embedder.embed_documents(texts), dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ValueError(f"{len(texts)} texts gave vectors of shape {vectors.shape}")
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):
        raise ValueError("the embedder's vectors are not L2-normalised")
    return vectors
