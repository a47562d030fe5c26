"""A generation of the index to a collection in Milvus, and searches in it; it knows no questions and fuses nothing.

A generation is a collection of its own, `ecqa_<generation>`, of the rows that `milvus_rows` makes. The alias `ecqa` names the one in use;
it is moved in one step when all rows are there, so that nobody reads half an update. The one before is kept for those who still
read it. The address alone tells a server or cluster from a file of Milvus Lite.
"""

import logging
import os
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any
from urllib.parse import unquote, urlsplit, urlunsplit

import numpy as np

from ecqa.errors import SearchIndexError
from ecqa.index.dense import EXACT_LIMIT
from ecqa.index.lexical import FIELDS
from ecqa.index.milvus_rows import LONGEST, Stored, Terms, rows_of, stored
from ecqa.index.opened import Index
from ecqa.protocols import Rows, Vectors

ALIAS = "ecqa"
SECONDS = 20.0
"""How long an answer is waited for."""
BATCH = 500
"""Rows sent at once, some 20 KB each."""
MARGIN = 28
"""Rows taken beyond those wanted, so that of rows with one score those of lower number are kept, as elsewhere."""
GRAPH = {"M": 32, "efConstruction": 200}
EFFORT = 256
"""Candidates kept while the graph is searched."""
READ = ("row", "article_id", "first", "past", "heading", "sentences", "sentence_vectors", *FIELDS)
_TEXTS = {"article_id": 1000, "revision": 100, "text": LONGEST, "heading": LONGEST, "sentences": LONGEST, "sentence_vectors": LONGEST}
_FILTERED = ("section", "kind", "source", "date")
_NAME = re.compile(rf"{ALIAS}_\d{{8}}_\d{{6}}_[0-9a-f]{{12}}")


