"""The scores of a sheet to how far raters agree, what each gave on average, where they are apart, and what was judged automatically."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.evaluation.agreement import Agreement, Disagreement, agreement, disagreements
from ecqa.storage import Rating, Row, Sheet

SCALES = ("correctness", "completeness", "support", "usefulness")
"""What is scored, from 1 (worst) to 5; `[desk] scale-…` states each."""
BESIDE = {"correctness": "full", "completeness": "coverage", "support": "support", "usefulness": ""}
"""The automatic metric that comes nearest to a scale."""


@dataclass(frozen=True, slots=True)
class ScaleResult:
    """One scale."""

    scale: str
    agreement: Agreement
    means: tuple[tuple[str, float, int], ...]
    """Rater, mean, and of how many."""
    mean: float | None
    metric: str
    """The automatic metric beside it; empty for none."""
    automatic: float | None
    """Its mean over the answers that people scored, in [0, 1]."""
    apart: tuple[tuple[Disagreement, str], ...]
    """Where raters are far apart, with the question's text."""


@dataclass(frozen=True, slots=True)
class QuestionResult:
    """One answer: the mean of what people gave, beside the automatic verdict."""

    question_id: str
    question: str
    means: dict[str, float | None]
    verdict: str


@dataclass(frozen=True, slots=True)
class Results:
    """All of a sheet."""

    scales: tuple[ScaleResult, ...]
    questions: tuple[QuestionResult, ...]
    raters: tuple[str, ...]


def results(rows: Sequence[Row], sheet: Sheet, ratings: Sequence[Rating]) -> Results:
    """The results of a sheet.

    Args:
        rows: The answers of its run.
        sheet: Which of them were to be scored.
        ratings: The scores given.
    """
    wanted = {row.question_id: row for row in rows if row.question_id in sheet.questions}
    by_scale: dict[str, dict[str, dict[str, int]]] = {scale: defaultdict(dict) for scale in SCALES}
    for one in ratings:
        if one.value is not None and one.scale in by_scale and one.question_id in wanted:
            by_scale[one.scale][one.question_id][one.rater] = one.value
    questions = tuple(
        QuestionResult(
            name,
            row.judgement["question"],
            {scale: _mean(list(by_scale[scale].get(name, {}).values())) for scale in SCALES},
            row.judgement["verdict"],
        )
        for name, row in wanted.items()
    )
    raters = tuple(sorted({one.rater for one in ratings}))
    return Results(tuple(_scale(scale, by_scale[scale], wanted) for scale in SCALES), questions, raters)


def _scale(scale: str, scores: dict[str, dict[str, int]], rows: dict[str, Row]) -> ScaleResult:
    given: dict[str, list[int]] = defaultdict(list)
    for of_question in scores.values():
        for rater, value in of_question.items():
            given[rater].append(value)
    means = tuple((rater, sum(values) / len(values), len(values)) for rater, values in sorted(given.items()))
    metric = BESIDE[scale]
    tallies = [rows[name].judgement["tallies"][metric] for name in scores] if metric else []
    whole = sum(tally[1] for tally in tallies)
    apart = tuple((one, str(rows[one.question].judgement["question"])) for one in disagreements(scores))
    automatic = sum(tally[0] for tally in tallies) / whole if whole else None
    return ScaleResult(scale, agreement(scores), means, _mean([v for values in given.values() for v in values]), metric, automatic, apart)


def _mean(values: Sequence[int]) -> float | None:
    return sum(values) / len(values) if values else None
