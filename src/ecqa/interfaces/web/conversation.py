"""A question and the events of its answer in, the conversation as it stands after each event out.

It makes no markup and knows no page: the same steps could feed another interface.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ecqa.errors import EcqaError
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from ecqa.schema import Answer, AnswerEvent, Citation, Turn

TURNS_KEPT = 6
"""Messages given to the assistant with a follow-up question: three questions and their answers."""

EXCHANGES_KEPT = 50
"""Exchanges a page shows; older ones leave it, so that no visitor can fill the server's memory."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Exchange:
    """One question and what has come of it so far."""

    number: int
    """From 1, in the order asked."""
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

    @property
    def busy(self) -> bool:
        """Whether more is to come."""
        return self.answer is None and not self.problem and not self.stopped


Conversation = tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Which citation of a conversation is meant."""

    turn: int
    """Number of the exchange."""
    kind: Literal["citations", "related"]
    index: int
    """Index in that list, from 0."""


def ask(assistant: Assistant, messages: Messages, conversation: Conversation, question: str) -> Iterator[Conversation]:
    """The conversation after each step of a new question, first with nothing but the question.

    Args:
        assistant: Who answers.
        messages: The words for stages and problems.
        conversation: The exchanges before.
        question: As typed.
    """
    number = conversation[-1].number + 1 if conversation else 1
    exchange = Exchange(number, question, stage=messages.text("web.stage-understand"))
    earlier = stop(conversation)[-EXCHANGES_KEPT + 1 :]
    yield (*earlier, exchange)
    try:
        for event in assistant.stream(question, history=history(conversation)):
            exchange = _after(exchange, event, messages)
            yield (*earlier, exchange)
    except EcqaError as problem:
        yield (*earlier, replace(exchange, stage="", problem=messages.error(problem)))
    except Exception:  # the page must say something; what went wrong is for the log
        logger.exception("a question could not be answered")
        yield (*earlier, replace(exchange, stage="", problem=messages.text("web.failed")))


def stop(conversation: Conversation) -> Conversation:
    """The conversation with its last exchange ended where it stands."""
    if not conversation or not conversation[-1].busy:
        return conversation
    return (*conversation[:-1], replace(conversation[-1], stage="", stopped=True))


def history(conversation: Conversation) -> tuple[Turn, ...]:
    """The last answered exchanges as turns, oldest first, at most `TURNS_KEPT` of them."""
    turns: list[Turn] = []
    for exchange in conversation:
        if exchange.answer is not None:
            turns += [Turn("user", exchange.question), Turn("assistant", exchange.answer.text)]
    return tuple(turns[-TURNS_KEPT:])


def find(conversation: Conversation, place: Place) -> tuple[Citation, ...]:
    """The list a place lies in: the citations of one exchange, or what it lists as related; empty where there is none."""
    for exchange in conversation:
        if exchange.number == place.turn:
            if exchange.answer is None:
                return exchange.citations if place.kind == "citations" else ()
            return exchange.answer.citations if place.kind == "citations" else exchange.answer.related
    return ()


def _after(exchange: Exchange, event: AnswerEvent, messages: Messages) -> Exchange:
    if event.kind == "stage":
        return replace(exchange, stage=messages.text(f"web.stage-{event.stage}", count=event.count))
    if event.kind == "sentence":
        known = {citation.marker for citation in exchange.citations}
        new = tuple(citation for citation in event.citations if citation.marker not in known)
        lines = f"{exchange.text}\n{event.text}" if exchange.text else event.text
        return replace(exchange, text=lines, citations=exchange.citations + new)
    return replace(exchange, stage="", answer=event.answer)
