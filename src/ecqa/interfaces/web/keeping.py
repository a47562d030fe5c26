"""A conversation that a browser keeps, out of the storage and into it; a browser without a cookie keeps nothing, and its page all it has."""

from typing import Literal

from ecqa.errors import ServiceError
from ecqa.interfaces.web.conversation import EXCHANGES_KEPT, Conversation, Exchange
from ecqa.schema import Answer, Filters
from ecqa.storage import Feedback, Storage, StoredTurn


class Keeping:
    """One browser's conversations; a conversation without an id is the page's alone.

    Args:
        storage: Where they are kept.
        owner: The browser's secret; empty where it has none.
    """

    def __init__(self, storage: Storage, owner: str) -> None:
        self._storage = storage
        self.owner = owner

    def read(self, conversation_id: str) -> Conversation | None:
        """A conversation as it was saved; None where the browser has none of that id."""
        stored = self._storage.conversations.read(self.owner, conversation_id) if self.owner and conversation_id else None
        if stored is None:
            return None
        opinions = self._storage.feedback.of(self.owner, conversation_id)
        exchanges = (_exchange(turn, opinions.get(turn.number)) for turn in stored.turns[-EXCHANGES_KEPT:])
        return Conversation(conversation_id, tuple(exchanges))

    def latest(self, shown: Conversation) -> Conversation:
        """What a page shows, with what other pages of the browser added to it.

        Raises:
            ServiceError: It has been deleted.
        """
        if not shown.id:
            return shown
        saved = self.read(shown.id)
        if saved is None:
            raise ServiceError("conversation-gone")
        return saved

    def begin(self, conversation: Conversation, question: str, filters: Filters) -> tuple[Conversation, int]:
        """Keeps a question before it is answered: its conversation, which may be new, and its number.

        Raises:
            ServiceError: The conversation has been deleted.
        """
        if not self.owner:
            return conversation, conversation.last.number + 1 if conversation.last else 1
        if not conversation.id:
            conversation = Conversation(self._storage.conversations.create(self.owner).id, conversation.exchanges)
        return conversation, self._storage.conversations.begin(self.owner, conversation.id, question, filters)

    def finish(self, conversation: Conversation, number: int, answer: Answer, milliseconds: float) -> None:
        """Keeps an answer.

        Raises:
            ServiceError: The conversation has been deleted.
        """
        if conversation.id:
            self._storage.conversations.finish(self.owner, conversation.id, number, answer, milliseconds)

    def give_up(self, conversation: Conversation, exchange: Exchange) -> None:
        """Keeps what was shown of an answer that was stopped or failed."""
        if conversation.id:
            state: Literal["stopped", "failed"] = "stopped" if exchange.stopped else "failed"
            try:
                self._storage.conversations.give_up(
                    self.owner, conversation.id, exchange.number, state, text=exchange.text, problem=exchange.problem
                )
            except ServiceError:  # deleted meanwhile, in another tab: there is nothing to be kept
                return

    def cut(self, conversation: Conversation, number: int) -> Conversation:
        """Without an exchange and those after it, which are forgotten.

        Raises:
            ServiceError: The conversation has been deleted.
        """
        if conversation.id:
            self._storage.conversations.cut(self.owner, conversation.id, number)
        return conversation.before(number)


def _exchange(turn: StoredTurn, opinion: Feedback | None) -> Exchange:
    return Exchange(
        turn.number,
        turn.question,
        text="" if turn.answer else turn.text,
        answer=turn.answer,
        problem=turn.problem,
        stopped=turn.state == "stopped",
        interrupted=turn.state == "open",
        filters=turn.filters,
        thumbs=opinion.thumbs if opinion else "",
    )
