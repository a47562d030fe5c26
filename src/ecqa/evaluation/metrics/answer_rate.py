"""Answers to the share of answerable questions that were answered at all, rightly or wrongly.

    answer rate = |{q answerable : status(q) is answered or partial}| / |{q answerable}|

Source: eval/gold's definitions.
"""

from ecqa.evaluation.metrics.tally import NOTHING, Tally
from ecqa.schema import Status


def answer_rate(answerable: bool, status: Status) -> Tally:
    """1 of 1 for an answerable question that was answered, 0 of 1 for one refused; not counted otherwise."""
    return Tally(status != "refused", 1) if answerable else NOTHING
