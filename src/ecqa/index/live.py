"""An index folder to the generation in use now, for a program that runs while the index is built anew; it builds nothing."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock

from ecqa.errors import SearchIndexError
from ecqa.index.opened import Index, current_generation, open_generation, open_index

CHECK_EVERY = 1.0
"""Seconds between two looks at which generation is in use."""

_logger = logging.getLogger(__name__)


class LiveIndex:
    """The index in use, opened at the first call; safe to use from several threads.

    A new generation is taken up by the first call a second or more after it came into use; whoever still holds the
    old one finishes on it. A new generation that cannot be used is reported in the log, and the old one is kept.

    Args:
        folder: The index folder.
        embedder_name: Name of the model that questions are embedded with; None does not compare.
        check_every: Seconds between two looks at the folder.
        in_use: Names the generation in use, one of the folder's; None takes the one that the folder itself names.
    """

    def __init__(
        self, folder: Path, embedder_name: str | None, check_every: float = CHECK_EVERY, in_use: Callable[[], str] | None = None
    ) -> None:
        self._folder = folder
        self._embedder_name = embedder_name
        self._check_every = check_every
        self._in_use = in_use
        self._lock = Lock()
        self._index: Index | None = None
        self._looked = 0.0
        self._refused: str | None = None
        self._said = ""

    def current(self) -> Index:
        """The index in use.

        Raises:
            SearchIndexError: There is none, or none that can be used, and none was opened before.
        """
        index = self._index
        if index is not None and time.monotonic() - self._looked < self._check_every:
            return index
        if not self._lock.acquire(blocking=index is None):
            assert index is not None
            return index  # another thread is taking up the new one
        try:
            return self._taken_up()
        finally:
            self._lock.release()

    def _taken_up(self) -> Index:
        try:
            if self._index is None:
                self._index = self._opened(None)
            elif (generation := self._generation()) not in (self._index.generation, self._refused):
                self._refused = generation  # taken back where it opens; else it is not tried a second time
                self._index = self._opened(self._index)
                self._refused = None
            self._said = ""
        except SearchIndexError as problem:
            if self._index is None:
                raise
            if str(problem) != self._said:
                _logger.warning("the index stays at generation %s: %s", self._index.generation, problem)
            self._said = str(problem)
        self._looked = time.monotonic()
        return self._index

    def _generation(self) -> str:
        return current_generation(self._folder) if self._in_use is None else self._in_use()

    def _opened(self, known: Index | None) -> Index:
        if self._in_use is None:
            return open_index(self._folder, self._embedder_name, known)
        return open_generation(self._folder, self._in_use(), self._embedder_name, known)
