"""Questions as they were asked, counted by day, status and cited article; who asked is known by a hash alone, for erasing."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from ecqa.schema import Answer
from ecqa.storage.columns import local_day, now
from ecqa.storage.database import Database
from ecqa.storage.gaps import note
from ecqa.storage.owners import owner_hash
from ecqa.storage.tables import asked, asked_articles


@dataclass(frozen=True, slots=True)
class Day:
    """What was asked on one day where the server stands."""

    day: str
    """ISO date."""
    answered: int
    partial: int
    refused: int

    @property
    def asked(self) -> int:
        """All questions of the day; small talk counts as answered."""
        return self.answered + self.partial + self.refused


@dataclass(frozen=True, slots=True)
class Cited:
    """An article and how many answers cited it."""

    article_id: str
    title: str
    answers: int


class Usage:
    """Counts of questions.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def count(self, owner: str, question: str, answer: Answer, milliseconds: float) -> None:
        """Counts a question that no conversation holds, as programs ask them; a refusal is noted for the editors.

        Args:
            owner: A secret of whoever asked.
            question: As typed.
            answer: The whole answer.
            milliseconds: From question to answer.
        """
        with self._database.write() as connection:
            count_asked(connection, owner, question, answer, milliseconds)
            if answer.status == "refused":
                note(connection, owner, "refused", question, detail=answer.missing or "", place=None)

    def days(self, since: str, until: str) -> list[Day]:
        """The days on which anything was asked, in order.

        Args:
            since: First ISO date.
            until: Last ISO date.
        """
        counted = select(asked.c.day, asked.c.status, func.count()).where(asked.c.day.between(since, until))
        with self._database.read() as connection:
            rows = connection.execute(counted.group_by(asked.c.day, asked.c.status)).all()
        counts: dict[str, dict[str, int]] = {}
        for day, status, count in rows:
            counts.setdefault(day, {})[status] = count
        return [Day(day, *(counts[day].get(name, 0) for name in ("answered", "partial", "refused"))) for day in sorted(counts)]

    def times(self, since: str, until: str) -> dict[str, list[float]]:
        """Milliseconds from question to answer of each day, ascending; arguments as `days`."""
        chosen = select(asked.c.day, asked.c.milliseconds).where(asked.c.day.between(since, until)).order_by(asked.c.milliseconds)
        found: dict[str, list[float]] = {}
        with self._database.read() as connection:
            for day, milliseconds in connection.execute(chosen):
                found.setdefault(day, []).append(milliseconds)
        return found

    def most_cited(self, since: str, until: str, limit: int = 10) -> list[Cited]:
        """The articles that most answers cited, most first; arguments as `days`."""
        count = func.count()
        chosen = (
            select(asked_articles.c.article_id, func.max(asked_articles.c.title), count)
            .join(asked, asked.c.id == asked_articles.c.asked_id)
            .where(asked.c.day.between(since, until))
            .group_by(asked_articles.c.article_id)
            .order_by(count.desc(), asked_articles.c.article_id)
            .limit(limit)
        )
        with self._database.read() as connection:
            return [Cited(*row) for row in connection.execute(chosen).all()]


def count_asked(connection: Connection, owner: str, question: str, answer: Answer, milliseconds: float) -> None:
    """Counts one question, in a transaction that is under way."""
    moment = now()
    row = {"owner": owner_hash(owner), "question": question, "status": answer.status, "mode": answer.mode, "milliseconds": milliseconds}
    done = connection.execute(insert(asked).values(row | {"day": local_day(moment), "asked_at": moment}).returning(asked.c.id))
    number = done.scalar_one()
    cited = {citation.article_id: citation.title for citation in answer.citations}
    if cited:
        rows = [{"asked_id": number, "article_id": article, "title": title} for article, title in cited.items()]
        connection.execute(insert(asked_articles), rows)
