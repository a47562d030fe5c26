"""The calls of a chat model for one question, each within the tokens that are left to it and to the day; it counts them and what they cost."""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from langchain_core.messages import BaseMessage

from ecqa.answering.chat.failures import ChatError
from ecqa.answering.chat.model import ChatModel, Used
from ecqa.answering.chat.tokens import tokens


class Ledger(Protocol):
    """Tokens by day, of all processes together."""

    def take(self, tokens: int, limit: int) -> bool:
        """Counts tokens as used today, unless there would be more than the limit then; whether it did."""
        ...

    def give_back(self, tokens: int) -> None:
        """Counts some of those taken as not used; a negative number as used beyond them."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much a chat model may be used."""

    context: int = 8_192
    """Tokens of prompt and reply together that the model takes."""
    a_question: int = 12_000
    """Tokens of all calls for one question."""
    a_day: int = 2_000_000
    price_prompt: float | None = None
    """Of a million tokens."""
    price_completion: float | None = None
    """Of a million tokens."""

    def cost(self, prompt: int, completion: int) -> float | None:
        """Of so many tokens; None where a price is not known."""
        if self.price_prompt is None or self.price_completion is None:
            return None
        return round((prompt * self.price_prompt + completion * self.price_completion) / 1e6, 8)


@dataclass(frozen=True, slots=True)
class Chat:
    """A chat model, and how much it may be used."""

    model: ChatModel
    ledger: Ledger
    bounds: Bounds = field(default_factory=Bounds)

    def calls(self) -> "Calls":
        """Of a question that is new."""
        return Calls(self)


class Calls:
    """Calls for one question.

    Args:
        chat: Who is called, and how much.
    """

    def __init__(self, chat: Chat) -> None:
        self.prompt_tokens = 0
        self.completion_tokens = 0
        self._chat = chat
        self._under_way = 0
        self._end = time.monotonic() + chat.model.seconds

    @property
    def cost(self) -> float | None:
        """Of all calls so far."""
        return self._chat.bounds.cost(self.prompt_tokens, self.completion_tokens)

    def stream(self, messages: Sequence[BaseMessage], longest: int) -> Generator[str]:
        """The pieces of a reply.

        Args:
            messages: The prompt.
            longest: Tokens that the reply may have.

        Raises:
            ChatError: There is no reply, or no end of it, or there are no tokens left.
        """
        taken = length(messages) + longest
        seconds = self._end - time.monotonic()
        if seconds <= 0:
            raise ChatError("slow")
        if self._spent + taken > self._chat.bounds.a_question or not self._chat.ledger.take(taken, self._chat.bounds.a_day):
            raise ChatError("budget")
        used = Used()
        self._under_way += taken
        try:
            yield from self._chat.model.stream(messages, longest, used, seconds)
        finally:
            self._under_way -= taken
            self.prompt_tokens += used.prompt
            self.completion_tokens += used.completion
            self._chat.ledger.give_back(taken - used.prompt - used.completion)

    @property
    def _spent(self) -> int:
        return self.prompt_tokens + self.completion_tokens + self._under_way


def length(messages: Sequence[BaseMessage]) -> int:
    """About how many tokens a prompt has."""
    return sum(tokens(str(message.content)) for message in messages)
