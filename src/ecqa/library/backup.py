"""Corpus, index and database to one file that can be moved, and back; every part of it is compared with its checksum on the way in."""

import contextlib
import hashlib
import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO

from ecqa.corpus.files import shown
from ecqa.errors import ServiceError
from ecqa.index.build import recover
from ecqa.index.durable import sync_tree
from ecqa.index.journal import HISTORY
from ecqa.index.lock import writing
from ecqa.index.manifest import checksum
from ecqa.index.opened import CURRENT, GENERATIONS, current_generation
from ecqa.index.revisions import ORIGINALS, REVISIONS

CONTENTS = "ecqa-backup.json"
"""First member: the checksum of every other one."""
FORMAT = 2
DATABASE = "database.jsonl"
"""The rows of the database, which any database takes."""
SQLITE = "database.sqlite3"
"""In backups of format 1: the file of a SQLite database."""
CHUNK = 1 << 20


def export(target: Path, corpus: Path, index: Path, database: str | Path | None, wait: float = 30.0) -> int:
    """Writes a backup; nobody changes documents meanwhile, and what visitors leave meanwhile is in it or not.

    Args:
        target: The file, `.tar` or `.tar.gz`; put in place when it is complete.
        corpus: The corpus folder.
        index: The index folder.
        database: SQLAlchemy URL, or the path of a SQLite file, which need not be there; None leaves it out.
        wait: Seconds to wait for another writer.

    Returns:
        How many files it holds.

    Raises:
        SearchIndexError: There is no index, or another run is writing.
        ServiceError: The file cannot be written, or the database cannot be used.
    """
    part = target.with_name(target.name + ".part")
    try:
        with writing(index, wait), tempfile.TemporaryDirectory() as scratch:
            recover(index)
            members = [*_corpus_files(corpus), *_index_files(index)]
            if isinstance(database, str) or (database is not None and database.is_file()):
                members.append((DATABASE, _rows_of(database, Path(scratch) / DATABASE)))
            with tarfile.open(part, "w:gz" if target.suffix in (".gz", ".tgz") else "w", format=tarfile.PAX_FORMAT) as archive:
                contents = {name: checksum(path) for name, path in members}
                head = json.dumps({"format": FORMAT, "files": contents}, ensure_ascii=False, indent=1).encode()
                archive.addfile(_entry(CONTENTS, len(head)), io.BytesIO(head))
                for name, path in members:
                    with path.open("rb") as file:
                        archive.addfile(_entry(name, path.stat().st_size), file)
        with part.open("rb") as file:
            os.fsync(file.fileno())
        part.replace(target)
    except OSError as problem:
        part.unlink(missing_ok=True)
        raise ServiceError("backup-unwritable", path=target, reason=str(problem)) from problem
    return len(members)


def restore(source: Path, corpus: Path, index: Path, database: str | Path | None) -> int:
    """Puts a backup in place of nothing: folders and database must not be there, or be empty. The database may be of another kind than it was.

    Args:
        source: What `export` wrote.
        corpus: The corpus folder.
        index: The index folder.
        database: Where its rows go, as for `export`; None leaves them out.

    Returns:
        How many files were put in place.

    Raises:
        ServiceError: Something is there already, or the backup is damaged or none.
    """
    for path in (corpus, index):
        if path.is_file() or (path.is_dir() and any(path.iterdir())):
            raise ServiceError("backup-in-the-way", path=path)
    with contextlib.ExitStack() as stack:
        folders = {}
        for name, path in (("corpus", corpus), ("index", index)):
            path.absolute().parent.mkdir(parents=True, exist_ok=True)
            folders[name] = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=".ecqa-", dir=path.absolute().parent)))
        try:
            with tarfile.open(source) as archive:
                count = _unpack(archive, folders)
            if database is not None:
                _fill(database, folders["corpus"])
        except (OSError, tarfile.TarError, ValueError, KeyError, TypeError, EOFError) as problem:
            raise ServiceError("backup-damaged", path=source, reason=shown(problem)[:100]) from problem
        for name, path in (("corpus", corpus), ("index", index)):
            with contextlib.suppress(OSError):
                path.rmdir()
            (folders[name] / name).mkdir(exist_ok=True)
            sync_tree(folders[name] / name)
            (folders[name] / name).replace(path)
    return count


def _fill(database: str | Path, folder: Path) -> None:
    """Puts the rows of a backup into a database."""
    from ecqa.storage.transfer import read_rows  # noqa: PLC0415 - its library takes a third of a second, and few commands need it

    if (folder / SQLITE).is_file():
        _rows_of(folder / SQLITE, folder / DATABASE)
    if (folder / DATABASE).is_file():
        read_rows(database, folder / DATABASE)


def _rows_of(database: str | Path, target: Path) -> Path:
    """The file into which the rows of a database were written."""
    from ecqa.storage.transfer import write_rows  # noqa: PLC0415

    write_rows(database, target)
    return target


def _unpack(archive: tarfile.TarFile, folders: dict[str, Path]) -> int:
    first = archive.next()
    head = archive.extractfile(first) if first is not None and first.name == CONTENTS else None
    record = json.load(head) if head is not None else {}
    if record.get("format") not in (1, FORMAT):
        raise ValueError(CONTENTS)
    wanted: dict[str, str] = dict(record["files"])
    for member in archive:
        if member.name == CONTENTS:
            continue
        parts = PurePosixPath(member.name).parts
        if not member.isreg() or member.name not in wanted or ".." in parts or member.name.startswith("/"):
            raise ValueError(member.name)
        if parts[0] not in folders and member.name not in (DATABASE, SQLITE):
            raise ValueError(member.name)
        target = folders.get(parts[0], folders["corpus"]).joinpath(*parts)
        target.parent.mkdir(parents=True, exist_ok=True)
        stream = archive.extractfile(member)
        if stream is None or _written(stream, target) != wanted.pop(member.name):
            raise ValueError(member.name)
    if wanted:
        raise ValueError(next(iter(wanted)))
    return len(record["files"])


def _written(stream: IO[bytes], target: Path) -> str:
    digest = hashlib.sha256()
    with target.open("xb") as file:
        while piece := stream.read(CHUNK):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _corpus_files(corpus: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(corpus.rglob("*")):
        name = path.relative_to(corpus).as_posix()
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.split("/")):
            yield f"corpus/{name}", path


def _index_files(index: Path) -> Iterator[tuple[str, Path]]:
    places = [index / CURRENT, index / HISTORY, index / GENERATIONS / current_generation(index), index / REVISIONS, index / ORIGINALS]
    for place in places:
        for path in [place] if place.is_file() else sorted(place.rglob("*")):
            if path.is_file():
                yield f"index/{path.relative_to(index).as_posix()}", path


def _entry(name: str, size: int) -> tarfile.TarInfo:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = size, 0o644
    return entry
