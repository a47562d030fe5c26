"""All rows of a database to lines of JSON, and back into an empty one of the same kind or another (SQLite, PostgreSQL); it understands none of them.

A line: {"table": name, "row": {column: value}}. Moments are ISO strings, documents are JSON; tables come in an order in which each row finds what it refers to.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text
from sqlalchemy.exc import DBAPIError, StatementError

from ecqa.errors import ServiceError
from ecqa.storage.columns import Moment
from ecqa.storage.database import Database
from ecqa.storage.tables import metadata

BATCH = 1000
"""Rows that are read or written at once."""

Row = dict[str, Any]


def write_rows(url: str | Path, path: Path) -> int:
    """Writes all rows of one moment of a database that may be in use.

    Args:
        url: SQLAlchemy URL, or the path of a SQLite file.
        path: The file; replaced where there is one.

    Returns:
        How many rows.

    Raises:
        ServiceError: The database cannot be used.
        OSError: The file cannot be written.
    """
    database = Database(url)
    count = 0
    try:
        with path.open("w", encoding="utf-8", newline="\n") as file, database.snapshot() as connection:
            for table in metadata.sorted_tables:
                ordered = select(table).order_by(*table.primary_key.columns).execution_options(yield_per=BATCH)
                for row in connection.execute(ordered).mappings():
                    file.write(json.dumps({"table": table.name, "row": _plain(row)}, ensure_ascii=False) + "\n")
                    count += 1
    finally:
        database.close()
    return count


def read_rows(url: str | Path, path: Path) -> int:
    """Puts all rows of a file into a database that has none: all of them, or none.

    Args:
        url: As for `write_rows`; its tables are made or brought up to date.
        path: What `write_rows` wrote.

    Returns:
        How many rows.

    Raises:
        ServiceError: The database cannot be used, or is not empty.
        ValueError: The file holds something else.
    """
    database = Database(url)
    try:
        with database.write() as connection:
            if any(connection.execute(select(table).limit(1)).first() is not None for table in metadata.sorted_tables):
                raise ServiceError("backup-in-the-way", path=database.shown)
            count = 0
            for name, rows in groupby(_lines(path), key=lambda line: line[0]):
                count += _inserted(connection, metadata.tables[name], (row for _, row in rows))
            _count_on(connection)
    except (KeyError, TypeError, AttributeError, ValueError, StatementError) as problem:
        if isinstance(problem, DBAPIError) and problem.connection_invalidated:
            raise ServiceError("database-unusable", url=database.shown, reason=" ".join(str(problem.orig).split())) from problem
        raise ValueError(path.name) from problem
    finally:
        database.close()
    return count


def _plain(row: Any) -> Row:
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in row.items()}


def _lines(path: Path) -> Iterator[tuple[str, Row]]:
    with path.open(encoding="utf-8") as file:
        for line in file:
            record = json.loads(line)
            yield record["table"], record["row"]


def _inserted(connection: Connection, table: Table, rows: Iterator[Row]) -> int:
    moments = [column.name for column in table.columns if isinstance(column.type, Moment)]
    count = 0
    while several := list(islice(rows, BATCH)):
        values = [row | {name: datetime.fromisoformat(row[name]) for name in moments if row.get(name)} for row in several]
        if unknown := {name for row in values for name in row} - set(table.columns.keys()):
            raise KeyError(min(unknown))
        connection.execute(insert(table), values)
        count += len(values)
    return count


def _count_on(connection: Connection) -> None:
    """Numbers that PostgreSQL gives go on behind the highest that was put in; SQLite sees to that itself."""
    if connection.dialect.name != "postgresql":
        return
    for table in metadata.sorted_tables:
        column = table.autoincrement_column
        if column is None or column.foreign_keys:
            continue
        sequence = connection.execute(select(func.pg_get_serial_sequence(table.name, column.name))).scalar()
        highest = connection.execute(select(func.max(column))).scalar()
        if sequence is not None and highest is not None:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
