"""A database URL in, everything that is stored there by noun out; and the two ways in which what visitors left goes again."""

from datetime import timedelta
from pathlib import Path
from typing import Self

from sqlalchemy import delete, or_

from ecqa.storage.accounts import Accounts
from ecqa.storage.audit import Audit
from ecqa.storage.columns import now
from ecqa.storage.conversations import Conversations
from ecqa.storage.database import Database
from ecqa.storage.feedback import Feedbacks
from ecqa.storage.gaps import Gaps
from ecqa.storage.keys import Keys
from ecqa.storage.owners import owner_hash
from ecqa.storage.ratings import Ratings
from ecqa.storage.runs import Runs
from ecqa.storage.tables import asked, conversations, feedback, gaps
from ecqa.storage.tokens import Tokens
from ecqa.storage.usage import Usage

RESTORABLE = timedelta(hours=24)
"""How long a deleted conversation can be brought back."""


class Storage:
    """One database, by noun.

    Args:
        database: Where everything is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self.conversations = Conversations(database)
        self.feedback = Feedbacks(database)
        self.gaps = Gaps(database)
        self.usage = Usage(database)
        self.accounts = Accounts(database)
        self.runs = Runs(database)
        self.ratings = Ratings(database)
        self.audit = Audit(database)
        self.keys = Keys(database)
        self.tokens = Tokens(database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def erase(self, owner: str) -> int:
        """Takes everything that one browser left away, at once; how many conversations, opinions and questions that were."""
        with self._database.write() as connection:
            tables = (conversations, feedback, gaps, asked)
            return sum(connection.execute(delete(table).where(table.c.owner == owner_hash(owner))).rowcount for table in tables)

    def purge(self, days: int) -> int:
        """Takes away what visitors left more than so many days ago, and conversations deleted a day ago; how many of them.

        Args:
            days: How long questions are kept, at least 1.
        """
        moment = now()
        oldest = moment - timedelta(days=days)
        gone = (
            (conversations, or_(conversations.c.updated_at < oldest, conversations.c.deleted_at < moment - RESTORABLE)),
            (feedback, feedback.c.saved_at < oldest),
            (gaps, gaps.c.noted_at < oldest),
            (asked, asked.c.asked_at < oldest),
        )
        with self._database.write() as connection:
            return sum(connection.execute(delete(table).where(where)).rowcount for table, where in gone)

    def close(self) -> None:
        """Gives the connections back."""
        self._database.close()


def open_storage(url: str | Path) -> Storage:
    """Opens a database, with its tables made or brought up to date.

    Args:
        url: SQLAlchemy URL of SQLite or PostgreSQL, or the path of a SQLite file.

    Raises:
        ServiceError: It cannot be used; the message says why.
    """
    return Storage(Database(url))
