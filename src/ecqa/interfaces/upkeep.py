"""A storage in, the same storage from which what is too old goes every hour; it deletes nothing else."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from ecqa.storage import Storage

EVERY_SECONDS = 3600

logger = logging.getLogger(__name__)


@contextmanager
def kept_tidy(storage: Storage, days: int, every: float = EVERY_SECONDS) -> Iterator[None]:
    """Purges at the start of the block and then at intervals, until its end.

    Args:
        storage: What is purged.
        days: How long what visitors left is kept.
        every: Seconds between two purges.
    """
    over = threading.Event()

    def tidy() -> None:
        while not over.is_set():
            try:
                logger.info("%d entries were older than %d days and are gone", storage.purge(days), days)
            except Exception:  # the next hour may go better, and the log says what went wrong
                logger.exception("what is too old could not be deleted")
            over.wait(every)

    thread = threading.Thread(target=tidy, name="ecqa-upkeep", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
