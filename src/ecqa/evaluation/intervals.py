"""Counts or values to a 95 % interval; it says how sure a figure is of this kind of question, not whether the questions are fair."""

from collections.abc import Sequence
from math import sqrt

import numpy as np

from ecqa.evaluation.metrics.tally import Tally, total

Z = 1.959963984540054
"""The normal distribution's .975 quantile: a 95 % interval."""

SEED = 20130117
RESAMPLES = 2000


def wilson(part: float, whole: float) -> tuple[float, float]:
    """The Wilson score interval of a share.

        (p + z²/2n ± z sqrt(p(1-p)/n + z²/4n²)) / (1 + z²/n),    p = part / whole, n = whole

    Args:
        part: How many were so.
        whole: Of how many, more than 0.

    Source: Wilson, Probable inference, the law of succession, and statistical inference, 1927.
    """
    share = part / whole
    middle = share + Z * Z / (2 * whole)
    spread = Z * sqrt(share * (1 - share) / whole + Z * Z / (4 * whole * whole))
    scale = 1 + Z * Z / whole
    return max(0.0, (middle - spread) / scale), min(1.0, (middle + spread) / scale)


def bootstrap(tallies: Sequence[Tally], seed: int = SEED) -> tuple[float, float]:
    """The percentile bootstrap interval of a sum of parts over a sum of wholes, questions drawn with replacement.

    Args:
        tallies: One a question, at least one of them with a denominator.
        seed: The same seed gives the same interval.

    Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
    """
    counted = np.asarray([tally for tally in tallies if tally.whole], dtype=np.float64)
    draws = np.random.default_rng(seed).integers(0, len(counted), size=(RESAMPLES, len(counted)))
    sums = counted[draws].sum(axis=1)
    low, high = np.quantile(sums[:, 0] / sums[:, 1], [0.025, 0.975])
    return float(low), float(high)


def mean_interval(tallies: Sequence[Tally]) -> tuple[float, float]:
    """The bootstrap interval of values between 0 and 1; where all are equal, and it has no width, Wilson's.

    No values between 0 and 1 spread more than zeros and ones of the same mean, so Wilson's interval is wide enough.

    Args:
        tallies: One a question, at least one of them with a denominator.
    """
    low, high = bootstrap(tallies)
    summed = total(tallies)
    return (low, high) if low < high else wilson(summed.part, summed.whole)
