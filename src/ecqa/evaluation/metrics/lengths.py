"""Answers to the lengths of their texts: p50 and p90 in characters, markers not counted; refusals are left out.

p is the quantile by linear interpolation between the order statistics (Hyndman and Fan's type 7, numpy's default).

Source: eval/gold's definitions; Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996.
"""

from collections.abc import Sequence

import numpy as np

from ecqa.evaluation.matching import without_markers


def length(text: str) -> int:
    """Characters of an answer's text without markers and without blanks at its ends."""
    return len(without_markers(text).strip())


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value below which a share of the values lies; None of no values.

    Args:
        values: In any order.
        share: Between 0 and 1: .5 for p50.
    """
    return float(np.quantile(np.asarray(values, dtype=np.float64), share)) if values else None
