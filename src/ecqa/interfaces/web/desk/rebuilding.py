"""A builder of the index in, one rebuild at a time in the background out, with how far it is; it reads no corpus itself."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from ecqa.errors import EcqaError
from ecqa.index.build import BuildReport

Progress = Callable[[int, int], None]

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuild:
    """How a rebuild stands."""

    running: bool = False
    done: int = 0
    """Texts encoded so far."""
    total: int = 0
    report: BuildReport | None = None
    """What it did, when it is over."""
    problem: EcqaError | None = None
    failed: bool = False
    """Whether it ended for a reason that nobody foresaw; the log has it."""


class Rebuilding:
    """The rebuild under way, or the last one.

    Args:
        build: Builds the index and says how far it is.
    """

    def __init__(self, build: Callable[[Progress], BuildReport]) -> None:
        self._build = build
        self._lock = threading.Lock()
        self._state = Rebuild()

    def state(self) -> Rebuild:
        """How it stands now."""
        with self._lock:
            return self._state

    def start(self) -> bool:
        """Starts one; False where one is under way."""
        with self._lock:
            if self._state.running:
                return False
            self._state = Rebuild(running=True)
        threading.Thread(target=self._work, name="ecqa-rebuild", daemon=True).start()
        return True

    def _work(self) -> None:
        try:
            end = Rebuild(report=self._build(self._tell))
        except EcqaError as problem:
            end = Rebuild(problem=problem)
        except Exception:  # the page must say something; what went wrong is for the log
            logger.exception("a rebuild failed")
            end = Rebuild(failed=True)
        with self._lock:
            self._state = end

    def _tell(self, done: int, total: int) -> None:
        with self._lock:
            self._state = replace(self._state, done=done, total=total)
