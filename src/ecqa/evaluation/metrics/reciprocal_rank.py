"""Relevant and ranked passages to the reciprocal rank, whose mean is MRR; only the first relevant passage counts.

    RR = 1 / r,    0 when no relevant passage was found

r: rank, from 1, of the first relevant passage among those found (ten here).
A passage is relevant when it holds at least half of the 12-character grams of a gold quote.

Source: Voorhees, The TREC-8 Question Answering Track Report, 1999.
"""

from collections.abc import Collection, Sequence

from ecqa.evaluation.metrics.tally import Tally


def reciprocal_rank(relevant: Collection[str], ranked: Sequence[str]) -> Tally:
    """One over the rank of the first relevant passage, of 1.

    Args:
        relevant: Ids of the relevant passages.
        ranked: Ids of the passages found, best first.
    """
    for rank, found in enumerate(ranked, 1):
        if found in relevant:
            return Tally(1 / rank, 1)
    return Tally(0, 1)
