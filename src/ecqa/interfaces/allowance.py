"""A visitor in, nothing or a friendly refusal out: how many questions a minute one may ask. Kept in memory, gone with the process."""

import math
import time

from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from ecqa.errors import QuestionError

BEHIND_ONE_ADDRESS = 10
"""Times the visitor's allowance that one network address has: a market hall has many visitors behind one, a script has many cookies."""


class Allowance:
    """Counts of the last minute, for any number of threads.

    Args:
        a_minute: Questions that one visitor may ask in any sixty seconds.
    """

    def __init__(self, a_minute: int) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self._visitor = RateLimitItemPerMinute(a_minute)
        self._address = RateLimitItemPerMinute(a_minute * BEHIND_ONE_ADDRESS)

    def take(self, owner: str, address: str) -> None:
        """Counts one question; call it before the question is answered.

        Args:
            owner: The browser's secret, as `visitors.owner_of` gives it; empty counts by address alone.
            address: As `visitors.address_of` gives it.

        Raises:
            QuestionError: The visitor has to wait; key `too-many-questions` says for how many seconds.
        """
        for limit, key in ((self._visitor, f"visitor {owner or address}"), (self._address, f"address {address}")):
            if not self._limiter.hit(limit, key):
                free_at = self._limiter.get_window_stats(limit, key).reset_time
                raise QuestionError("too-many-questions", seconds=max(1, math.ceil(free_at - time.time())))
