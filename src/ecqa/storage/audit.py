"""Who did what at the desk, in the order it was done; nothing here is ever changed."""

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
    at: datetime


class Audit:
    """The book of acts.

    Args:
        database: Where it is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, person: str, act: str, subject: str = "") -> None:
        """Writes one act down."""
        with self._database.write() as connection:
            connection.execute(insert(audit).values(person=person, act=act, subject=subject, at=now()))

    def last(self, limit: int = 100) -> list[Entry]:
        """The latest acts, latest first."""
        chosen = select(audit.c.person, audit.c.act, audit.c.subject, audit.c.at).order_by(audit.c.id.desc()).limit(limit)
        with self._database.read() as connection:
            return [Entry(*row) for row in connection.execute(chosen).all()]
