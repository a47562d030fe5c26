"""One writer of an index folder at a time; readers need no lock."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ecqa.errors import SearchIndexError


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Holds the writer's lock for the length of a `with`; a killed process gives it up by itself.

    Raises:
        SearchIndexError: Another run is writing.
    """
    with (index / "LOCK").open("ab") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as problem:
            raise SearchIndexError("index-locked", path=index) from problem
        yield
