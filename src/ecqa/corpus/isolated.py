"""Corpus files read in a process of their own, with limits of time and memory: a hostile file ends that process, and nothing else.

with isolated() as reading:
    load_corpus(folder, reading)
"""

import json
import os
import select
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from ecqa.corpus.files import CorpusFile, shown
from ecqa.corpus.found import FileContent
from ecqa.corpus.load import Reading
from ecqa.corpus.transport import read_content
from ecqa.errors import CorpusError

SECONDS = 60.0
"""Time for a file, and SECONDS_A_MB more for each megabyte."""
SECONDS_A_MB = 2.0
MEMORY = 1_500_000_000
"""Bytes of memory of the process, and MEMORY_A_BYTE more for each byte of the file."""
MEMORY_A_BYTE = 8
CHUNK = 1 << 20
START = 30.0
"""Seconds that the process may take to start, on a busy machine."""


@contextmanager
def isolated(seconds: float = SECONDS, memory: int = MEMORY) -> Iterator[Reading]:
    """A way to read files that starts a process with the first of them, and another where one was ended.

    Args:
        seconds: Time for a file.
        memory: Bytes for a small file.
    """
    reader = _Reader(seconds, memory)
    try:
        yield reader
    finally:
        reader.stop()


class _Reader:
    """The process, while there is one."""

    def __init__(self, seconds: float, memory: int) -> None:
        self._seconds = seconds
        self._memory = memory
        self._granted = 0
        self._process: subprocess.Popen[bytes] | None = None

    def __call__(self, file: CorpusFile, given: Mapping[str, object]) -> tuple[str, FileContent]:
        """As `load.Reading`.

        Raises:
            CorpusError: The file cannot be read, or reading it takes too long or too much memory.
        """
        size = file.path.stat().st_size if file.path.is_file() else 0
        process = self._started(self._memory + MEMORY_A_BYTE * size)
        fields = {name: value.isoformat() if isinstance(value, date) else value for name, value in given.items()}
        request = json.dumps({"path": str(file.path), "name": file.name, "given": fields}) + "\n"
        try:
            assert process.stdin is not None
            process.stdin.write(request.encode("utf-8", "surrogateescape"))
            process.stdin.flush()
            return read_content(_lines(process, self._seconds + START + SECONDS_A_MB * size / 1e6))
        except CorpusError:
            raise
        except TimeoutError as problem:
            self.stop()
            raise CorpusError("corpus-too-slow", path=shown(file.name)) from problem
        except (OSError, ValueError, KeyError, TypeError) as problem:
            self.stop()
            raise CorpusError("corpus-reader-ended", path=shown(file.name)) from problem

    def stop(self) -> None:
        """Ends the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for stream in (self._process.stdin, self._process.stdout):
                if stream is not None:
                    stream.close()
            self._process = None

    def _started(self, memory: int) -> "subprocess.Popen[bytes]":
        if self._process is not None and (self._process.poll() is not None or memory > self._granted):
            self.stop()
        if self._process is None:
            self._granted = memory
            command = [sys.executable, "-I", "-m", "ecqa.corpus.worker", str(memory)]
            environment = {name: value for name, value in os.environ.items() if not name.startswith(("ECQA_", "PYTHON"))}
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and module, nothing from outside)
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0, env=environment
            )
        return self._process


def _lines(process: "subprocess.Popen[bytes]", seconds: float) -> Iterator[bytes]:
    """The lines that the process writes, until it ends.

    Raises:
        TimeoutError: It took longer than so many seconds for all of them.
    """
    assert process.stdout is not None
    end = time.monotonic() + seconds
    rest: list[bytes] = []
    while True:
        if not select.select([process.stdout], [], [], max(0.0, end - time.monotonic()))[0]:
            raise TimeoutError
        piece = os.read(process.stdout.fileno(), CHUNK)
        if not piece:
            return
        *whole, last = piece.split(b"\n")
        for line in whole:
            yield b"".join([*rest, line])
            rest = []
        rest.append(last)
