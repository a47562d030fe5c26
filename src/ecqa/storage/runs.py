"""Runs of evaluation with every answer as soon as it is judged, so that a restart loses none; it judges nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import uuid4

from sqlalchemy import delete, func, insert, select, update

from ecqa.storage.columns import now
from ecqa.storage.database import Database
from ecqa.storage.processes import is_gone
from ecqa.storage.tables import run_rows, runs

State = Literal["waiting", "running", "done", "stopped", "interrupted", "failed"]
"""`stopped` by a person, `interrupted` by the end of the process, `failed` by a problem."""

SILENT = timedelta(seconds=60)
"""A process elsewhere that gave no sign of life for so long is taken for gone."""


@dataclass(frozen=True, slots=True)
class StoredRun:
    """A run."""

    id: str
    title: str
    gold: str
    """Name of the gold file."""
    choice: dict[str, Any]
    """What was chosen for it: splits, settings."""
    state: State
    done: int
    total: int
    cancel: bool
    """Whether somebody asked for it to stop."""
    problem: str
    started_by: str
    started_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class Row:
    """One question of a run: what was answered and how it was judged, as the files of a run hold them."""

    place: int
    """From 1."""
    question_id: str
    answer: dict[str, Any]
    judgement: dict[str, Any]


_COLUMNS = tuple(runs.c[name] for name in StoredRun.__slots__)
_OPEN = runs.c.state.in_(("waiting", "running"))


class Runs:
    """All runs.

    Args:
        database: Where they are kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, title: str, gold: str, choice: Mapping[str, Any], started_by: str, process: str = "") -> StoredRun:
        """A run that waits for the process of a name; without a name nobody will run it."""
        run = StoredRun(uuid4().hex, title, gold, dict(choice), "waiting", 0, 0, False, "", started_by, now(), None)
        values = {name: getattr(run, name) for name in StoredRun.__slots__} | {"process": process, "alive_at": run.started_at}
        with self._database.write() as connection:
            connection.execute(insert(runs).values(values))
        return run

    def get(self, run_id: str) -> StoredRun | None:
        """One run; None where there is none of that id."""
        with self._database.read() as connection:
            row = connection.execute(select(*_COLUMNS).where(runs.c.id == run_id)).mappings().first()
        return StoredRun(**row) if row else None

    def all(self) -> list[StoredRun]:
        """All runs, latest first."""
        with self._database.read() as connection:
            rows = connection.execute(select(*_COLUMNS).order_by(runs.c.started_at.desc(), runs.c.id)).mappings().all()
        return [StoredRun(**row) for row in rows]

    def start(self, run_id: str, total: int) -> None:
        """Says that a run is under way over so many questions."""
        self._set(run_id, state="running", total=total)

    def add(self, run_id: str, row: Row) -> bool:
        """Keeps one judged answer; whether the run shall go on."""
        values = {"run_id": run_id, "place": row.place, "question_id": row.question_id, "answer": row.answer, "judgement": row.judgement}
        with self._database.write() as connection:
            connection.execute(insert(run_rows).values(values))
            connection.execute(update(runs).where(runs.c.id == run_id).values(done=row.place))
            return not connection.execute(select(runs.c.cancel).where(runs.c.id == run_id)).scalar_one()

    def end(self, run_id: str, state: State, problem: str = "") -> None:
        """Says how a run ended."""
        self._set(run_id, state=state, problem=problem, ended_at=now())

    def cancel(self, run_id: str) -> None:
        """Asks a run to stop after the question it is at."""
        self._set(run_id, cancel=True)

    def rename(self, run_id: str, title: str) -> None:
        """Gives a run another title."""
        self._set(run_id, title=title)

    def delete(self, run_id: str) -> None:
        """Takes a run away, with its answers, sheets and ratings."""
        with self._database.write() as connection:
            connection.execute(delete(runs).where(runs.c.id == run_id))

    def beat(self, process: str) -> None:
        """A sign of life of a process: it still has the runs that it began or will."""
        with self._database.write() as connection:
            connection.execute(update(runs).where(_OPEN, runs.c.process == process).values(alive_at=now()))

    def interrupt_gone(self, gone: Callable[[str], bool | None] = is_gone) -> int:
        """Marks as interrupted what waits for, or was begun by, a process that is gone. How many.

        Args:
            gone: Whether the process of a name is; None where only its silence tells.
        """
        silent = now() - SILENT
        with self._database.write() as connection:
            found = connection.execute(select(runs.c.id, runs.c.process, runs.c.alive_at).where(_OPEN)).all()
            known = {name: gone(name) if name else True for name in {row.process for row in found}}
            left = [row.id for row in found if (row.alive_at < silent if known[row.process] is None else known[row.process])]
            if left:
                connection.execute(update(runs).where(_OPEN, runs.c.id.in_(left)).values(state="interrupted", ended_at=now()))
        return len(left)

    def rows(self, run_id: str) -> list[Row]:
        """What a run answered so far, in order."""
        columns = (run_rows.c.place, run_rows.c.question_id, run_rows.c.answer, run_rows.c.judgement)
        with self._database.read() as connection:
            chosen = select(*columns).where(run_rows.c.run_id == run_id).order_by(run_rows.c.place)
            return [Row(*row) for row in connection.execute(chosen).all()]

    def count(self) -> int:
        """How many runs there are."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.count()).select_from(runs)).scalar_one())

    def _set(self, run_id: str, **values: object) -> None:
        with self._database.write() as connection:
            connection.execute(update(runs).where(runs.c.id == run_id).values(values))
