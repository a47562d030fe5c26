"""Gold quotes and ranked passages to evidence recall@k; it does not ask whether the answer used them.

    recall@k = |{q in Q : held(q, P_1 ... P_k)}| / |Q|

Q: the gold quotes of the answerable questions; P_i: the passage at rank i;
held(q, P): at least half of the 12-character grams of norm(q) stand in the passages P, each inside one passage.

Source: eval/gold's definitions; recall at a cut-off as in Manning, Raghavan, Schütze, Introduction to Information Retrieval, 8.4.
"""

from collections.abc import Sequence

from ecqa.evaluation.matching import holds_quote
from ecqa.evaluation.metrics.tally import Tally


def evidence_recall(quotes: Sequence[str], passages: Sequence[str], k: int) -> Tally:
    """Quotes held by the k best passages, of how many.

    Args:
        quotes: Gold quotes of one question.
        passages: Texts of the passages found, best first.
        k: How many of them count.
    """
    best = passages[:k]
    return Tally(sum(holds_quote(quote, best) for quote in quotes), len(quotes))
