"""Forbidden wordings and an answer to the share of answers that say what they must not; lower is better.

    must_not = |{q in M : a wording of must_not(q) stands in the answer's text}| / |M|

M: the questions that have `must_not`. The cited passages may hold the wording, the answer's text may not.

Source: eval/gold's definitions.
"""

from collections.abc import Sequence

from ecqa.evaluation.matching import answer_holds
from ecqa.evaluation.metrics.tally import NOTHING, Tally


def must_not(forbidden: Sequence[str], text: str) -> Tally:
    """1 of 1 when the text holds a forbidden wording; not counted when nothing is forbidden."""
    return Tally(any(answer_holds(wording, text) for wording in forbidden), 1) if forbidden else NOTHING
