"""Bytes to files that survive a crash: written, flushed to the disk, and only then put in place; it knows no formats."""

import os
from collections.abc import Mapping
from pathlib import Path

MANY = 64
"""Files above which the disk is flushed once for all of them."""
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


def replace_files(contents: Mapping[Path, bytes]) -> None:
    """Puts several files of one folder in place, each in one step; a kill in between leaves some old and some new."""
    if len(contents) <= MANY:
        for path, data in contents.items():
            replace_file(path, data)
        return
    parts = {path: path.with_name(path.name + PART) for path in contents}
    for path, data in contents.items():
        parts[path].write_bytes(data)
    os.sync()
    for path, part in parts.items():
        part.replace(path)
    for folder in {path.parent for path in contents}:
        sync_folder(folder)


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
