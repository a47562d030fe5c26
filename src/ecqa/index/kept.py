"""The vectors that a long indexing run makes, kept beside the index until it is done, so that a killed run is taken up where it was; it makes none.

A file: the length of a vector, then records of one length: the text's key, a checksum, the vector. What is not whole, and what follows it, is cut off.
"""

import hashlib
import os
import time
import zlib
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.errors import SearchIndexError
from ecqa.index.sentences import text_key
from ecqa.protocols import Embedder, Vectors

EVERY = 5.0
"""Seconds between two times that vectors are written: what a killed run has to make again, and below which a run writes none."""
_NAME = "encoded-{}.vectors"
_HEAD = 8
"""Bytes before the first record: the length of a vector, little endian."""
_KEY = 12
"""Bytes of a key."""


class KeptVectors:
    """An embedder of documents that keeps what another one makes.

    Args:
        embedder: Makes the vectors.
        index: Index folder; the caller holds its writer's lock.
        name: Tells the embedder's vectors from another's.
    """

    def __init__(self, embedder: Embedder, index: Path, name: str) -> None:
        self._embedder = embedder
        self._path = index / _NAME.format(hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12])
        self._records: NDArray[np.void] | None = None
        self._rows: dict[bytes, int] | None = None
        self._waiting: list[bytes] = []
        self._written = time.monotonic()

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors of shape (len(texts), dim): those at hand, and those of the other texts, made together.

        Raises:
            SearchIndexError: They cannot be written.
        """
        keys = [bytes.fromhex(text_key(text)) for text in texts]
        rows = self._found()
        new = [text for text, key in zip(texts, keys, strict=True) if key not in rows]
        made = np.asarray(self._embedder.embed_documents(new), np.float32) if new else None
        if made is not None:
            self._keep([key for key in keys if key not in rows], made)
        if self._records is None or len(new) == len(texts):
            return made if made is not None else np.zeros((0, 0), np.float32)
        fresh = iter([] if made is None else made)
        return np.stack([next(fresh) if key not in rows else self._records["vector"][rows[key]] for key in keys])

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question; none is kept."""
        return np.asarray(self._embedder.embed_query(text), np.float32)

    def forget(self) -> None:
        """Removes what was kept: the index holds it."""
        self._records, self._rows, self._waiting = None, {}, []
        for path in self._path.parent.glob(_NAME.format("*")):
            path.unlink()

    def _found(self) -> dict[bytes, int]:
        """Where the vectors that an earlier run left stand, by key; read with the first text."""
        if self._rows is None:
            self._records = _whole(self._path)
            keys = b"" if self._records is None else self._records["key"].tobytes()
            self._rows = {keys[at : at + _KEY]: row for row, at in enumerate(range(0, len(keys), _KEY))}
            self._written = time.monotonic()
        return self._rows

    def _keep(self, keys: list[bytes], vectors: Vectors) -> None:
        self._waiting += [_record(key, vector) for key, vector in zip(keys, vectors, strict=True)]
        if time.monotonic() - self._written >= EVERY:
            try:
                with self._path.open("ab") as file:
                    head = b"" if file.tell() else vectors.shape[1].to_bytes(_HEAD, "little")
                    file.write(head + b"".join(self._waiting))
            except OSError as problem:
                raise SearchIndexError("index-unwritable", path=self._path, reason=os.strerror(problem.errno or 0)) from problem
            self._waiting, self._written = [], time.monotonic()


def _layout(dim: int) -> np.dtype[np.void]:
    return np.dtype([("key", f"V{_KEY}"), ("check", "<u4"), ("vector", "<f4", (dim,))])


def _record(key: bytes, vector: Vectors) -> bytes:
    values = vector.astype("<f4").tobytes()
    return key + zlib.crc32(key + values).to_bytes(4, "little") + values


def _whole(path: Path) -> NDArray[np.void] | None:
    """The records that are whole, mapped; the file is cut off behind them, and None when there are none."""
    if not path.is_file():
        return None
    with path.open("rb") as file:
        layout = _layout(int.from_bytes(file.read(_HEAD), "little") % (1 << 16))
        count = 0
        while len(record := file.read(layout.itemsize)) == layout.itemsize and _checked(record):
            count += 1
    if not count:
        path.unlink()
        return None
    os.truncate(path, _HEAD + count * layout.itemsize)
    return np.memmap(path, layout, "r", _HEAD, (count,))


def _checked(record: bytes) -> bool:
    key, check, values = record[:_KEY], record[_KEY : _KEY + 4], record[_KEY + 4 :]
    return zlib.crc32(key + values) == int.from_bytes(check, "little")
