"""One writer of an index folder at a time; readers need no lock."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BufferedRandom
from pathlib import Path

from ecqa.errors import SearchIndexError

EVERY = 0.1
"""Seconds between two tries."""


@contextmanager
def writing(index: Path, wait: float = 0.0) -> Iterator[None]:
    """Holds the writer's lock for the length of a `with`; a killed process gives it up by itself.

    Args:
        index: The index folder.
        wait: Seconds to wait for another writer.

    Raises:
        SearchIndexError: Another run is writing; says which process, and since when.
    """
    end = time.monotonic() + wait
    with (index / "LOCK").open("a+b") as file:
        while not _locked(file):
            if time.monotonic() >= end:
                file.seek(0)
                holder = file.read(100).decode("utf-8", "replace").strip()
                raise SearchIndexError("index-locked", path=index, holder=holder or "?")
            time.sleep(EVERY)
        file.truncate(0)
        file.write(f"pid {os.getpid()}, {datetime.now().astimezone().isoformat(timespec='seconds')}\n".encode())
        file.flush()
        try:
            yield
        finally:
            file.truncate(0)


def _locked(file: BufferedRandom) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
