"""Key points and an answer to the share of points found, and whether all were; it does not ask what else the answer says.

    coverage = mean over answerable q of |{f in F_q : found(f)}| / |F_q|
    full     = |{q answerable : all of F_q found}| / |{q answerable}|

F_q: the key points of q, each a set of acceptable wordings; found(f): one wording of f stands in the answer's text.
A refusal of an answerable question counts 0 whatever its text holds.

Source: eval/gold's definitions; nugget recall as in Voorhees, Overview of the TREC 2003 Question Answering Track.
"""

from collections.abc import Sequence

from ecqa.evaluation.matching import answer_holds
from ecqa.evaluation.metrics.tally import NOTHING, Tally
from ecqa.schema import Status


def points_found(key_points: Sequence[Sequence[str]], text: str) -> tuple[bool, ...]:
    """For each key point, whether one of its wordings stands in an answer's text."""
    return tuple(any(answer_holds(wording, text) for wording in point) for point in key_points)


def coverage(answerable: bool, status: Status, found: Sequence[bool]) -> Tally:
    """Share of the key points found, of 1.

    Args:
        answerable: Whether the corpus holds the answer; not counted otherwise.
        status: Of the answer.
        found: From `points_found`.
    """
    if not answerable:
        return NOTHING
    return Tally(sum(found) / len(found) if status != "refused" else 0, 1)


def full(answerable: bool, status: Status, found: Sequence[bool]) -> Tally:
    """1 of 1 when all key points were found."""
    if not answerable:
        return NOTHING
    return Tally(status != "refused" and all(found), 1)
