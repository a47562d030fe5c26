"""Sheets of questions that people score by hand, and their scores; how well raters agree is computed elsewhere."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy import delete, insert, select

from ecqa.storage.columns import now
from ecqa.storage.database import Database
from ecqa.storage.tables import ratings, sheets


@dataclass(frozen=True, slots=True)
class Sheet:
    """Answers of one run that are to be scored."""

    id: str
    run_id: str
    title: str
    questions: tuple[str, ...]
    """Ids of the questions."""
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Rating:
    """One score of one rater."""

    question_id: str
    rater: str
    scale: str
    value: int | None
    """1 to 5, higher is better; None where the scale does not apply."""


class Ratings:
    """All sheets and scores.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def make_sheet(self, run_id: str, title: str, questions: Sequence[str], made_by: str) -> Sheet:
        """A new sheet without scores."""
        sheet = Sheet(uuid4().hex, run_id, title, tuple(questions), made_by, now())
        values = {name: getattr(sheet, name) for name in Sheet.__slots__} | {"questions": list(questions)}
        with self._database.write() as connection:
            connection.execute(insert(sheets).values(values))
        return sheet

    def sheets(self) -> list[Sheet]:
        """All sheets, latest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(sheets).order_by(sheets.c.made_at.desc(), sheets.c.id)).mappings().all()
        return [Sheet(**dict(row) | {"questions": tuple(row["questions"])}) for row in rows]

    def sheet(self, sheet_id: str) -> Sheet | None:
        """One sheet; None where there is none of that id."""
        return next((sheet for sheet in self.sheets() if sheet.id == sheet_id), None)

    def delete_sheet(self, sheet_id: str) -> None:
        """Takes a sheet away, with its scores."""
        with self._database.write() as connection:
            connection.execute(delete(sheets).where(sheets.c.id == sheet_id))

    def rate(self, sheet_id: str, question_id: str, rater: str, values: Mapping[str, int | None]) -> None:
        """Keeps a rater's scores of one answer, by scale, in place of those before."""
        of_question = (ratings.c.sheet_id == sheet_id, ratings.c.question_id == question_id, ratings.c.rater == rater)
        head = {"sheet_id": sheet_id, "question_id": question_id, "rater": rater, "rated_at": now()}
        with self._database.write() as connection:
            connection.execute(select(sheets.c.id).where(sheets.c.id == sheet_id).with_for_update())  # a double click is no error
            connection.execute(delete(ratings).where(*of_question, ratings.c.scale.in_(list(values))))
            connection.execute(insert(ratings), [head | {"scale": scale, "value": value} for scale, value in values.items()])

    def all(self, sheet_id: str) -> list[Rating]:
        """All scores of a sheet, by question, rater and scale."""
        columns = (ratings.c.question_id, ratings.c.rater, ratings.c.scale, ratings.c.value)
        with self._database.read() as connection:
            rows = connection.execute(select(*columns).where(ratings.c.sheet_id == sheet_id).order_by(*columns[:3])).all()
        return [Rating(*row) for row in rows]
