"""Lines to a file that appears whole or not at all, or to standard output for `-`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from ecqa.errors import ServiceError

STANDARD_OUTPUT = Path("-")


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """A stream of UTF-8 text whose file takes its name only when everything is written.

    Args:
        path: The file; `-` is standard output, and what is no plain file (a pipe, a device) is written as it comes.

    Raises:
        ServiceError: The file cannot be written.
    """
    if path == STANDARD_OUTPUT:
        yield sys.stdout
        return
    direct = path.exists() and not path.is_file()
    written = path if direct else path.with_name(path.name + ".partial")
    try:
        stream = written.open("w", encoding="utf-8", newline="\n")
    except OSError as problem:
        raise ServiceError("output-unwritable", path=path, reason=os.strerror(problem.errno or 0)) from problem
    with stream:
        yield stream
    if not direct:
        written.replace(path)
