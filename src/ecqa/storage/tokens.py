"""Tokens of a chat model by day, counted over all processes that share the database; it knows no prices and calls no model."""

from sqlalchemy import case, insert, select, update

from ecqa.storage.columns import local_day, now
from ecqa.storage.database import Database
from ecqa.storage.tables import chat_tokens


class Tokens:
    """Counts of tokens.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def take(self, tokens: int, limit: int) -> bool:
        """Counts tokens as used today, unless there would be more than the limit then; whether it did.

        Args:
            tokens: How many, at least 0.
            limit: Of one day where the server stands.
        """
        day = local_day(now())
        with self._database.write_alone(chat_tokens) as connection:
            used = connection.execute(select(chat_tokens.c.tokens).where(chat_tokens.c.day == day)).scalar()
            if (used or 0) + tokens > limit:
                return False
            if used is None:
                connection.execute(insert(chat_tokens).values(day=day, tokens=tokens))
            else:
                connection.execute(update(chat_tokens).where(chat_tokens.c.day == day).values(tokens=used + tokens))
        return True

    def give_back(self, tokens: int) -> None:
        """Counts some of today's tokens as not used; a negative number as used beyond those taken."""
        left = chat_tokens.c.tokens - tokens
        chosen = update(chat_tokens).where(chat_tokens.c.day == local_day(now()))
        with self._database.write() as connection:
            connection.execute(chosen.values(tokens=case((left > 0, left), else_=0)))

    def used(self) -> int:
        """How many are counted as used today."""
        with self._database.read() as connection:
            found = connection.execute(select(chat_tokens.c.tokens).where(chat_tokens.c.day == local_day(now()))).scalar()
        return found or 0
