"""Texts to their vectors: taken from an earlier index where it has them, else embedded; it stores nothing."""

from collections.abc import Callable, Sequence

import numpy as np

from ecqa.index.opened import Index
from ecqa.protocols import Embedder, Vectors

BATCH = 32
"""Texts given to the embedder at once; progress is told after each batch."""

Progress = Callable[[int, int], None]


def known_keys(before: Index | None) -> set[str]:
    """Keys of the texts whose vectors an index holds: search texts of passages, and sentences."""
    return set() if before is None else {*before.keys, *before.sentence_keys()}


def vectors_of(keys: Sequence[str], new: dict[str, str], before: Index | None, embedder: Embedder, progress: Progress | None) -> Vectors:
    """The vector of each text.

    Args:
        keys: Key of each text.
        new: The texts that must be embedded, by key.
        before: An index of the same model that has all other keys; None when there is none.
        embedder: Makes the vectors of the new texts; long ones first, so that texts in a batch are of like length.
        progress: Called with the texts embedded so far and those to embed.

    Returns:
        Shape (len(keys), dim), float32.

    Raises:
        ValueError: The embedder's vectors are of another shape, not normalised, or not numbers.
    """
    found: dict[str, Vectors] = {}
    if before is not None:
        wanted = set(keys).difference(new)
        found = {key: vector for key, vector in zip(before.sentence_keys(), before.sentences.all(), strict=True) if key in wanted}
        rows = {key: row for row, key in enumerate(before.keys) if key in wanted}
        found.update(zip(rows, before.dense.vectors(list(rows.values())), strict=True))
    order = sorted(new, key=lambda key: -len(new[key]))
    if progress is not None and order:
        progress(0, len(order))
    for at in range(0, len(order), BATCH):
        batch = order[at : at + BATCH]
        found.update(zip(batch, _embedded(embedder, [new[key] for key in batch]), strict=True))
        if progress is not None:
            progress(at + len(batch), len(order))
    return np.stack([found[key] for key in keys])


def _embedded(embedder: Embedder, texts: list[str]) -> Vectors:
    vectors = np.asarray(embedder.embed_documents(texts), dtype=np.float32)
    if vectors.ndim != 2 or len(vectors) != len(texts):
        raise ValueError(f"{len(texts)} texts gave vectors of shape {vectors.shape}")
    if not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3):
        raise ValueError("the embedder's vectors are not L2-normalised")
    return vectors
