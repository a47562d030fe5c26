"""The database itself: its tables are those of the migrations, and what cannot be used is said in words."""

import sqlite3
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from ecqa.errors import ServiceError
from ecqa.messages import LANGUAGES, Messages
from ecqa.storage import open_storage
from ecqa.storage.database import Database
from ecqa.storage.migrations.versions import v0001_first, v0002_keys, v0003_chat_tokens, v0004_audit_detail, v0005_run_process
from ecqa.storage.tables import metadata


def test_the_migrations_make_the_tables_that_the_code_knows(url):
    database = Database(url)
    with database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        assert set(inspect(connection).get_table_names()) == {*metadata.tables, "alembic_version"}
    database.close()


def test_the_step_back_leaves_nothing(url):
    from alembic.operations import Operations

    database = Database(url)
    with database.write() as connection:
        with Operations.context(MigrationContext.configure(connection)):
            v0005_run_process.downgrade()
            v0004_audit_detail.downgrade()
            v0003_chat_tokens.downgrade()
            v0002_keys.downgrade()
            v0001_first.downgrade()
        assert inspect(connection).get_table_names() == ["alembic_version"]
    database.close()


def test_two_processes_may_make_the_tables_at_the_same_time(url):
    program = "import sys; from ecqa.storage import open_storage; open_storage(sys.argv[1]).close()"
    started = [subprocess.Popen([sys.executable, "-c", program, url], stderr=subprocess.PIPE, text=True) for _ in range(3)]
    assert [(process.communicate()[1], process.returncode) for process in started] == [("", 0)] * 3


def fail_after_writing(storage):
    with storage._database.write() as connection:
        connection.exec_driver_sql("INSERT INTO audit (person, act, subject, at) VALUES ('x', 'y', 'z', '2026-01-01 00:00:00')")
        raise RuntimeError


def test_a_transaction_that_fails_leaves_nothing(storage):
    with pytest.raises(RuntimeError):
        fail_after_writing(storage)
    assert storage.audit.last() == []


def test_sqlite_writes_ahead_and_wipes_what_was_deleted(tmp_path):
    database = Database(f"sqlite:///{tmp_path}/a.sqlite3")
    with database.read() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        ]
    assert found == ["wal", 2, 1, 1]
    database.close()


def test_a_reader_is_not_kept_waiting_by_a_writer(storage):
    with storage._database.write() as connection:
        connection.exec_driver_sql("INSERT INTO audit (person, act, subject, at) VALUES ('x', 'y', 'z', '2026-01-01 00:00:00')")
        assert storage.audit.last() == []
    assert [entry.person for entry in storage.audit.last()] == ["x"]


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("nonsense", "database-url"),
        ("oracle9://x/y", "database-url"),
        ("sqlite:////proc/no/such/ecqa.sqlite3", "database-unusable"),
        ("postgresql://ecqa:topsecret@127.0.0.1:1/none", "database-unusable"),
    ],
)
def test_a_database_that_cannot_be_used_is_explained_without_its_password(url, key):
    with pytest.raises(ServiceError) as caught:
        open_storage(url)
    assert caught.value.key == key
    for lang in LANGUAGES:
        assert "topsecret" not in Messages(lang).error(caught.value)
    assert "topsecret" not in str(caught.value)


def test_a_database_of_a_later_version_is_left_alone(tmp_path):
    file = tmp_path / "ecqa.sqlite3"
    open_storage(f"sqlite:///{file}").close()
    with sqlite3.connect(file) as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'v9999'")
    with pytest.raises(ServiceError) as caught:
        open_storage(f"sqlite:///{file}")
    assert caught.value.key == "database-newer"
