"""Answers to refusal recall and precision; what the refusal says is not judged.

    refusal recall    = |{q not answerable : refused(q)}| / |{q not answerable}|
    refusal precision = |{q not answerable : refused(q)}| / |{q : refused(q)}|

Source: eval/gold's definitions; Rajpurkar, Jia, Liang, Know What You Don't Know (SQuAD 2.0), 2018, for the task.
"""

from ecqa.evaluation.metrics.tally import NOTHING, Tally
from ecqa.schema import Status


def refusal_recall(answerable: bool, status: Status) -> Tally:
    """1 of 1 for a refused question without an answer, 0 of 1 for one that was answered; not counted otherwise."""
    return NOTHING if answerable else Tally(status == "refused", 1)


def refusal_precision(answerable: bool, status: Status) -> Tally:
    """1 of 1 for a refusal in place, 0 of 1 for one that should have been an answer; not counted otherwise."""
    return Tally(not answerable, 1) if status == "refused" else NOTHING
