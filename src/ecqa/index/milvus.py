"""Which generation of the index Milvus has in use, and searches in it; it knows no questions and fuses nothing.

`milvus_writing` puts the rows of a generation there and `milvus_marker` says where they are. The alias `ecqa` names the generation in use; it is
moved in one step when all rows are there, so that nobody reads half an update. The generation before is kept for those who still
read it. The address alone tells a server or cluster from a file of Milvus Lite.
"""

import logging
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit, urlunsplit

import numpy as np

from ecqa.errors import SearchIndexError
from ecqa.index.lexical import FIELDS
from ecqa.index.milvus_rows import Stored, Terms, stored
from ecqa.index.opened import Index
from ecqa.protocols import Rows, Vectors

if TYPE_CHECKING:  # pymilvus takes a second to import, and few use it
    from ecqa.index.milvus_marker import Marker
    from ecqa.index.milvus_writing import Progress

SECONDS = 20.0
"""How long an answer is waited for."""
MARGIN = 28
"""Rows taken beyond those wanted, so that of rows with one score those of lower number are kept, as elsewhere."""
EFFORT = 256
"""Candidates kept while the graph is searched."""
KEPT = 4
"""Generations of which it is remembered where their rows are."""
READ = ("key", "article_id", "first", "past", "heading", "sentences", "sentence_vectors", *FIELDS)


@dataclass(frozen=True, slots=True, eq=False)
class Near:
    """Rows that a search found, arrays of shape (<= k,)."""

    scores: Vectors
    """Descending."""
    places: Rows
    """Where each passage stands in the index: in the order of its rows, one a passage."""
    keys: Rows
    """By which the store knows them."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is remembered of a generation."""

    marker: "Marker"
    order: Mapping[str, int]
    """Of each article, the how manieth it is."""

    def place(self, article_id: str, start: int) -> int:
        return (self.order[article_id] << 32) + start


