"""Milliseconds of each stage to p50 and p95; what the machine did beside is in them, so they compare only within one run.

Stages are those of `Answer.timings_ms` (understand, retrieve, read, check, total) and `question_to_answer`, measured from outside.

Source: Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996, type 7.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ecqa.evaluation.metrics.lengths import quantile


class Latency(NamedTuple):
    """Milliseconds of one stage."""

    p50: float
    p95: float
    longest: float
    n: int


def latency(timings: Sequence[Mapping[str, float]]) -> dict[str, Latency]:
    """By stage, in the order in which stages first occur.

    Args:
        timings: One mapping of stage to milliseconds a question.
    """
    stages = list(dict.fromkeys(stage for timing in timings for stage in timing))
    figures = {}
    for stage in stages:
        values = [timing[stage] for timing in timings if stage in timing]
        figures[stage] = Latency(quantile(values, 0.5) or 0.0, quantile(values, 0.95) or 0.0, max(values), len(values))
    return figures
