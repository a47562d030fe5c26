"""What went wrong with a chat model to one of a few kinds that can be told to a user; whose library raised it doesn't matter."""

import asyncio
import time
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Literal

Kind = Literal["down", "slow", "limited", "key", "refused", "cut-off", "malformed", "endless", "budget", "unverified"]
"""Keys of messages under `[answer]`, after "chat-":

down        it cannot be reached, or answers with an error of its own
slow        it said nothing for too long
limited     it takes no more requests for now
key         it takes no key, or not this one
refused     it does not take this request
cut-off     its reply ended in the middle
malformed   what it sent is no reply
endless     its reply was longer than allowed
budget      there are no tokens left for it, of this question's or of this day's
unverified  nothing that it wrote was borne out by the sources
"""
RETRIED: frozenset[Kind] = frozenset({"down", "limited"})
"""Worth another try, as long as nothing of the reply has come."""


@dataclass
class ChatError(Exception):
    """A chat model gave no whole reply; it holds none of the model's or the server's words, which may quote a key."""

    kind: Kind
    retry_after: float | None = None
    """Seconds that the server asked to wait."""


def failure_of(problem: BaseException, *, begun: bool) -> ChatError:
    """The failure behind an error of whatever library.

    Args:
        problem: What was raised.
        begun: Whether a piece of the reply had come.
    """
    if isinstance(problem, ChatError):
        return problem
    response = getattr(problem, "response", None)
    status = getattr(problem, "status_code", None) or getattr(response, "status_code", None)
    if isinstance(status, int) and status >= 400:
        return _refused(status, getattr(response, "headers", {}))
    names = {kind.__name__ for kind in type(problem).__mro__}
    if isinstance(problem, asyncio.TimeoutError) or any("Timeout" in name for name in names):
        return ChatError("slow")
    if isinstance(problem, OSError) or names & {"APIConnectionError", "TransportError"}:
        return ChatError("cut-off" if begun else "down")
    return ChatError("malformed")


def _refused(status: int, headers: Mapping[str, str]) -> ChatError:
    if status in (401, 403):
        return ChatError("key")
    if status == 429:
        return ChatError("limited", _retry_after(headers))
    if status >= 500 or status == 408:
        return ChatError("down", _retry_after(headers))
    return ChatError("refused")


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds of a Retry-After header, be it a number or a date; None where there is none that can be read."""
    value = headers.get("retry-after", "").strip()
    if value.isascii() and value.isdigit():
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except ValueError:
        return None
