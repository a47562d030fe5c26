"""A choice of gold questions and configuration in, a run in the background out; every judged answer is kept at once.

One run at a time; others wait. The end of the process interrupts a run: what it answered stays, and whichever process looks next says so.
"""

import logging
import queue
import threading
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

from ecqa.errors import EcqaError, ServiceError
from ecqa.evaluation.context import describe
from ecqa.evaluation.folder import answer_row, judgement_row
from ecqa.evaluation.gold import load_gold, of_splits
from ecqa.evaluation.report import save_run
from ecqa.evaluation.report.cards import verdict
from ecqa.evaluation.run import Run, answer_each
from ecqa.evaluation.summary import Judged
from ecqa.interfaces.web.desk.configurations import Configurations
from ecqa.interfaces.web.desk.gold_sets import GoldSets
from ecqa.messages import Messages
from ecqa.storage import Row, Storage, StoredRun
from ecqa.storage.processes import this_process
from ecqa.storage.runs import State

BEAT_SECONDS = 15.0
"""How often a process shows that it lives, and looks whether others do."""

logger = logging.getLogger(__name__)


class Evaluations:
    """Runs, one after the other, in a thread of their own.

    Args:
        storage: Where they are kept.
        gold: The gold sets.
        configurations: What can be evaluated.
        folder: Where the files of a finished run go, a folder a run.
        messages: The words in which a failed run says why.
    """

    def __init__(self, storage: Storage, gold: GoldSets, configurations: Configurations, folder: Path, messages: Messages) -> None:
        self._storage = storage
        self._gold = gold
        self.configurations = configurations
        self._folder = folder
        self._messages = messages
        self._waiting: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._over = threading.Event()
        self._process = this_process() or uuid4().hex
        storage.runs.interrupt_gone()
        for work in (self._work, self._beat):
            threading.Thread(target=work, name="ecqa-evaluations", daemon=True).start()

    def start(self, title: str, gold: str, splits: Sequence[str], configuration: str, person: str) -> StoredRun:
        """Puts a run in the line.

        Args:
            title: What the run is called; empty takes the gold set's name.
            gold: Name of a gold set.
            splits: Only questions of these; none named takes all.
            configuration: One of `configurations.names()`.
            person: Who asked for it.
        """
        choice = {"splits": list(splits), "configuration": configuration}
        run = self._storage.runs.create(title or gold, gold, choice, person, self._process)
        self._waiting.put(run.id)
        return run

    def folder(self, run_id: str) -> Path:
        """Where the files of a run are once it is finished."""
        return self._folder / run_id

    def close(self) -> None:
        """Ends the run under way after its present question; it counts as interrupted."""
        self._over.set()

    def _work(self) -> None:
        while not self._over.is_set():
            run_id = self._waiting.get()
            try:
                self._run(run_id)
            except EcqaError as problem:
                self._storage.runs.end(run_id, "failed", self._messages.error(problem))
            except Exception:  # the next run may go better, and the log says what went wrong
                logger.exception("a run of evaluation failed")
                self._storage.runs.end(run_id, "failed", self._messages.text("desk.run-failed"))

    def _beat(self) -> None:
        while not self._over.wait(BEAT_SECONDS):
            try:
                self._storage.runs.beat(self._process)
                self._storage.runs.interrupt_gone()
            except Exception:  # the next time may go better; the runs go on
                logger.exception("no sign of life could be given")

    def _run(self, run_id: str) -> None:
        run, created, start = self._storage.runs.get(run_id), datetime.now(UTC).isoformat(timespec="seconds"), time.perf_counter()
        if run is None or run.cancel:
            self._storage.runs.end(run_id, "stopped")
            return
        gold = self._gold.get(run.gold)
        if gold is None:
            raise ServiceError("gold-unknown", name=run.gold)
        questions = of_splits(load_gold(gold.path), run.choice["splits"])
        system, settings = self.configurations.open(run.choice["configuration"])
        self._storage.runs.start(run_id, len(questions))
        judged: list[Judged] = []
        state: State = "done"
        for one in answer_each(system, questions):
            judged.append(one)
            go_on = self._storage.runs.add(run_id, Row(len(judged), one.gold.id, answer_row(one), details(one)))
            if self._over.is_set() or not go_on:
                state = "interrupted" if self._over.is_set() else "stopped"
                break
        index = Path(str(settings["index"])) if "index" in settings else None
        seconds = time.perf_counter() - start
        context = describe(system, gold.path, index=index, settings=settings, created=created, seconds=seconds)
        if judged:
            save_run(Run(context, tuple(judged)), self.folder(run_id))
        self._storage.runs.end(run_id, state)


def details(one: Judged) -> dict[str, Any]:
    """What is kept of a judgement: its line in judgements.jsonl, and what the page of a run shows beside it."""
    shown = {
        "verdict": verdict(one),
        "milliseconds": round(one.milliseconds, 1),
        "key_points": [list(point) for point in one.gold.key_points],
        "evidence": [asdict(item) for item in one.gold.evidence],
        "history": [asdict(turn) for turn in one.gold.history],
    }
    return judgement_row(one) | shown
