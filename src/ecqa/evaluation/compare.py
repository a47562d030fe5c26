"""Two runs to what changed: each metric's paired difference with its interval, McNemar on full answers, and the questions.

Only questions that stand in both runs are compared. It does not say which run to keep.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.errors import ServiceError
from ecqa.evaluation.catalogue import METRICS, Metric
from ecqa.evaluation.folder import Record, read_records
from ecqa.evaluation.intervals import RESAMPLES, SEED
from ecqa.evaluation.mcnemar import mcnemar
from ecqa.evaluation.metrics.tally import total

PER_QUESTION = ("coverage", "full", "refusal_recall", "must_not", "support", "citation_precision", "evidence_cited", "evidence_recall@5")
"""What decides whether one answer is better than another: the first of these that differs."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One metric of both runs."""

    metric: str
    first: float
    second: float
    difference: float
    """Second less first."""
    low: float
    """95 % interval of the difference, by a bootstrap over questions."""
    high: float
    verdict: str
    """`better` or `worse` (of the second) when the interval leaves 0 out, else `same`."""


@dataclass(frozen=True, slots=True)
class Change:
    """A question that the second run answered better or worse."""

    better: bool
    metric: str
    """The metric that decided."""
    first: Record
    second: Record


@dataclass(frozen=True, slots=True)
class Comparison:
    """What changed from the first run to the second."""

    questions: int
    left_out: int
    """Questions that only one of the runs has."""
    differences: tuple[Difference, ...]
    only_first_full: int
    only_second_full: int
    mcnemar_p: float
    changes: tuple[Change, ...]

    def worse(self) -> list[str]:
        """The metrics that got worse beyond chance."""
        return [difference.metric for difference in self.differences if difference.verdict == "worse"]


def compare(first: Path, second: Path, split: str = "") -> Comparison:
    """Compares two run folders.

    Args:
        first: The run to compare with.
        second: The run that is judged.
        split: Only questions of this split; empty takes all.

    Raises:
        ServiceError: A folder holds no run, or the runs share no question.
    """
    comparison = compare_records(read_records(first), read_records(second), split)
    if comparison is None:
        raise ServiceError("runs-disjoint", first=first, second=second)
    return comparison


def compare_records(first: Iterable[Record], second: Iterable[Record], split: str = "") -> Comparison | None:
    """Compares two runs by their questions; None where they share none. Arguments as `compare`."""
    left = {record.id: record for record in first if not split or record.split == split}
    right = {record.id: record for record in second if not split or record.split == split}
    pairs = [(left[key], right[key]) for key in left if key in right and left[key].question == right[key].question]
    if not pairs:
        return None
    full = [(a.tallies["full"].part, b.tallies["full"].part) for a, b in pairs]
    only_first, only_second = sum(a > b for a, b in full), sum(b > a for a, b in full)
    return Comparison(
        questions=len(pairs),
        left_out=len(left) + len(right) - 2 * len(pairs),
        differences=tuple(found for metric in METRICS if (found := difference(metric, pairs)) is not None),
        only_first_full=only_first,
        only_second_full=only_second,
        mcnemar_p=mcnemar(only_first, only_second),
        changes=tuple(change for a, b in pairs if (change := changed(a, b)) is not None),
    )


def difference(metric: Metric, pairs: Sequence[tuple[Record, Record]]) -> Difference | None:
    """The paired difference of one metric; None when a run has nothing to count.

    The interval: questions are drawn with replacement, both runs' tallies of a question together, the difference of the
    two ratios taken each time; its .025 and .975 quantiles.

    Source: Efron and Tibshirani, 1993, chapter 13; Koehn, Statistical Significance Tests for Machine Translation Evaluation, 2004.
    """
    first = total(a.tallies[metric.name] for a, _ in pairs).value
    second = total(b.tallies[metric.name] for _, b in pairs).value
    if first is None or second is None:
        return None
    values = np.asarray([[*a.tallies[metric.name], *b.tallies[metric.name]] for a, b in pairs], dtype=np.float64)
    low, high = _interval(values[(values[:, 1] + values[:, 3]) > 0])
    sign = 1 if metric.better == "higher" else -1
    verdict = "better" if min(low * sign, high * sign) > 0 else "worse" if max(low * sign, high * sign) < 0 else "same"
    return Difference(metric.name, first, second, second - first, low, high, verdict)


def changed(first: Record, second: Record) -> Change | None:
    """Whether the second answer is better or worse than the first, by the first metric that differs."""
    directions = {metric.name: 1 if metric.better == "higher" else -1 for metric in METRICS}
    for name in PER_QUESTION:
        before, after = first.tallies[name].value, second.tallies[name].value
        if before is not None and after is not None and before != after:
            return Change((after > before) == (directions[name] > 0), name, first, second)
    return None


def _interval(values: NDArray[np.float64]) -> tuple[float, float]:
    """Args: values of shape (questions, 4): part and whole of the first run, part and whole of the second."""
    draws = np.random.default_rng(SEED).integers(0, len(values), size=(RESAMPLES, len(values)))
    sums = values[draws].sum(axis=1)
    sums = sums[(sums[:, 1] > 0) & (sums[:, 3] > 0)]
    low, high = np.quantile(sums[:, 2] / sums[:, 3] - sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return float(low), float(high)
