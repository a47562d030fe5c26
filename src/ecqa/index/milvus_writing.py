"""A generation of the index to rows in Milvus: only what the generation in use does not have, or all of them; it moves no alias and searches nothing.

Rows are only ever added to a collection. Each says since which change of the collection it is there, and a reader asks for those of his
generation, so that he sees nothing of a change before the alias is moved, and afterwards finishes on what he began with. Rows that left stay where they
are and are left out by their keys. Where too many have left, or much is new, all rows are written into another collection.
"""

import time
from collections.abc import Callable
from itertools import islice, pairwise

import numpy as np
from pymilvus import DataType, MilvusClient

from ecqa.index.dense import EXACT_LIMIT
from ecqa.index.lexical import FIELDS
from ecqa.index.milvus_marker import GONE, Marker, rows_name_of
from ecqa.index.milvus_rows import HIGHEST, LONGEST, RowsOf
from ecqa.index.opened import Index
from ecqa.protocols import Rows

BATCH = 500
"""Rows sent at once, some 20 KB each."""
NEW = 0.5
"""Share of a collection that one change may add to it; a larger one is written as a whole."""
DRIFT = 0.002
"""How far, of itself, what a term adds to a score may be from what it was when the row was written: the mean length of passages, which it
holds, moves with every document."""
SAMPLE = 50
"""Rows that this is looked at in."""
KEYS = 10_000
"""Keys read at once, about; the engine gives out no more than 16,384."""
SETTLE = 6.0
"""Seconds until all nodes of a server search what was written; Milvus's own bound is five."""
GRAPH = {"M": 32, "efConstruction": 200}
_TEXTS = {"article_id": 1000, "revision": 100, "text": LONGEST, "heading": LONGEST, "sentences": LONGEST, "sentence_vectors": LONGEST}
_FILTERED = ("section", "kind", "source", "date")

Progress = Callable[[int, int], None]


def write(client: MilvusClient, index: Index, before: Marker | None, settle: float, progress: Progress | None) -> Marker:
    """Writes what is not there yet.

    Args:
        client: The store.
        index: The generation.
        before: Where the rows of the generation in use are; None where there is none.
        settle: Seconds to wait after rows were added to a collection that is being searched.
        progress: Called with the rows written so far and those to write.

    Returns:
        Where the rows of the generation are, all of them.

    Raises:
        MilvusException: The store refuses.
    """
    rows = RowsOf(index)
    change = None if before is None else _change(client, index, rows, before)
    if before is not None and change is not None:
        new, gone = change
        client.delete(before.rows, filter=f"since > {before.changes}")  # of a run that was killed
        marker = Marker(before.rows, before.changes + 1, before.exact, gone)
        _insert(client, marker, rows, new, progress)
        if _count(client, marker) == len(rows.keys) + len(gone):
            time.sleep(settle)
            return marker
    marker = Marker(rows_name_of(index.generation), 0, len(index.passages) <= EXACT_LIMIT)
    _create(client, marker, index.dense.dim)
    _insert(client, marker, rows, np.arange(len(rows.keys)), progress)
    client.load_collection(marker.rows)
    return marker


def _change(client: MilvusClient, index: Index, rows: RowsOf, before: Marker) -> tuple[Rows, frozenset[int]] | None:
    """The rows to add and the keys of those that are gone; None where all are to be written."""
    if before.exact != (len(index.passages) <= EXACT_LIMIT):
        return None
    client.load_collection(before.rows)
    held = _held(client, before)
    new = np.flatnonzero(~np.isin(rows.keys, held))
    gone = held[~np.isin(held, rows.keys)]
    if len(gone) > GONE or len(new) > NEW * len(held) or len(held) == len(gone) or _drifted(client, rows, before, new):
        return None
    return new, frozenset(gone.tolist())


def _held(client: MilvusClient, before: Marker) -> Rows:
    """Keys of all rows of a collection that a generation has or had: keys are digests, so equal ranges of them hold about as many rows each."""
    parts = 1 + _count(client, before) // KEYS
    bounds = [HIGHEST * part // parts for part in range(parts)] + [HIGHEST]
    found: list[int] = []
    for least, past in pairwise(bounds):
        where = f"since <= {before.changes} and key >= {least} and key < {past}"
        found += [int(one["key"]) for one in client.query(before.rows, filter=where, output_fields=["key"], consistency_level="Strong")]
    return np.array(found, np.int64)


def _drifted(client: MilvusClient, rows: RowsOf, before: Marker, new: Rows) -> bool:
    """Whether what terms add to the rows that stay is another than when they were written."""
    staying = np.setdiff1d(np.arange(len(rows.keys)), new)
    sample = staying[np.linspace(0, len(staying) - 1, min(SAMPLE, len(staying))).astype(int)]
    stored = {
        int(one["key"]): one for one in client.get(before.rows, ids=[int(rows.keys[row]) for row in sample], output_fields=["key", *FIELDS])
    }
    for name in FIELDS:
        for row, now in zip(sample.tolist(), rows.terms(name, sample), strict=True):
            then = {int(at): float(value) for at, value in stored[int(rows.keys[row])][name].items()}
            if then.keys() != now.keys() or any(abs(then[at] - value) > DRIFT * value for at, value in now.items()):
                return True
    return False


def _insert(client: MilvusClient, marker: Marker, rows: RowsOf, chosen: Rows, progress: Progress | None) -> None:
    records, done = rows.records(chosen), 0
    while batch := list(islice(records, BATCH)):
        client.insert(marker.rows, [{**one, "since": marker.changes} for one in batch])
        done += len(batch)
        if progress is not None:
            progress(done, len(chosen))
    client.flush(marker.rows)


def _count(client: MilvusClient, marker: Marker) -> int:
    counted = client.query(marker.rows, filter=f"since <= {marker.changes}", output_fields=["count(*)"], consistency_level="Strong")
    return int(counted[0]["count(*)"])


def _create(client: MilvusClient, marker: Marker, dim: int) -> None:
    """An empty collection of rows; one that a killed run left is dropped."""
    if client.has_collection(marker.rows):
        client.drop_collection(marker.rows)
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.INT64, is_primary=True)
    for field, longest in _TEXTS.items():
        schema.add_field(field, DataType.VARCHAR, max_length=longest)
    for field in ("since", "first", "past"):
        schema.add_field(field, DataType.INT64)
    for field in _FILTERED:
        schema.add_field(field, DataType.VARCHAR, max_length=LONGEST, nullable=True)
    schema.add_field("dense", DataType.FLOAT_VECTOR, dim=dim)
    indexes = client.prepare_index_params()
    indexes.add_index("dense", index_type="FLAT" if marker.exact else "HNSW", metric_type="IP", params={} if marker.exact else GRAPH)
    for field in FIELDS:
        schema.add_field(field, DataType.SPARSE_FLOAT_VECTOR)
        indexes.add_index(field, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    client.create_collection(marker.rows, schema=schema, index_params=indexes)
