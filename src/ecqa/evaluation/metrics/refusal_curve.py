"""Scores of questions to the curve of refusal recall against answer rate, and the area under it; no threshold is chosen.

    answer rate(t)    = |{q answerable : s(q) >= t}| / |{q answerable}|
    refusal recall(t) = |{q not answerable : s(q) < t}| / |{q not answerable}|
    AUC               = P(s(q) > s(u)) + P(s(q) = s(u)) / 2,    q answerable, u not answerable

s(q): a score that says how likely the question can be answered, if nothing but it decided: the system's own confidence, or the best
passage's cosine.
The AUC is .5 for a score that knows nothing and 1 for one that parts the two perfectly.

Source: eval/gold's definitions; Hanley and McNeil, The Meaning and Use of the Area under a ROC Curve, 1982.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Point:
    """What refusing below one threshold would give."""

    threshold: float
    answer_rate: float
    refusal_recall: float


def refusal_curve(answerable: Sequence[float], unanswerable: Sequence[float]) -> list[Point]:
    """A point for each score that occurs, from refusing nothing to refusing all but the best.

    Args:
        answerable: Scores of the answerable questions, higher being surer; at least one.
        unanswerable: Scores of the others; at least one.
    """
    return [
        Point(
            threshold,
            sum(score >= threshold for score in answerable) / len(answerable),
            sum(score < threshold for score in unanswerable) / len(unanswerable),
        )
        for threshold in sorted({*answerable, *unanswerable})
    ]


def area(answerable: Sequence[float], unanswerable: Sequence[float]) -> float:
    """The chance that an answerable question scores higher than one that is not; ties count half."""
    wins = sum((high > low) + (high == low) / 2 for high in answerable for low in unanswerable)
    return wins / (len(answerable) * len(unanswerable))


def best_recall(points: Sequence[Point], answer_rate: float) -> Point | None:
    """The point of highest refusal recall that still answers at least a share of the answerable questions."""
    return max((point for point in points if point.answer_rate >= answer_rate), key=lambda point: point.refusal_recall, default=None)
