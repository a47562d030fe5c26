"""The process that reads corpus files for another one: a request a line on standard input, lines of JSON on standard output.

Before the first file it gives up what a reader needs not: it can write no file, start no process, and have no more memory than was
granted. Whatever goes wrong ends this process alone.

usage: python -I -m ecqa.corpus.worker MEMORY_BYTES
"""

import json
import os
import resource
import sys
from pathlib import Path

from ecqa.corpus.files import CorpusFile
from ecqa.corpus.load import read_here
from ecqa.corpus.transport import content_lines, problem_line
from ecqa.errors import CorpusError

OPEN_FILES = 64


def main() -> int:
    """Answers requests until there are no more."""
    _give_up(int(sys.argv[1]))
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # what a library prints is no answer
    for request in sys.stdin:
        asked = json.loads(request)
        try:
            digest, content = read_here(CorpusFile(Path(asked["path"]), asked["name"]), asked["given"])
            for line in content_lines(digest, content):
                answers.write(line + "\n")
        except CorpusError as problem:
            answers.write(problem_line(problem) + "\n")
        answers.flush()
    return 0


def _give_up(memory: int) -> None:
    limits = [(resource.RLIMIT_FSIZE, 0), (resource.RLIMIT_CORE, 0), (resource.RLIMIT_NOFILE, OPEN_FILES), (resource.RLIMIT_AS, memory)]
    for limit, wanted in limits:
        _, most = resource.getrlimit(limit)
        value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        try:
            resource.setrlimit(limit, (value, value))
        except (ValueError, OSError):  # a system that does not know this limit; the clock of the other process remains
            continue


if __name__ == "__main__":
    sys.exit(main())
