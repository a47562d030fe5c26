"""Questions that were not answered, or not well, kept for the editors until one of them says they are; it groups nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, delete, insert, select, update

from ecqa.storage.columns import local_day, now
from ecqa.storage.database import Database
from ecqa.storage.owners import owner_hash
from ecqa.storage.tables import conversations, gaps, turns

Origin = Literal["refused", "down", "left"]
"""The answer was a refusal, it was marked as no help, or the visitor asked the editors to add it."""
Place = tuple[str, int]
"""A conversation's id and a turn's number."""


@dataclass(frozen=True, slots=True)
class Gap:
    """One question with which the material or the answer fell short."""

    id: int
    origin: Origin
    question: str
    detail: str
    """What was missing, or what the visitor said."""
    day: str
    """ISO date where the server stands."""
    noted_at: datetime
    state: Literal["open", "answered"]
    resolved_by: str | None
    resolved_at: datetime | None
    note: str
    """What the editor wrote about it."""


class Gaps:
    """The editors' list.

    Args:
        database: Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def leave(self, owner: str, question: str, detail: str = "", conversation_id: str | None = None, number: int | None = None) -> None:
        """Leaves a question for the editors; once for a turn of the browser's own, however often it is asked for."""
        with self._database.write() as connection:
            place = (conversation_id, number) if conversation_id is not None and number is not None else None
            if place is not None and not lock_turn(connection, owner, place):
                place = None
            note(connection, owner, "left", question, detail=detail, place=place)

    def all(self, state: Literal["open", "answered"] | None = "open") -> list[Gap]:
        """The questions of one state, latest first; None takes both."""
        columns = [column for column in gaps.c if column.name not in ("owner", "conversation_id", "number")]
        chosen = select(*columns).order_by(gaps.c.noted_at.desc(), gaps.c.id.desc())
        if state is not None:
            chosen = chosen.where(gaps.c.state == state)
        with self._database.read() as connection:
            return [Gap(**row) for row in connection.execute(chosen).mappings()]

    def resolve(self, ids: Collection[int], by: str, note: str = "") -> int:
        """Marks questions as answered; how many were open."""
        values = {"state": "answered", "resolved_by": by, "resolved_at": now(), "note": note}
        with self._database.write() as connection:
            return connection.execute(update(gaps).where(gaps.c.id.in_(ids), gaps.c.state == "open").values(values)).rowcount

    def reopen(self, ids: Collection[int]) -> int:
        """Takes that back; how many were answered."""
        values = {"state": "open", "resolved_by": None, "resolved_at": None, "note": ""}
        with self._database.write() as connection:
            return connection.execute(update(gaps).where(gaps.c.id.in_(ids), gaps.c.state == "answered").values(values)).rowcount


def lock_turn(connection: Connection, owner: str, place: Place) -> bool:
    """Keeps others from a turn until the transaction ends; False where the browser has no such turn."""
    chosen = select(turns.c.number).join(conversations, conversations.c.id == turns.c.conversation_id)
    mine = (conversations.c.owner == owner_hash(owner), conversations.c.deleted_at.is_(None))
    found = chosen.where(turns.c.conversation_id == place[0], turns.c.number == place[1], *mine).with_for_update(of=turns)
    return connection.execute(found).first() is not None


def note_refusal(connection: Connection, owner: str, question: str, missing: str, place: Place) -> None:
    """Notes a refused question, in a transaction that is under way."""
    note(connection, owner, "refused", question, detail=missing, place=place)


def note(connection: Connection, owner: str, origin: Origin, question: str, *, detail: str, place: Place | None) -> None:
    """Notes a question; one of the same turn and origin is replaced while it is open."""
    if place is not None:
        forget(connection, origin, place)
        same = select(gaps.c.id).where(gaps.c.conversation_id == place[0], gaps.c.number == place[1], gaps.c.origin == origin)
        if connection.execute(same).first() is not None:
            return
    moment = now()
    row = {"owner": owner_hash(owner), "origin": origin, "question": question, "detail": detail, "state": "open", "note": ""}
    where = {"conversation_id": place and place[0], "number": place and place[1], "day": local_day(moment), "noted_at": moment}
    connection.execute(insert(gaps).values(row | where))


def forget(connection: Connection, origin: Origin, place: Place) -> None:
    """Takes an open question of one turn and origin from the list."""
    where = (gaps.c.conversation_id == place[0], gaps.c.number == place[1], gaps.c.origin == origin, gaps.c.state == "open")
    connection.execute(delete(gaps).where(*where))
