"""Ranked candidates to an order that covers the best article: its opening, then one passage a heading, then the rest."""

from collections.abc import Sequence

import numpy as np

from ecqa.protocols import Rows
from ecqa.retrieval.fusion import Scores
from ecqa.schema import Passage

BEST = 3
"""An article is as good as the mean of its best three passages."""


def spread(passages: Sequence[Passage], fused: Scores, order: Rows) -> Rows:
    """The order for a question about an article as a whole.

    Args:
        passages: The candidates, in row order (those of an article in text order).
        fused: Their scores, shape (n,).
        order: Positions by falling score, shape (n,).

    Returns:
        The same positions: the best article's opening, its first passage under each heading by score, its other
        passages by score, then those of other articles by score.
    """
    by_article: dict[str, list[int]] = {}
    for at, passage in enumerate(passages):
        by_article.setdefault(passage.article_id, []).append(at)
    best = max(by_article.values(), key=lambda members: float(np.sort(fused[members])[-BEST:].mean()))
    openings = [
        at for before, at in zip([None, *best], best, strict=False) if before is None or passages[before].heading != passages[at].heading
    ]
    ranked = [int(at) for at in order]
    first = [best[0], *(at for at in ranked if at in openings)]
    inside = [at for at in ranked if at in best]
    return np.array(list(dict.fromkeys([*first, *inside, *ranked])), dtype=np.int64)
