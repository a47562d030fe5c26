"""What a Milvus store says of a generation, in and out of a collection of one row; it neither writes passages nor moves the alias.

A generation is named by a collection `ecqa_<generation>` that holds no passages: it says which collection has them, up to which change of that
collection they belong to it, and which of those have left it since. Several generations share one collection of rows.
"""

import base64
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from pymilvus import DataType, MilvusClient

ALIAS = "ecqa"
GONE = 1_000
"""Rows that may have left a generation and still lie in its collection: each search asks for as many more."""
_NAME = re.compile(rf"{ALIAS}_\d{{8}}_\d{{6}}_[0-9a-f]{{12}}")
_ROWS = re.compile(rf"{ALIAS}_rows_\d{{8}}_\d{{6}}_[0-9a-f]{{12}}")
_FIELDS = ("rows", "changes", "exact", "gone")
_LONGEST = 65_535


@dataclass(frozen=True, slots=True)
class Marker:
    """Where the rows of a generation are."""

    rows: str
    """The collection."""
    changes: int
    """Rows whose `since` is at most this belong to the generation, save those that are gone."""
    exact: bool
    """Whether vectors are compared one by one."""
    gone: frozenset[int] = frozenset()
    """Keys of rows that belonged to an earlier generation."""


def name_of(generation: str) -> str:
    """The collection that names a generation."""
    return f"{ALIAS}_{generation.replace('-', '_')}"


def rows_name_of(generation: str) -> str:
    """The collection of the rows that a generation was the first to have."""
    return f"{ALIAS}_rows_{generation.replace('-', '_')}"


def generation_of(name: str) -> str | None:
    """The generation that a collection names; None where it is another's."""
    return name.removeprefix(f"{ALIAS}_").replace("_", "-") if _NAME.fullmatch(name) else None


def is_ours(name: str) -> bool:
    """Whether a collection is one of the program's own."""
    return bool(_NAME.fullmatch(name) or _ROWS.fullmatch(name))


def read_marker(client: MilvusClient, generation: str) -> Marker | None:
    """What is said of a generation; None where an earlier version of the program wrote it.

    Raises:
        MilvusException: There is no such generation.
    """
    name = name_of(generation)
    if "gone" not in {field["name"] for field in client.describe_collection(name)["fields"]}:
        return None
    client.load_collection(name)
    said: list[Mapping[str, Any]] = client.get(name, ids=[0], output_fields=list(_FIELDS), consistency_level="Strong")
    if not said:
        return None
    gone = np.frombuffer(base64.b64decode(said[0]["gone"]), np.int64)
    return Marker(str(said[0]["rows"]), int(said[0]["changes"]), bool(said[0]["exact"]), frozenset(gone.tolist()))


def write_marker(client: MilvusClient, generation: str, marker: Marker) -> None:
    """Says it; nobody reads it before the alias names it."""
    name = name_of(generation)
    if client.has_collection(name):  # a killed run left it
        client.drop_collection(name)
    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("id", DataType.INT64, is_primary=True)
    schema.add_field("rows", DataType.VARCHAR, max_length=1000)
    schema.add_field("changes", DataType.INT64)
    schema.add_field("exact", DataType.BOOL)
    schema.add_field("gone", DataType.VARCHAR, max_length=_LONGEST)
    schema.add_field("unused", DataType.FLOAT_VECTOR, dim=2)  # the engine takes no collection without a vector
    indexes = client.prepare_index_params()
    indexes.add_index("unused", index_type="FLAT", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=indexes, consistency_level="Strong")
    gone = base64.b64encode(np.array(sorted(marker.gone), np.int64).tobytes()).decode()
    row = {"id": 0, "rows": marker.rows, "changes": marker.changes, "exact": marker.exact, "gone": gone, "unused": [0.0, 0.0]}
    client.insert(name, [row])
    client.flush(name)
