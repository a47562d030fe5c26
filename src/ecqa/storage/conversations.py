"""What a browser asked and was answered, kept for it and shown to it alone."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import Connection, Row, delete, exists, func, insert, or_, select, update

from ecqa.errors import ServiceError
from ecqa.schema import Answer, Filters
from ecqa.storage.answers import to_answer, to_document, to_filters
from ecqa.storage.columns import now
from ecqa.storage.database import Database
from ecqa.storage.gaps import note_refusal
from ecqa.storage.owners import owner_hash
from ecqa.storage.tables import conversations, turns
from ecqa.storage.usage import count_asked

TITLE = 60
"""Characters of a title; a longer one is cut."""

State = Literal["open", "answered", "stopped", "failed"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A conversation as a list shows it."""

    id: str
    title: str
    """Empty until the first question."""
    created_at: datetime
    updated_at: datetime
    """When the last question was asked."""
    turns: int


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question and what came of it."""

    number: int
    """From 1; numbers that were cut are not given again."""
    state: State
    """`open` while it is answered, and for ever after a restart in the middle."""
    question: str
    filters: Filters
    text: str
    """The answer's text, or what was shown before it was stopped."""
    problem: str
    """Why there is no answer, in one line."""
    answer: Answer | None
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation as it is opened."""

    heading: Heading
    turns: tuple[StoredTurn, ...]


class Conversations:
    """Conversations of all browsers.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, owner: str) -> Heading:
        """A new conversation without a title and turns."""
        heading = Heading(uuid4().hex, "", moment := now(), moment, 0)
        row = {"id": heading.id, "owner": owner_hash(owner), "title": "", "last_number": 0, "created_at": moment, "updated_at": moment}
        with self._database.write() as connection:
            connection.execute(insert(conversations).values(row))
        return heading

    def all(self, owner: str, search: str = "") -> list[Heading]:
        """The conversations of a browser, latest first.

        Args:
            owner: The browser's secret.
            search: Only those with this in their title, a question or an answer; large and small letters are one.
        """
        chosen = _headings().where(*_owned(owner))
        if search.strip():
            said = [column.icontains(search.strip(), autoescape=True) for column in (turns.c.question, turns.c.text)]
            found = exists().where(turns.c.conversation_id == conversations.c.id, or_(*said)).correlate(conversations)
            chosen = chosen.where(or_(conversations.c.title.icontains(search.strip(), autoescape=True), found))
        with self._database.read() as connection:
            rows = connection.execute(chosen.order_by(conversations.c.updated_at.desc(), conversations.c.id)).all()
        return [Heading(*row) for row in rows]

    def read(self, owner: str, conversation_id: str) -> StoredConversation | None:
        """A conversation with its turns, oldest first; None where the browser has none of that id."""
        with self._database.read() as connection:
            row = connection.execute(_headings().where(conversations.c.id == conversation_id, *_owned(owner))).first()
            if row is None:
                return None
            rows = connection.execute(select(turns).where(turns.c.conversation_id == conversation_id).order_by(turns.c.number)).all()
        return StoredConversation(Heading(*row), tuple(_turn(each) for each in rows))

    def begin(self, owner: str, conversation_id: str, question: str, filters: Filters | None = None) -> int:
        """Keeps a question before it is answered.

        Returns:
            The turn's number.

        Raises:
            ServiceError: The conversation is gone.
        """
        with self._database.write() as connection:
            title = _title(connection, owner, conversation_id)
            last = connection.execute(select(conversations.c.last_number).where(conversations.c.id == conversation_id)).scalar_one()
            row = {
                "conversation_id": conversation_id,
                "number": last + 1,
                "state": "open",
                "question": question,
                "text": "",
                "problem": "",
            }
            connection.execute(insert(turns).values(row | {"filters": to_document(filters or Filters()), "asked_at": now()}))
            words = {"title": title or " ".join(question.split())[:TITLE], "updated_at": now(), "last_number": last + 1}
            connection.execute(update(conversations).where(conversations.c.id == conversation_id).values(words))
        return int(last) + 1

    def finish(self, owner: str, conversation_id: str, number: int, answer: Answer, milliseconds: float) -> None:
        """Keeps an answer, counts its question as asked, and notes a refusal for the editors.

        Args:
            owner: The browser's secret.
            conversation_id: Which conversation.
            number: Of the turn.
            answer: The whole answer.
            milliseconds: From question to answer.

        Raises:
            ServiceError: The conversation or the turn is gone.
        """
        with self._database.write() as connection:
            question = self._end(
                connection, owner, conversation_id, number, {"state": "answered", "text": answer.text, "answer": to_document(answer)}
            )
            count_asked(connection, owner, question, answer, milliseconds)
            if answer.status == "refused":
                note_refusal(connection, owner, question, answer.missing or "", (conversation_id, number))

    def give_up(
        self,
        owner: str,
        conversation_id: str,
        number: int,
        state: Literal["stopped", "failed"],
        *,
        text: str = "",
        problem: str = "",
    ) -> None:
        """Keeps a turn that ended without an answer, with the text shown so far and the reason.

        Raises:
            ServiceError: The conversation or the turn is gone.
        """
        with self._database.write() as connection:
            self._end(connection, owner, conversation_id, number, {"state": state, "text": text, "problem": problem})

    def cut(self, owner: str, conversation_id: str, number: int) -> None:
        """Forgets a turn and all after it.

        Raises:
            ServiceError: The conversation is gone.
        """
        with self._database.write() as connection:
            _title(connection, owner, conversation_id)
            connection.execute(delete(turns).where(turns.c.conversation_id == conversation_id, turns.c.number >= number))

    def rename(self, owner: str, conversation_id: str, title: str) -> None:
        """Gives a conversation another title, of at most `TITLE` characters.

        Raises:
            ServiceError: The conversation is gone.
        """
        with self._database.write() as connection:
            _title(connection, owner, conversation_id)
            connection.execute(
                update(conversations).where(conversations.c.id == conversation_id).values(title=" ".join(title.split())[:TITLE])
            )

    def delete(self, owner: str, conversation_id: str) -> bool:
        """Takes a conversation away; `restore` brings it back until the next purge. False where there was none."""
        return self._mark(owner, conversation_id, deleted=True)

    def restore(self, owner: str, conversation_id: str) -> bool:
        """Brings a deleted conversation back. False where there is none."""
        return self._mark(owner, conversation_id, deleted=False)

    def _mark(self, owner: str, conversation_id: str, *, deleted: bool) -> bool:
        wanted = conversations.c.deleted_at.is_(None) if deleted else conversations.c.deleted_at.is_not(None)
        where = (conversations.c.id == conversation_id, conversations.c.owner == owner_hash(owner), wanted)
        with self._database.write() as connection:
            return connection.execute(update(conversations).where(*where).values(deleted_at=now() if deleted else None)).rowcount > 0

    def _end(self, connection: Connection, owner: str, conversation_id: str, number: int, values: dict[str, Any]) -> str:
        """Ends a turn; its question."""
        _title(connection, owner, conversation_id)
        where = (turns.c.conversation_id == conversation_id, turns.c.number == number)
        question = connection.execute(select(turns.c.question).where(*where)).scalar()
        if question is None:
            raise ServiceError("conversation-gone")
        connection.execute(update(turns).where(*where).values(values))
        return str(question)


def _headings() -> Any:
    count = select(func.count()).where(turns.c.conversation_id == conversations.c.id).correlate(conversations).scalar_subquery()
    return select(conversations.c.id, conversations.c.title, conversations.c.created_at, conversations.c.updated_at, count)


def _owned(owner: str) -> tuple[Any, Any]:
    return (conversations.c.owner == owner_hash(owner), conversations.c.deleted_at.is_(None))


def _title(connection: Connection, owner: str, conversation_id: str) -> str:
    """The title of a browser's conversation, whose row stays as it is until the transaction ends."""
    chosen = select(conversations.c.title).where(conversations.c.id == conversation_id, *_owned(owner)).with_for_update()
    title = connection.execute(chosen).scalar()
    if title is None:
        raise ServiceError("conversation-gone")
    return str(title)


def _turn(row: Row[Any]) -> StoredTurn:
    answer = to_answer(row.answer) if row.answer is not None else None
    return StoredTurn(row.number, row.state, row.question, to_filters(row.filters), row.text, row.problem, answer, row.asked_at)
