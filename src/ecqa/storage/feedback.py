"""What visitors say of answers, one opinion a turn; a thumbs-down also goes on the editors' list."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import delete, insert, select

from ecqa.errors import ServiceError
from ecqa.storage import gaps
from ecqa.storage.columns import now
from ecqa.storage.database import Database
from ecqa.storage.owners import owner_hash
from ecqa.storage.tables import feedback, turns

LIMIT = 1000
"""Characters of free text; a longer one is cut."""

Thumbs = Literal["up", "down"]


@dataclass(frozen=True, slots=True)
class Feedback:
    """One opinion."""

    thumbs: Thumbs
    reason: str
    """Key of the reason that was chosen; empty for none."""
    text: str
    question: str
    answer: str
    """The text that was judged."""
    saved_at: datetime


class Feedbacks:
    """All opinions.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, owner: str, conversation_id: str, number: int, thumbs: Thumbs | None, *, reason: str = "", text: str = "") -> None:
        """Keeps an opinion of a turn in place of the one before; None takes it back.

        Raises:
            ServiceError: The conversation or the turn is gone.
        """
        place = (conversation_id, number)
        said = select(turns.c.question, turns.c.text).where(turns.c.conversation_id == conversation_id, turns.c.number == number)
        with self._database.write() as connection:
            if not gaps.lock_turn(connection, owner, place):
                raise ServiceError("conversation-gone")
            turn = connection.execute(said).one()
            connection.execute(delete(feedback).where(feedback.c.conversation_id == conversation_id, feedback.c.number == number))
            gaps.forget(connection, "down", place)
            if thumbs is None:
                return
            row: dict[str, Any] = {"conversation_id": conversation_id, "number": number, "owner": owner_hash(owner), "thumbs": thumbs}
            words = {"reason": reason[:LIMIT], "text": text[:LIMIT], "question": turn.question, "answer": turn.text}
            connection.execute(insert(feedback).values(row | words | {"saved_at": now()}))
            if thumbs == "down":
                gaps.note(connection, owner, "down", turn.question, detail=text[:LIMIT], place=place)

    def of(self, owner: str, conversation_id: str) -> dict[int, Feedback]:
        """A browser's opinions in one conversation, by the turn's number."""
        chosen = select(feedback).where(feedback.c.conversation_id == conversation_id, feedback.c.owner == owner_hash(owner))
        with self._database.read() as connection:
            rows = connection.execute(chosen).all()
        return {row.number: Feedback(row.thumbs, row.reason, row.text, row.question, row.answer, row.saved_at) for row in rows}
