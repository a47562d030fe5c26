"""A system and gold questions to judged answers, and to a folder that holds the whole run; it draws no conclusion."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from ecqa.errors import QuestionError
from ecqa.evaluation.context import Context, describe
from ecqa.evaluation.gold import GoldQuestion, load_gold, of_splits
from ecqa.evaluation.judge import DEPTH, judge, locate
from ecqa.evaluation.summary import Judged
from ecqa.evaluation.system import System
from ecqa.passages import cut
from ecqa.schema import Answer, Hit

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Run:
    """Every question judged, and what one must know to read the figures."""

    context: Context
    judged: tuple[Judged, ...]


def evaluate(
    system: System,
    gold: Path,
    *,
    splits: Iterable[str] = (),
    index: Path | None = None,
    settings: Mapping[str, object] | None = None,
    progress: Progress | None = None,
) -> Run:
    """Asks a system every question of a gold file and judges the answers.

    Args:
        system: What is evaluated.
        gold: JSONL of gold questions.
        splits: Only questions of these splits; none named takes all.
        index: The index folder, for its digest.
        settings: What the system was set to, to be written down.
        progress: Called after each question with how many are done and how many there are.

    Raises:
        ServiceError: The gold file cannot be read.
    """
    created, start = datetime.now(UTC).isoformat(timespec="seconds"), time.perf_counter()
    judged = answer_all(system, of_splits(load_gold(gold), splits), progress)
    return Run(
        describe(system, gold, index=index, settings=settings or {}, created=created, seconds=time.perf_counter() - start), tuple(judged)
    )


def answer_all(system: System, questions: Sequence[GoldQuestion], progress: Progress | None = None) -> list[Judged]:
    """Asks every question and judges the answers, in the order of the questions."""
    judged = []
    for one in answer_each(system, questions):
        judged.append(one)
        if progress:
            progress(len(judged), len(questions))
    return judged


def answer_each(system: System, questions: Iterable[GoldQuestion]) -> Iterator[Judged]:
    """Asks one question after the other; each answer is judged before the next question is asked."""
    articles = list(system.articles())
    passages = [passage for article in articles for passage in cut(article)]
    for gold in questions:
        start = time.perf_counter()
        answer = _asked(system, gold)
        milliseconds = (time.perf_counter() - start) * 1000
        hits = _found(system, gold)
        truth = locate(gold, articles, passages)
        yield Judged(gold, answer, judge(gold, answer, hits, truth), tuple(hits), truth, milliseconds)


def _asked(system: System, gold: GoldQuestion) -> Answer:
    """The answer; a question that the system does not take counts as refused."""
    try:
        return system.ask(gold.question, history=gold.history)
    except QuestionError as problem:
        return Answer(gold.question, "refused", "", missing=str(problem))


def _found(system: System, gold: GoldQuestion) -> list[Hit]:
    try:
        return system.search(gold.question, DEPTH, history=gold.history)
    except QuestionError:
        return []
