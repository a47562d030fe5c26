"""Bytes to files that survive a crash: written, flushed to the disk, and only then put in place; it knows no formats."""

import os
from pathlib import Path

PART = ".part"
"""Ending of what is not finished; left behind by a killed run, removed by the next one."""


def replace_file(path: Path, data: bytes) -> None:
    """Puts a file in place in one step: a reader sees the old content or the new, whatever happens meanwhile."""
    part = path.with_name(path.name + PART)
    with part.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Flushes every file and folder under a folder, and the folder, to the disk."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if path.is_dir():
            sync_folder(path)
        else:
            with path.open("rb") as file:
                os.fsync(file.fileno())
    sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Flushes a folder's list of names to the disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
