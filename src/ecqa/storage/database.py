"""A database URL in, transactions on a database with its tables up to date out; it knows no table."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from sqlite3 import Connection as SqliteConnection

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import URL, Connection, Engine, Table, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError
from sqlalchemy.pool import ConnectionPoolEntry

from ecqa.errors import ServiceError

POOL, MORE = 10, 30
"""Connections kept, and how many more when all are in use: enough for one a thread of the server."""
WAIT_SECONDS = 20
"""How long a transaction waits for another that writes."""
MIGRATION_LOCK = 4_015_877_001
"""Any number; PostgreSQL's advisory lock that lets one process at a time migrate."""


class Database:
    """Transactions on one database, from any thread.

    Args:
        url: SQLAlchemy URL, or the path of a SQLite file; for SQLite the folder is made, PostgreSQL is spoken to through psycopg.

    Raises:
        ServiceError: The URL is none, its driver is not installed, the database cannot be reached, or it is of a later version.
    """

    def __init__(self, url: str | Path) -> None:
        self._engine, self.shown = _engine(url)
        try:
            with self.write() as connection:
                _migrate(connection)
        except CommandError as problem:
            raise ServiceError("database-newer", url=self.shown) from problem
        except DBAPIError as problem:
            raise ServiceError("database-unusable", url=self.shown, reason=_reason(problem)) from problem

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database and changes nothing."""
        with self._engine.begin() as connection:
            yield connection

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """As `read`, however long it takes and however much is read: what others write meanwhile is not seen."""
        with self._engine.connect() as connection:
            if connection.dialect.name == "postgresql":  # SQLite's readers see one moment in any case
                connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with connection.begin():
                yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is kept as a whole when the block ends, and not at all when it raises."""
        with self._engine.connect().execution_options(writes=True) as connection, connection.begin():
            yield connection

    @contextmanager
    def write_alone(self, table: Table) -> Iterator[Connection]:
        """As `write`, while no other transaction writes the table: what is counted there stays so until the end."""
        with self.write() as connection:
            if connection.dialect.name == "postgresql":  # SQLite has one writer at a time in any case
                connection.execute(text(f'LOCK TABLE "{table.name}" IN EXCLUSIVE MODE'))
            yield connection

    def close(self) -> None:
        """Gives the connections back."""
        self._engine.dispose()


def _engine(url: str | Path) -> tuple[Engine, str]:
    """The engine, and the URL as it may be shown."""
    try:
        parsed = URL.create("sqlite", database=str(url)) if isinstance(url, Path) else _with_driver(make_url(url))
        shown = parsed.render_as_string(hide_password=True)
        if parsed.get_backend_name() != "sqlite":
            return create_engine(parsed, pool_size=POOL, max_overflow=MORE, pool_pre_ping=True), shown
        _make_folder(parsed, shown)
        engine = create_engine(parsed, pool_size=POOL, max_overflow=MORE, connect_args={"timeout": WAIT_SECONDS})
    except (ArgumentError, NoSuchModuleError) as problem:
        raise ServiceError("database-url") from problem
    except ModuleNotFoundError as problem:
        raise ServiceError("database-driver", module=problem.name) from problem
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine, shown


def _with_driver(url: URL) -> URL:
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgresql", "postgres") else url


def _make_folder(url: URL, shown: str) -> None:
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise ServiceError("database-unusable", url=shown, reason=problem.strerror) from problem


def _prepare_sqlite(connection: SqliteConnection, _: ConnectionPoolEntry) -> None:
    """Readers and a writer at the same time (WAL), a commit that survives a power cut, and no trace of what was deleted."""
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, not where sqlite3 guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """One that will write waits for its turn at the start: a reader that turned writer later would fail."""
    connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")


def _migrate(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    config = Config()
    config.set_main_option("script_location", "ecqa.storage:migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _reason(problem: DBAPIError) -> str:
    """The driver's words on one line; they name host and user, never the password."""
    return " ".join(str(problem.orig).split())
