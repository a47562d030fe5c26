"""Rows go from a database of either kind into one of either kind as they were, all or none, and new ones follow behind them."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Boolean, Float, String, insert, select

from ecqa.errors import ServiceError
from ecqa.storage import open_storage
from ecqa.storage.columns import Document, Moment, Words
from ecqa.storage.database import Database
from ecqa.storage.tables import metadata
from ecqa.storage.transfer import BATCH, read_rows, write_rows
from tests.storage.cases import ANNA, ANSWERED, REFUSED

MOMENT = datetime(2014, 6, 30, 23, 59, 59, 123456, UTC)


def value_of(column, number):
    """A value of every kind of column, of rows that refer to the row of the same number."""
    if column.foreign_keys:
        (key,) = column.foreign_keys
        return value_of(key.column, number)
    if column.nullable and number % 2:
        return None
    made = {
        Moment: MOMENT.replace(microsecond=number),
        Document: {"甲": [number, None, "“引号”\n🙂"]},
        Words: f"第{number}行\t\n“{column.name}”🙂",
        Boolean: number % 2 == 0,
        Float: number + 0.1,
        String: f"{column.name[:3]}{number}",
    }
    return next((value for kind, value in made.items() if isinstance(column.type, kind)), number * 7)


def filled(url, rows=3):
    """A database with some rows in every table."""
    database = Database(url)
    with database.write() as connection:
        for table in metadata.sorted_tables:
            connection.execute(
                insert(table), [{column.name: value_of(column, number) for column in table.columns} for number in range(1, rows + 1)]
            )
    return database


def everything(url):
    database = Database(url)
    with database.read() as connection:
        found = {
            table.name: [dict(row) for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()]
            for table in metadata.sorted_tables
        }
    database.close()
    return found


@pytest.mark.parametrize("way", ["sqlite to postgresql", "postgresql to sqlite", "sqlite to sqlite"])
def test_every_row_of_every_table_arrives_as_it_was(way, empty_postgres, tmp_path):
    kinds = {"sqlite": tmp_path / "one.sqlite3", "postgresql": empty_postgres}
    source, target = (kinds[kind] for kind in way.split(" to "))
    target = tmp_path / "two.sqlite3" if source == target else target
    filled(source).close()
    rows = tmp_path / "rows.jsonl"

    assert write_rows(source, rows) == read_rows(target, rows) == 3 * len(metadata.tables)
    assert everything(target) == everything(source)


def test_what_is_stored_later_gets_numbers_behind_those_that_arrived(url, tmp_path):
    with open_storage(tmp_path / "old.sqlite3") as old:
        heading = old.conversations.create(ANNA)
        old.conversations.finish(ANNA, heading.id, old.conversations.begin(ANNA, heading.id, "房价多少？"), REFUSED, 5.0)
    write_rows(tmp_path / "old.sqlite3", tmp_path / "rows.jsonl")
    read_rows(url, tmp_path / "rows.jsonl")
    with open_storage(url) as storage:
        assert storage.conversations.read(ANNA, heading.id).turns[0].answer == REFUSED
        storage.gaps.leave(ANNA, "租金多少？")
        storage.usage.count(ANNA, "每年多少钱？", ANSWERED, 1.0)
        assert sorted(gap.question for gap in storage.gaps.all()) == ["房价多少？", "租金多少？"]


def test_more_rows_than_go_in_at_once(tmp_path):
    source, target = tmp_path / "one.sqlite3", tmp_path / "two.sqlite3"
    filled(source, BATCH + 2).close()
    write_rows(source, tmp_path / "rows.jsonl")

    assert read_rows(target, tmp_path / "rows.jsonl") == (BATCH + 2) * len(metadata.tables)
    assert everything(target) == everything(source)


def test_rows_are_put_beside_no_others(url, tmp_path):
    database = filled(url)
    database.close()
    before = everything(url)
    write_rows(url, tmp_path / "rows.jsonl")
    with pytest.raises(ServiceError) as refused:
        read_rows(url, tmp_path / "rows.jsonl")

    assert (refused.value.key, refused.value.values) == ("backup-in-the-way", {"path": database.shown})
    assert everything(url) == before


GOOD = {"table": "chat_tokens", "row": {"day": "2014-06-30", "tokens": 7}}


@pytest.mark.parametrize(
    "line",
    [
        "no JSON",
        "[]",
        json.dumps({"table": "nothing", "row": {}}),
        json.dumps({"table": "chat_tokens", "row": {"day": "2014-07-01", "tokens": 7, "other": 1}}),
        json.dumps({"table": "chat_tokens", "row": {"day": "2014-07-01"}}),
        json.dumps(GOOD),
        json.dumps({"table": "audit", "row": {"id": 1, "person": "a", "act": "b", "subject": "c", "at": "not a moment"}}),
    ],
)
def test_what_is_no_row_leaves_an_empty_database(line: str, url, tmp_path: Path):
    (tmp_path / "rows.jsonl").write_text(json.dumps(GOOD) + "\n" + line + "\n", "utf-8")
    with pytest.raises(ValueError, match=r"rows\.jsonl"):
        read_rows(url, tmp_path / "rows.jsonl")

    assert [name for name, rows in everything(url).items() if rows] == []


def test_what_others_write_while_it_is_read_is_not_seen(url):
    database, other = filled(url), Database(url)
    with database.snapshot() as connection:
        table = metadata.tables["chat_tokens"]
        before = connection.execute(select(table)).all()
        with other.write() as writing:
            writing.execute(insert(table), {"day": "2030-01-01", "tokens": 1})
        assert connection.execute(select(table)).all() == before
    other.close()
    database.close()
