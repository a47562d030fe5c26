"""Many who want to be answered in, a few at a time through, first come first served; whoever waits is told how many are before him.

When the server stops, nobody new is let in, and those who are in are waited for.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from ecqa.errors import ServiceError

AT_ONCE = 2
"""Questions answered at the same time. Sixty questions on two cores: 21.6 a second one by one, 18.9 two at a time, 19.1 four,
10.7 eight, 4.9 sixteen; more at a time only makes all of them slow."""

WITH_CHAT_MODEL = 16
"""The same where a chat model writes the answers: most of the time is spent waiting for it."""

GLANCE_SECONDS = 0.5
"""How often one who waits is told where he stands."""

LOOK_SECONDS = 0.05
"""How often a stopping server looks whether all are out."""


class Turnstile:
    """Lets a number of threads through at the same time.

    Args:
        places: How many.
    """

    def __init__(self, places: int) -> None:
        self._places = self._free = places
        self._changed = threading.Condition()
        self._line: deque[object] = deque()
        self._stopping = False

    @property
    def inside(self) -> int:
        """How many are through or wait."""
        with self._changed:
            return self._places - self._free + len(self._line)

    def admit(self) -> None:
        """Nothing, as long as the server does not stop.

        Raises:
            ServiceError: It does; key `stopping`.
        """
        if self._stopping:
            raise ServiceError("stopping")

    async def finish(self, seconds: float) -> None:
        """Admits nobody any more and waits until all are out, or so many seconds are over."""
        self._stopping = True
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while self.inside and clock() < end:
            await asyncio.sleep(LOOK_SECONDS)

    @contextmanager
    def ticket(self) -> Iterator["Ticket"]:
        """A place in the line, given back at the end of the block however it ends.

        with turnstile.ticket() as ticket:
            for ahead in ticket.wait():
                ...            # say that so many are before you
            ...                # your turn
        """
        ticket = Ticket(self)
        with self._changed:
            self._line.append(ticket)
        try:
            yield ticket
        finally:
            with self._changed:
                if ticket.through:
                    self._free += 1
                else:
                    self._line.remove(ticket)
                self._changed.notify_all()

    def _ahead(self, ticket: "Ticket") -> int:
        """How many are before a ticket, who is let through where there are none and a place is free; -1 then."""
        ahead = self._line.index(ticket)
        if ahead >= self._free:
            return ahead - self._free + 1
        self._line.remove(ticket)
        self._free -= 1
        ticket.through = True
        return -1


class Ticket:
    """One place in the line.

    Args:
        turnstile: Whose.
    """

    def __init__(self, turnstile: Turnstile) -> None:
        self._turnstile = turnstile
        self.through = False

    def wait(self) -> Iterator[int]:
        """Nothing when it is one's turn at once; else, every half second until it is, how many go first (at least 1)."""
        turnstile = self._turnstile
        while True:
            with turnstile._changed:
                ahead = turnstile._ahead(self)
                if ahead < 0:
                    return
            yield ahead
            with turnstile._changed:
                turnstile._changed.wait(GLANCE_SECONDS)