class MilvusStore:
    """A Milvus server or cluster, or a file of Milvus Lite; safe to use from several threads.

    Args:
        address: `http://host:port` or `https://…`, with `user:password@` before the host where one is needed and `/database` after
            it where it is not the default one; or the path of a file, which one process at a time can use.

    Raises:
        SearchIndexError: It cannot be reached, or pymilvus is not installed.
    """

    def __init__(self, address: str) -> None:
        try:
            os.environ.setdefault("GRPC_VERBOSITY", "ERROR")  # else gRPC writes notes on the state of the line to standard error
            from pymilvus import MilvusClient  # noqa: PLC0415 - a second to import, and few use it
        except ImportError as problem:
            raise SearchIndexError("store-not-installed") from problem
        for name in ("pymilvus", "milvus_lite"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # they write what they also raise to stderr, with a traceback
        uri, token = _parted(address)
        self._shown = uri
        self._loaded: set[str] = set()
        with self._asking():
            self._client = MilvusClient(uri=uri, token=token, timeout=SECONDS)

    def generation(self) -> str:
        """Id of the generation in use.

        Raises:
            SearchIndexError: There is none, or the server cannot be reached.
        """
        name = self._in_use()
        if name is None or not _NAME.fullmatch(name):
            raise SearchIndexError("store-empty", address=self._shown)
        return name.removeprefix(f"{ALIAS}_").replace("_", "-")

    def put_in_use(self, index: Index, progress: Callable[[int, int], None] | None = None) -> None:
        """Writes a generation, unless it is the one in use, and then makes it that.

        Args:
            index: The generation.
            progress: Called with the rows written so far and all.

        Raises:
            SearchIndexError: The server cannot be reached or refuses; the generation that was in use stays so.
        """
        name, before = _collection(index.generation), self._in_use()
        if name == before:
            return
        with self._asking():
            self._create(name, index)
            rows, done = rows_of(index), 0
            while batch := list(islice(rows, BATCH)):
                self._client.insert(name, batch)
                done += len(batch)
                if progress is not None:
                    progress(done, len(index.passages))
            self._client.flush(name)
            self._client.load_collection(name)
            (self._client.create_alias if before is None else self._client.alter_alias)(name, ALIAS)
            for other in self._client.list_collections():
                if _NAME.fullmatch(other) and other not in (name, before):
                    self._client.drop_collection(other)

    def nearest(self, generation: str, vector: Vectors, k: int, where: str = "") -> tuple[Vectors, Rows]:
        """The k rows nearest to a vector, best first.

        Args:
            generation: Whose rows.
            vector: Shape (dim,), float32, L2-normalised.
            k: How many at most.
            where: As `milvus_rows.expression` gives it.

        Returns:
            Inner products (cosines, descending) and row numbers, both of shape (<= k,).

        Raises:
            SearchIndexError: The server cannot be reached, or holds no such generation.
        """
        return self._search(generation, "dense", np.asarray(vector, np.float32), k, where)

    def matching(self, generation: str, name: str, terms: Terms, k: int, where: str = "") -> tuple[Vectors, Rows]:
        """The k rows with the highest BM25 of some terms in a field, above 0; else as `nearest`."""
        if not terms:
            return np.zeros(0, np.float32), np.zeros(0, np.int64)
        return self._search(generation, name, terms, k, where)

    def rows(self, generation: str, wanted: Sequence[int] | Rows, dim: int) -> list[Stored]:
        """Some rows, in the order of their numbers; errors as `nearest`.

        Args:
            generation: Whose rows.
            wanted: Their numbers.
            dim: Length of a vector.
        """
        if len(wanted) == 0:
            return []
        with self._asking():
            found = self._client.get(self._ready(generation), ids=[int(row) for row in wanted], output_fields=list(READ))
            return sorted((stored(record, dim) for record in found), key=lambda one: one.row)

    def close(self) -> None:
        """Gives the connection back."""
        self._client.close()

    def _search(self, generation: str, field: str, query: Vectors | Terms, k: int, where: str) -> tuple[Vectors, Rows]:
        if k <= 0:
            return np.zeros(0, np.float32), np.zeros(0, np.int64)
        effort = {"params": {"ef": max(EFFORT, k + MARGIN)}} if field == "dense" else {}
        with self._asking():
            found = self._client.search(
                self._ready(generation),
                [query],
                anns_field=field,
                filter=where,
                limit=k + MARGIN,
                output_fields=["row"],
                search_params={"metric_type": "IP", **effort},
                consistency_level="Bounded",
            )[0]
        scores = np.array([hit["distance"] for hit in found], np.float32)
        rows = np.array([hit["row"] for hit in found], np.int64)
        order = np.lexsort((rows, -scores))[:k]
        return scores[order], rows[order]

    def _ready(self, generation: str) -> str:
        """The collection of a generation, in the server's memory; a server keeps it there, a file that was closed does not."""
        name = _collection(generation)
        if name not in self._loaded:
            self._client.load_collection(name)
            self._loaded.add(name)
        return name

    def _create(self, name: str, index: Index) -> None:
        """An empty collection of that name; one that a killed run left is dropped."""
        from pymilvus import DataType  # noqa: PLC0415 - as above

        if self._client.has_collection(name):
            self._client.drop_collection(name)
        schema = self._client.create_schema(auto_id=False, enable_dynamic_field=False)
        schema.add_field("row", DataType.INT64, is_primary=True)
        for field, longest in _TEXTS.items():
            schema.add_field(field, DataType.VARCHAR, max_length=longest)
        for field in ("first", "past"):
            schema.add_field(field, DataType.INT64)
        for field in _FILTERED:
            schema.add_field(field, DataType.VARCHAR, max_length=LONGEST, nullable=True)
        schema.add_field("dense", DataType.FLOAT_VECTOR, dim=index.dense.dim)
        indexes = self._client.prepare_index_params()
        exact = len(index.passages) <= EXACT_LIMIT
        indexes.add_index("dense", index_type="FLAT" if exact else "HNSW", metric_type="IP", params={} if exact else GRAPH)
        for field in FIELDS:
            schema.add_field(field, DataType.SPARSE_FLOAT_VECTOR)
            indexes.add_index(field, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
        self._client.create_collection(name, schema=schema, index_params=indexes)

    def _in_use(self) -> str | None:
        """The collection that the alias names."""
        with self._asking():
            if ALIAS not in self._client.list_aliases().get("aliases", ()):
                return None
            return str(self._client.describe_alias(ALIAS)["collection_name"])

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """Says in one line what the server refused, without what the address may hold of a password."""
        from pymilvus import MilvusException  # noqa: PLC0415 - as above

        try:
            yield
        except (MilvusException, OSError) as problem:
            reason = re.sub(r"\s+", " ", getattr(problem, "message", "") or str(problem))[:200]
            raise SearchIndexError("store-unusable", address=self._shown, reason=reason) from problem


def _collection(generation: str) -> str:
    return f"{ALIAS}_{generation.replace('-', '_')}"


def _parted(address: str) -> tuple[str, str]:
    """The address without user and password, and these as Milvus wants them."""
    url: Any = urlsplit(address)
    if url.scheme not in ("http", "https"):
        return address, ""
    token = f"{unquote(url.username)}:{unquote(url.password or '')}" if url.username else ""
    return urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2])), token
