"""A database of either kind for each test: a SQLite file, and a PostgreSQL server of our own on the loopback."""

import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from ecqa.storage import Storage, open_storage

POSTGRES_MISSING = "PostgreSQL was not found. Install it, then run the tests again: sudo apt-get install -y postgresql"
INSTALLED = "/usr/lib/postgresql/*/bin/initdb"
UNPRIVILEGED = "postgres"
"""The server refuses to run as root; Debian's package makes this user."""


def _programs() -> Path:
    """The folder of initdb and pg_ctl, of the newest version."""
    found = sorted(Path("/").glob(INSTALLED.lstrip("/")), key=lambda path: int(path.parts[4].split(".")[0]))
    on_path = shutil.which("initdb")
    if not found and not on_path:
        pytest.fail(POSTGRES_MISSING, pytrace=False)
    return found[-1].parent if found else Path(str(on_path)).parent


def _run(*words, **options) -> None:
    user = {"user": UNPRIVILEGED, "group": UNPRIVILEGED} if os.getuid() == 0 else {}
    done = subprocess.run(words, capture_output=True, text=True, check=False, cwd="/", stdin=subprocess.DEVNULL, **user, **options)
    assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server with an empty database, which ends with the tests."""
    programs, password = _programs(), secrets.token_hex()
    with tempfile.TemporaryDirectory(prefix="ecqa-pg-", ignore_cleanup_errors=True) as name, socket.socket() as probe:
        folder = Path(name)
        (folder / "password").write_text(password, "utf-8")
        if os.getuid() == 0:
            for path in (folder, folder / "password"):
                shutil.chown(path, UNPRIVILEGED, UNPRIVILEGED)
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        chosen = [
            "--auth=scram-sha-256",
            f"--pwfile={folder / 'password'}",
            "--username=ecqa",
            "--encoding=UTF8",
            "--locale=C",
            "--no-sync",
        ]
        _run(programs / "initdb", "-D", folder / "data", *chosen)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c fsync=off -c max_connections=60"
        server = (programs / "pg_ctl", "-D", folder / "data", "-w")
        _run(*server, "-l", folder / "log", "-o", options, "start")
        try:
            yield f"postgresql://ecqa:{password}@127.0.0.1:{port}/postgres"
        finally:
            _run(*server, "-m", "immediate", "stop")


@pytest.fixture
def empty_postgres(postgres: str) -> Iterator[str]:
    """The URL of an empty database on that server."""
    name = f"test_{secrets.token_hex(6)}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    yield postgres.rsplit("/", 1)[0] + f"/{name}"
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'new' / 'ecqa.sqlite3'}"
        return
    yield request.getfixturevalue("empty_postgres")


@pytest.fixture
def storage(url) -> Iterator[Storage]:
    with open_storage(url) as opened:
        yield opened