_NOTHING = Near(np.zeros(0, np.float32), np.zeros(0, np.int64), np.zeros(0, np.int64))


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
            os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # else gRPC writes the state of the line to standard error, which it raises too
            from pymilvus import MilvusClient  # noqa: PLC0415 - a second to import, and few use it
        except ImportError as problem:
            raise SearchIndexError("store-not-installed") from problem
        for name in ("pymilvus", "milvus_lite", "grpc"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # they write what they also raise to stderr, with a traceback
        uri, token = _parted(address)
        self._shown = uri
        self._is_file = urlsplit(uri).scheme not in ("http", "https")
        self._known: dict[str, _Known] = {}
        with self._asking():
            self._client = MilvusClient(uri=uri, token=token, timeout=SECONDS)

    def generation(self) -> str:
        """Id of the generation in use.

        Raises:
            SearchIndexError: There is none, or the server cannot be reached.
        """
        from ecqa.index.milvus_marker import generation_of  # noqa: PLC0415 - as above

        generation = generation_of(self._in_use() or "")
        if generation is None:
            raise SearchIndexError("store-empty", address=self._shown)
        return generation

    def put_in_use(self, index: Index, progress: "Progress | None" = None) -> None:
        """Writes what of a generation is not there yet, unless it is the one in use, and then makes it that.

        Args:
            index: The generation.
            progress: Called with the rows written so far and those to write.

        Raises:
            SearchIndexError: The server cannot be reached or refuses; the generation that was in use stays so.
        """
        from ecqa.index.milvus_marker import ALIAS, generation_of, is_ours, name_of, read_marker, write_marker  # noqa: PLC0415 - as above
        from ecqa.index.milvus_writing import SETTLE, write  # noqa: PLC0415

        name, before = name_of(index.generation), self._in_use()
        if name == before:
            return
        with self._asking():
            generation = generation_of(before or "")
            base = None if generation is None else read_marker(self._client, generation)
            marker = write(self._client, index, base, 0.0 if self._is_file else SETTLE, progress)
            write_marker(self._client, index.generation, marker)
            self._known.pop(index.generation, None)
            (self._client.create_alias if before is None else self._client.alter_alias)(name, ALIAS)
            kept = {name, before, marker.rows, base.rows if base else None}
            for other in self._client.list_collections():
                if is_ours(other) and other not in kept:
                    self._client.drop_collection(other)

    def nearest(self, index: Index, vector: Vectors, k: int, where: str = "") -> Near:
        """The k rows nearest to a vector, best first, scored by inner product.

        Args:
            index: The generation; the store must hold it.
            vector: Shape (dim,), float32, L2-normalised.
            k: How many at most.
            where: As `milvus_rows.expression` gives it.

        Raises:
            SearchIndexError: The server cannot be reached, or holds no such generation.
        """
        return self._search(index, "dense", np.asarray(vector, np.float32), k, where)

    def matching(self, index: Index, name: str, terms: Terms, k: int, where: str = "") -> Near:
        """The k rows with the highest BM25 of some terms in a field, above 0; else as `nearest`."""
        return self._search(index, name, terms, k, where) if terms else _NOTHING

    def rows(self, index: Index, keys: Sequence[int] | Rows, dim: int) -> list[Stored]:
        """Some rows, in the order of the index; errors as `nearest`.

        Args:
            index: The generation.
            keys: Of the rows, as a search gave them.
            dim: Length of a vector.
        """
        if len(keys) == 0:
            return []
        with self._asking():
            known = self._ready(index)
            found = self._client.get(known.marker.rows, ids=[int(key) for key in keys], output_fields=list(READ))
            return sorted((stored(record, dim) for record in found), key=lambda one: known.place(one.article_id, one.start))

    def close(self) -> None:
        """Gives the connection back."""
        self._client.close()

    def _search(self, index: Index, field: str, query: Vectors | Terms, k: int, where: str) -> Near:
        if k <= 0:
            return _NOTHING
        with self._asking():
            known = self._ready(index)
            marker = known.marker
            limit = k + MARGIN + len(marker.gone)
            effort = {"params": {"ef": max(EFFORT, limit)}} if field == "dense" else {}
            found = self._client.search(
                marker.rows,
                [query],
                anns_field=field,
                filter=f"since <= {marker.changes}" + (f" and {where}" if where else ""),
                limit=limit,
                output_fields=["key", "article_id", "first"],
                search_params={"metric_type": "IP", **effort},
                consistency_level="Bounded",
            )[0]
            kept = [hit for hit in found if hit["key"] not in marker.gone]
        scores = np.array([hit["distance"] for hit in kept], np.float32)
        places = np.array([known.place(hit["entity"]["article_id"], hit["entity"]["first"]) for hit in kept], np.int64)
        order = np.lexsort((places, -scores))[:k]
        return Near(scores[order], places[order], np.array([hit["key"] for hit in kept], np.int64)[order])

    def _ready(self, index: Index) -> _Known:
        """Where the rows of a generation are, in the server's memory; a server keeps them there, a file that was closed does not."""
        from ecqa.index.milvus_marker import read_marker  # noqa: PLC0415 - as above

        known = self._known.get(index.generation)
        if known is None:
            marker = read_marker(self._client, index.generation)
            if marker is None:
                raise SearchIndexError("store-empty", address=self._shown)
            self._client.load_collection(marker.rows)
            known = _Known(marker, {article_id: place for place, article_id in enumerate(index.articles)})
            self._known = {**dict(list(self._known.items())[1 - KEPT :]), index.generation: known}
        return known

    def _in_use(self) -> str | None:
        """The collection that the alias names."""
        from ecqa.index.milvus_marker import ALIAS  # noqa: PLC0415 - as above

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


def _parted(address: str) -> tuple[str, str]:
    """The address without user and password, and these as Milvus wants them."""
    url: Any = urlsplit(address)
    if url.scheme not in ("http", "https"):
        return address, ""
    token = f"{unquote(url.username)}:{unquote(url.password or '')}" if url.username else ""
    return urlunsplit(url._replace(netloc=url.netloc.rpartition("@")[2])), token
