"""A question in, the conversation as it stands after each step towards its answer out, saved before it is shown; it makes no markup."""

import logging
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from ecqa.errors import EcqaError
from ecqa.interfaces.web.conversation import Conversation, Exchange, after, history, stop
from ecqa.interfaces.web.keeping import Keeping
from ecqa.interfaces.web.public import Public
from ecqa.messages import Messages
from ecqa.schema import Filters

LONGEST = 2000
"""Characters of a question that is kept; the page sends none longer than the assistant takes."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a browser sent."""

    text: str
    filters: Filters = field(default_factory=Filters)
    instead_of: int = 0
    """Number of the exchange that this one replaces, with those after it; 0 replaces none."""
    owner: str = ""
    address: str = ""


def ask(public: Public, messages: Messages, shown: Conversation, asked: Asked) -> Iterator[Conversation]:
    """The conversation after each step, first with nothing but the question.

    Args:
        public: Who answers, and where it is kept.
        messages: The words for stages and problems.
        shown: The conversation as the page shows it.
        asked: The question.
    """
    keeping = Keeping(public.storage, asked.owner)
    last = shown.last
    exchange = Exchange(last.number + 1 if last else 1, asked.text[:LONGEST], filters=asked.filters)
    conversation = stop(shown)
    try:
        public.turnstile.admit()
        public.allowance.take(asked.owner, asked.address)
        conversation = keeping.latest(conversation)
        if asked.instead_of:
            conversation = keeping.cut(conversation, asked.instead_of)
        conversation, number = keeping.begin(conversation, asked.text[:LONGEST], asked.filters)
        exchange = replace(exchange, number=number, stage=messages.text("web.stage-understand"))
    except EcqaError as problem:
        yield conversation.with_exchange(replace(exchange, problem=messages.error(problem)))
        return
    for step in _answered(public, messages, conversation, exchange, keeping):
        yield conversation.with_exchange(step)


def _answered(public: Public, messages: Messages, conversation: Conversation, exchange: Exchange, keeping: Keeping) -> Iterator[Exchange]:
    begun = time.perf_counter()
    yield exchange
    try:
        with public.turnstile.ticket() as ticket:
            for ahead in ticket.wait():
                yield replace(exchange, stage=messages.text("web.busy", n=ahead))
            for event in public.assistant.stream(exchange.question, history(conversation), exchange.filters):
                words = messages.text(f"web.stage-{event.stage}", count=event.count) if event.kind == "stage" else ""
                exchange = after(exchange, event, words)
                if exchange.answer is not None:
                    keeping.finish(conversation, exchange.number, exchange.answer, (time.perf_counter() - begun) * 1000)
                yield exchange
    except EcqaError as problem:
        yield _failed(keeping, conversation, exchange, messages.error(problem))
    except Exception:  # the page must say something; what went wrong is for the log
        logger.exception("a question could not be answered")
        yield _failed(keeping, conversation, exchange, messages.text("web.failed"))


def _failed(keeping: Keeping, conversation: Conversation, exchange: Exchange, problem: str) -> Exchange:
    exchange = replace(exchange, stage="", answer=None, problem=problem)
    keeping.give_up(conversation, exchange)
    return exchange
