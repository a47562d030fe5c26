"""A run and a baseline to the metrics that fell by more than noise; it does not move the baseline.

A metric fell when it is worse than the baseline by more than its tolerance: one hundredth, or two of the things it counts
(questions, quotes, citations), whichever is more. Two questions may flip between machines, whose floating-point sums differ in
the last digit; a third is a change of the system. Answers or quotes that are longer at p90 by a quarter,
and by more than 20 characters, count, too.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecqa.errors import ServiceError
from ecqa.evaluation.catalogue import METRICS
from ecqa.evaluation.folder import read_metrics

LEAST = 0.01
FLIPS = 2
LONGER = 1.25
CHARACTERS = 20


@dataclass(frozen=True, slots=True)
class Fall:
    """A metric of one split that is worse than the baseline beyond its tolerance."""

    split: str
    metric: str
    baseline: float
    now: float
    tolerance: float


def gate(run: Path, baseline: Path) -> list[Fall]:
    """The metrics that fell; none means the run passes.

    Raises:
        ServiceError: A folder holds no run, or the baseline is of other questions.
    """
    now, before = read_metrics(run)["splits"], read_metrics(baseline)["splits"]
    falls = []
    for split, figures in before.items():
        if split not in now or now[split]["all"]["questions"] != figures["all"]["questions"]:
            raise ServiceError("baseline-other", run=run, baseline=baseline, split=split)
        falls += _falls(split, now[split]["all"], figures["all"])
    return falls


def _falls(split: str, now: dict[str, Any], before: dict[str, Any]) -> list[Fall]:
    falls = []
    for metric in METRICS:
        old, new = before["figures"].get(metric.name), now["figures"][metric.name]
        if old is None or old["value"] is None:
            continue
        tolerance = max(LEAST, FLIPS / old["n"])
        drop = _missing(metric.better) if new["value"] is None else (old["value"] - new["value"]) * (1 if metric.better == "higher" else -1)
        if drop > tolerance + 1e-9:
            falls.append(Fall(split, metric.name, old["value"], 0.0 if new["value"] is None else new["value"], tolerance))
    for name in ("length_p90", "quote_p90"):
        old_length, new_length = before[name], now[name]
        if old_length and new_length and new_length > max(old_length * LONGER, old_length + CHARACTERS):
            falls.append(Fall(split, name, old_length, new_length, max(old_length * (LONGER - 1), CHARACTERS)))
    return falls


def _missing(better: str) -> float:
    """A metric that the run no longer has, such as citation precision without any citation, has fallen as far as it can."""
    return 1.0 if better == "higher" else 0.0
