"""What is too old goes while the server runs, also when it went wrong once."""

import logging
import threading

from ecqa.interfaces.upkeep import kept_tidy


class Purged:
    """Counts purges; the first one fails."""

    def __init__(self):
        self.days = []
        self.twice = threading.Event()

    def purge(self, days):
        self.days.append(days)
        if len(self.days) == 1:
            raise OSError("the disk was full")
        self.twice.set()
        return 3


def test_it_purges_again_and_again_and_a_failure_is_logged(caplog):
    storage = Purged()
    with caplog.at_level(logging.INFO, "ecqa"), kept_tidy(storage, 30, every=0.01):
        assert storage.twice.wait(5)
    seen = len(storage.days)
    assert set(storage.days) == {30}
    assert "the disk was full" in caplog.text
    assert "3 entries were older than 30 days" in caplog.text
    assert len(storage.days) == seen
