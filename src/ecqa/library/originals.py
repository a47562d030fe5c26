"""Corpus files that were replaced or removed, kept by their digest beside the index, so that they can be restored as they were."""

import os
import shutil
from pathlib import Path, PurePosixPath

from ecqa.corpus.files import digest
from ecqa.index.durable import PART, replace_file, sync_folder
from ecqa.index.revisions import ORIGINALS


def keep_original(index: Path, path: Path) -> str:
    """Keeps a corpus file as it is on the disk now; its digest."""
    data = path.read_bytes()
    name = digest(data)
    folder = index / ORIGINALS
    folder.mkdir(exist_ok=True)
    target = folder / f"{name}{path.suffix.lower()}"
    if not target.is_file():
        replace_file(target, data)
    return name


def original(index: Path, file: str, wanted: str) -> bytes | None:
    """The content of a kept file; None where it was not kept.

    Args:
        index: The index folder.
        file: The corpus file, for its ending.
        wanted: SHA-256 of its bytes.
    """
    path = index / ORIGINALS / f"{wanted}{PurePosixPath(file).suffix.lower()}"
    data = path.read_bytes() if wanted.isalnum() and path.is_file() else None
    return data if data is not None and digest(data) == wanted else None


def stage(corpus: Path, name: str, data: bytes) -> Path:
    """Writes a file ready beside the corpus, where no reader looks, and flushes it to the disk."""
    folder = corpus / ".ecqa"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{digest(data)[:16]}{PurePosixPath(name).suffix.lower()}"
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(folder)
    return path


def clear_stage(corpus: Path) -> None:
    """Removes what lies ready; the caller holds the writer's lock, and no journal names any of it."""
    shutil.rmtree(corpus / ".ecqa", ignore_errors=True)
