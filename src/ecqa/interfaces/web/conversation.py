"""The nouns of the chat: a conversation, its exchanges, a place in it; and what follows from them. It asks nothing and stores nothing."""

from dataclasses import dataclass, field, replace
from typing import Literal

from ecqa.schema import Answer, AnswerEvent, Citation, Filters, Turn

TURNS_KEPT = 6
"""Messages given to the assistant with a follow-up question: three questions and their answers."""

EXCHANGES_KEPT = 50
"""Exchanges a page shows; older ones leave it, so that no visitor can fill the server's memory."""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has come of it so far."""

    number: int
    """From 1, in the order asked; numbers of exchanges that were replaced are not given again."""
    question: str
    stage: str = ""
    """What is being done, in words; empty when nothing is."""
    text: str = ""
    """The lines so far, with markers."""
    citations: tuple[Citation, ...] = ()
    answer: Answer | None = None
    problem: str = ""
    """Why there is no answer, in one line."""
    stopped: bool = False
    interrupted: bool = False
    """Whether the server ended before the answer did."""
    filters: Filters = field(default_factory=Filters)
    thumbs: Literal["", "up", "down"] = ""

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and not self.problem and not self.stopped and not self.interrupted


@dataclass(frozen=True, slots=True)
class Conversation:
    """Exchanges, oldest first."""

    id: str = ""
    """In the storage; empty before the first question, and where the browser keeps no cookie."""
    exchanges: tuple[Exchange, ...] = ()

    @property
    def last(self) -> Exchange | None:
        """The exchange asked last."""
        return self.exchanges[-1] if self.exchanges else None

    def find(self, number: int) -> Exchange | None:
        """The exchange of a number."""
        return next((exchange for exchange in self.exchanges if exchange.number == number), None)

    def with_exchange(self, exchange: Exchange) -> "Conversation":
        """With an exchange in the place of the one of its number, else behind all others; the oldest leave."""
        others = tuple(one for one in self.exchanges if one.number != exchange.number)
        return replace(self, exchanges=(*others, exchange)[-EXCHANGES_KEPT:])

    def before(self, number: int) -> "Conversation":
        """Without the exchange of a number and those after it."""
        return replace(self, exchanges=tuple(exchange for exchange in self.exchanges if exchange.number < number))


@dataclass(frozen=True, slots=True)
class Place:
    """Which citation of a conversation is meant."""

    turn: int
    """Number of the exchange."""
    kind: Literal["citations", "related"]
    index: int
    """Index in that list, from 0."""


def stop(conversation: Conversation) -> Conversation:
    """The conversation with its last exchange ended where it stands."""
    last = conversation.last
    if last is None or not last.busy:
        return conversation
    return conversation.with_exchange(replace(last, stage="", stopped=True))


def history(conversation: Conversation) -> tuple[Turn, ...]:
    """The last answered exchanges as turns, oldest first, at most `TURNS_KEPT` of them."""
    turns: list[Turn] = []
    for exchange in conversation.exchanges:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns[-TURNS_KEPT:])


def find(conversation: Conversation, place: Place) -> tuple[Citation, ...]:
    """The list a place lies in: the citations of one exchange, or what it lists as related; empty where there is none."""
    exchange = conversation.find(place.turn)
    if exchange is None:
        return ()
    if exchange.answer is None:
        return exchange.citations if place.kind == "citations" else ()
    return exchange.answer.citations if place.kind == "citations" else exchange.answer.related


def after(exchange: Exchange, event: AnswerEvent, stage: str = "") -> Exchange:
    """The exchange after an event of its answer.

    Args:
        exchange: As it was.
        event: What was told.
        stage: The words for it, where it is a stage.
    """
    if event.kind == "stage":
        return replace(exchange, stage=stage)
    if event.kind == "sentence":
        known = {citation.marker for citation in exchange.citations}
        new = tuple(citation for citation in event.citations if citation.marker not in known)
        lines = f"{exchange.text}\n{event.text}" if exchange.text else event.text
        return replace(exchange, text=lines, citations=exchange.citations + new)
    return replace(exchange, stage="", text="", citations=(), answer=event.answer)
