"""Relevant and ranked passages to nDCG@k with binary relevance; passages beyond rank k count nothing.

    nDCG@k = DCG@k / IDCG@k,    DCG@k = sum over i = 1..k of rel_i / log2(i + 1)

rel_i: 1 when the passage at rank i holds at least half of the 12-character grams of a gold quote, else 0;
IDCG@k: DCG@k of the best order, all relevant passages of the index first.

Source: Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, 2002, with the discount log2(i + 1) of trec_eval.
"""

from collections.abc import Collection, Sequence
from math import log2

from ecqa.evaluation.metrics.tally import Tally


def ndcg(relevant: Collection[str], ranked: Sequence[str], k: int = 10) -> Tally:
    """Normalised discounted cumulative gain, of 1; 0 when nothing is relevant.

    Args:
        relevant: Ids of all relevant passages of the index.
        ranked: Ids of the passages found, best first, none twice.
        k: How many of them count.
    """
    gained = sum(1 / log2(rank + 1) for rank, found in enumerate(ranked[:k], 1) if found in relevant)
    ideal = sum(1 / log2(rank + 1) for rank in range(1, min(k, len(relevant)) + 1))
    return Tally(gained / ideal if ideal else 0, 1)
