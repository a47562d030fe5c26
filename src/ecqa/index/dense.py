"""Vectors to a searchable, storable index (FAISS) and back; it embeds nothing and knows no passages."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from ecqa.protocols import Rows, Vectors

EXACT_LIMIT = 100_000
"""Vectors up to which every one of them is compared; above, a graph of neighbours (HNSW) is searched."""
_NEIGHBOURS = 32
"""HNSW: links a vector has to others."""
_EFFORT_BUILD = 200
_EFFORT_SEARCH = 256
"""HNSW: candidates kept while building and while searching; at least k while searching."""


class FaissIndex:
    """Nearest vectors by inner product; rows are numbered as the vectors came.

    A search among allowed rows is always exact. Made by `build` or `load`.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self._graph = index if isinstance(index, faiss.IndexHNSW) else None
        self._vectors = faiss.downcast_index(index.storage) if self._graph is not None else index
        self.dim = int(index.d)
        """Length of a vector."""

    @classmethod
    def build(cls, vectors: Vectors, exact_limit: int = EXACT_LIMIT) -> "FaissIndex":
        """Indexes vectors.

        Args:
            vectors: Shape (n, dim), float32, L2-normalised.
            exact_limit: Number of vectors above which HNSW is used.
        """
        vectors = np.ascontiguousarray(vectors, dtype=np.float32)
        count, dim = vectors.shape
        if count <= exact_limit:
            index = faiss.IndexFlatIP(dim)
        else:
            index = faiss.IndexHNSWFlat(dim, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
            index.hnsw.efConstruction = _EFFORT_BUILD
        index.add(vectors)
        return cls(index)

    @classmethod
    def load(cls, path: Path) -> "FaissIndex":
        """Opens a saved index; the vectors are mapped from the file, not copied.

        Raises:
            RuntimeError: The file is no index.
        """
        return cls(faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC))

    def save(self, path: Path) -> None:
        """Writes the index into one file."""
        faiss.write_index(self._index, str(path))

    def search(self, vector: Vectors, k: int, rows_allowed: Rows | None = None) -> tuple[Vectors, Rows]:
        """The k best rows, best first; rows of one score in ascending order.

        Args:
            vector: Shape (dim,), float32, L2-normalised.
            k: How many; fewer come back when fewer are there or allowed.
            rows_allowed: Row numbers that may be returned; None allows all.

        Returns:
            Inner products (cosines, descending, in [-1, 1]) and row numbers, both of shape (<= k,).

        Raises:
            ValueError: The vector has another length than those of the index, or k is negative.
        """
        query = np.ascontiguousarray(vector, dtype=np.float32).reshape(1, -1)
        if query.shape[1] != self.dim:
            raise ValueError(f"a vector of length {query.shape[1]} cannot be searched among vectors of length {self.dim}")
        if k < 0:
            raise ValueError(f"k is {k}")
        k = min(k, len(self) if rows_allowed is None else len(rows_allowed))
        if k == 0:
            return np.zeros(0, np.float32), np.zeros(0, np.int64)
        if rows_allowed is not None:
            selector = faiss.IDSelectorBatch(np.ascontiguousarray(rows_allowed, dtype=np.int64))
            scores, rows = self._vectors.search(query, k, params=faiss.SearchParameters(sel=selector))
        elif self._graph is not None:
            effort = faiss.SearchParametersHNSW(efSearch=max(_EFFORT_SEARCH, k))
            scores, rows = self._graph.search(query, k, params=effort)
        else:
            scores, rows = self._vectors.search(query, k)
        found = rows[0] >= 0
        scores, rows = scores[0][found], rows[0][found]
        order = np.lexsort((rows, -scores))
        return scores[order], rows[order]

    def vectors(self, rows: Sequence[int] | Rows) -> Vectors:
        """The vectors of some rows, shape (len(rows), dim), float32, as they were given to `build`."""
        if len(rows) == 0:
            return np.zeros((0, self.dim), np.float32)
        found: Vectors = self._vectors.reconstruct_batch(np.ascontiguousarray(rows, dtype=np.int64))
        return found

    def __len__(self) -> int:
        return int(self._index.ntotal)
