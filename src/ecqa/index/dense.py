"""Vectors to a searchable, storable index (FAISS) and back; it embeds nothing and knows no passages."""

from collections.abc import Sequence
from pathlib import Path

import faiss
import numpy as np

from ecqa.protocols import Rows, Vectors

EXACT_LIMIT = 20_000
"""Vectors up to which every one of them is compared, in about 6 ms; above, a graph of neighbours (HNSW) over vectors of one byte a number
is searched, and what it finds is compared exactly. bench/results/scale.json says how long either takes, and what the graph misses."""
_NEIGHBOURS = 32
"""HNSW: links a vector has to others; twice as many on the lowest level."""
_EFFORT_BUILD = 100
_EFFORT_SEARCH = 400
"""HNSW: candidates kept while building and while searching; at least twice k while searching."""
_MORE = 2.0
"""Times k that are taken from the graph and compared exactly."""
_TRAINING = 50_000
"""Vectors from which the range of each of their numbers is learned."""
_FEW = 0.2
"""Share of the vectors up to which a search among allowed ones compares all of these; the graph would pass by too many."""


class FaissIndex:
    """Nearest vectors by inner product; rows are numbered as the vectors came. Made by `build` or `load`.

    Scores are always those of the vectors themselves, and a search among few allowed rows is exact.
    """

    def __init__(self, index: faiss.Index) -> None:
        self._index = index
        self._refined = isinstance(index, faiss.IndexRefine)
        self._vectors = faiss.downcast_index(index.refine_index) if self._refined else index
        if not isinstance(self._vectors, faiss.IndexFlat):
            raise RuntimeError("an index of another form")
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
        flat = faiss.IndexFlatIP(dim)
        flat.add(vectors)
        if count <= exact_limit:
            return cls(flat)
        graph = faiss.IndexHNSWSQ(dim, faiss.ScalarQuantizer.QT_8bit, _NEIGHBOURS, faiss.METRIC_INNER_PRODUCT)
        graph.hnsw.efConstruction = _EFFORT_BUILD
        graph.train(vectors[:: max(1, count // _TRAINING)])
        graph.add(vectors)
        return cls(faiss.IndexRefine(graph, flat))

    @classmethod
    def load(cls, path: Path) -> "FaissIndex":
        """Opens a saved index; the vectors are mapped from the file, not copied.

        Raises:
            RuntimeError: The file is no such index.
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
        selected = None if rows_allowed is None else _selector(rows_allowed, len(self))
        if self._refined and (rows_allowed is None or len(rows_allowed) > _FEW * len(self)):
            effort = faiss.SearchParametersHNSW(efSearch=max(_EFFORT_SEARCH, int(_MORE * k)), **({"sel": selected} if selected else {}))
            scores, rows = self._index.search(query, k, params=faiss.IndexRefineSearchParameters(k_factor=_MORE, base_index_params=effort))
        else:
            scores, rows = self._vectors.search(query, k, params=faiss.SearchParameters(sel=selected) if selected else None)
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


def _selector(rows: Rows, count: int) -> faiss.IDSelector:
    """The allowed rows as a bit each."""
    allowed = np.zeros(count, bool)
    allowed[rows] = True
    return faiss.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
