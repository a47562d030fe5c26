"""Who did what at the desk, to which document, and when, in the order it was done; nothing here is ever changed or taken away."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select

from ecqa.storage.columns import now
from ecqa.storage.database import Database
from ecqa.storage.tables import audit


@dataclass(frozen=True, slots=True)
class Entry:
    """One act."""

    person: str
    act: str
    """Key of the act, such as `login` or `run-start`."""
    subject: str
    """What was acted on: a document, a run."""
    at: datetime
    detail: str = ""
    """What exactly was done, such as a field with its old and its new value."""
    id: int = 0
    """Counts up."""


class Audit:
    """The book of acts.

    Args:
        database: Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, person: str, act: str, subject: str = "", detail: str = "") -> None:
        """Writes one act down."""
        with self._database.write() as connection:
            connection.execute(insert(audit).values(person=person, act=act, subject=subject, detail=detail, at=now()))

    def last(self, limit: int = 100, *, before: int = 0, person: str = "", act: str = "") -> list[Entry]:
        """The latest acts, latest first.

        Args:
            limit: How many.
            before: Id of an entry; only what was done before it. 0 begins with the latest.
            person: Only his or hers; empty takes everybody's.
            act: Only those whose key begins so; empty takes all.
        """
        chosen = select(audit.c.person, audit.c.act, audit.c.subject, audit.c.at, audit.c.detail, audit.c.id)
        if before:
            chosen = chosen.where(audit.c.id < before)
        if person:
            chosen = chosen.where(audit.c.person == person)
        if act:
            chosen = chosen.where(audit.c.act.startswith(act, autoescape=True))
        with self._database.read() as connection:
            return [Entry(*row) for row in connection.execute(chosen.order_by(audit.c.id.desc()).limit(limit)).all()]

    def people(self) -> list[str]:
        """Everybody who ever did something, by name."""
        with self._database.read() as connection:
            return [str(name) for name in connection.execute(select(audit.c.person).distinct().order_by(audit.c.person)).scalars()]
