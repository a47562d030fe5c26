"""Work under way: an answer's events or a search in threads in, the same to the request that waits for them out; it knows no HTTP.

A few answers are worked on at a time, first come first served, and so many may wait. When the server stops, no new one is taken;
those that are under way are finished, or ended with a word where they take too long. Searches, which are short, have threads of their own and
never wait for an answer; so many of them may be under way or wait, too.
"""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from ecqa.errors import ServiceError
from ecqa.schema import AnswerEvent

AT_A_TIME = 4
"""Answers that are worked on at the same time."""
WITH_CHAT_MODEL = 16
"""The same where a chat model writes them: most of the time is spent waiting for it."""
TAKEN = 200
"""Answers that are worked on or wait."""
SIGN_OF_LIFE_SECONDS = 10.0
"""How long a request hears nothing before it gets None, so that nobody on the way takes it for dead."""
GLANCE_SECONDS = 0.05

Found = TypeVar("Found")
Events = Callable[[], Iterator[AnswerEvent]]
_Heard = AnswerEvent | Exception | None


class Running:
    """Answers under way, for one event loop.

    Args:
        at_a_time: How many are worked on at the same time.
        taken: How many may be under way or wait.
        sign_of_life: Seconds of silence after which a request gets None.
    """

    def __init__(self, at_a_time: int = AT_A_TIME, taken: int = TAKEN, sign_of_life: float = SIGN_OF_LIFE_SECONDS) -> None:
        self._threads = ThreadPoolExecutor(at_a_time, thread_name_prefix="ecqa-answer")
        self._searching = ThreadPoolExecutor(at_a_time, thread_name_prefix="ecqa-search")
        self._searches: set[asyncio.Future[Any]] = set()
        self._taken = taken
        self._sign_of_life = sign_of_life
        self._waiting: set[asyncio.Queue[_Heard]] = set()
        self.stopping = False

    @property
    def count(self) -> int:
        """How many are under way or wait."""
        return len(self._waiting)

    def _admit(self, begun: int) -> None:
        """Refuses one more of a kind of which so many are under way or wait."""
        if self.stopping:
            raise ServiceError("stopping")
        if begun >= self._taken:
            raise ServiceError("busy")

    async def events(self, events: Events) -> AsyncIterator[AnswerEvent | None]:
        """The events of one answer; None after some seconds without any. Whoever stops listening ends the answer.

        Args:
            events: Makes the events; called in a thread.

        Raises:
            ServiceError: Too many are under way, or the server stops.
            EcqaError: Whatever `events` raises.
        """
        self._admit(len(self._waiting))
        heard: asyncio.Queue[_Heard] = asyncio.Queue()
        gone = threading.Event()
        self._waiting.add(heard)
        future = self._threads.submit(_work, events, gone, asyncio.get_running_loop(), heard)
        try:
            while True:
                try:
                    told = await asyncio.wait_for(heard.get(), self._sign_of_life)
                except TimeoutError:
                    yield None
                    continue
                if isinstance(told, Exception):
                    raise told
                if told is None:
                    return
                yield told
        finally:
            gone.set()
            future.cancel()
            self._waiting.discard(heard)

    async def once(self, work: Callable[[], Found]) -> Found:
        """What a search finds.

        Args:
            work: Searches; called in a thread.

        Raises:
            ServiceError: Too many are under way, or the server stops.
            EcqaError: Whatever `work` raises.
        """
        self._admit(len(self._searches))
        search = asyncio.get_running_loop().run_in_executor(self._searching, work)
        self._searches.add(search)
        try:
            return await search
        finally:
            self._searches.discard(search)

    async def finish(self, seconds: float) -> None:
        """Takes no more answers and waits for those under way; what is left after a while is ended with ServiceError "stopping"."""
        self.stopping = True
        clock = asyncio.get_running_loop().time
        end = clock() + seconds
        while self._waiting and clock() < end:
            await asyncio.sleep(GLANCE_SECONDS)
        for heard in self._waiting:
            heard.put_nowait(ServiceError("stopping"))

    def close(self) -> None:
        """Gives the threads back; what nobody waits for any more is not begun."""
        for threads in (self._threads, self._searching):
            threads.shutdown(wait=False, cancel_futures=True)


def _work(events: Events, gone: threading.Event, loop: asyncio.AbstractEventLoop, heard: "asyncio.Queue[_Heard]") -> None:
    """Makes the events of one answer in a thread, until nobody listens."""

    def tell(told: _Heard) -> None:
        if not gone.is_set():
            loop.call_soon_threadsafe(heard.put_nowait, told)

    try:
        for event in events():
            if gone.is_set():
                return
            tell(event)
        tell(None)
    except Exception as problem:  # it is raised where the request is answered
        tell(problem)
