"""Filters to the rows of the passages they allow; it ranks nothing."""

from collections.abc import Mapping, Sequence

import numpy as np

from ecqa.protocols import Rows
from ecqa.schema import Article, Filters, Passage


def allowed_rows(filters: Filters, as_of: str | None, passages: Sequence[Passage], articles: Mapping[str, Article]) -> Rows | None:
    """Row numbers of the passages whose article passes; None when nothing is filtered.

    An article without a date passes no date filter; what was published after `as_of` (ISO date) passes none.

    Returns:
        Ascending int64 row numbers, shape (n,), or None.
    """
    if filters == Filters() and as_of is None:
        return None
    passing = {article.id for article in articles.values() if allowed(filters, as_of, article)}
    return np.array([row for row, passage in enumerate(passages) if passage.article_id in passing], dtype=np.int64)


def allowed(filters: Filters, as_of: str | None, article: Article) -> bool:
    """Whether an article passes; arguments as `allowed_rows`."""
    return _passes(filters, article) and (article.date or "") <= (as_of or "9999")


def _passes(filters: Filters, article: Article) -> bool:
    same = all(
        wanted is None or wanted == found
        for wanted, found in ((filters.section, article.section), (filters.kind, article.kind), (filters.source, article.source))
    )
    if not same:
        return False
    if filters.since is None and filters.until is None:
        return True
    return article.date is not None and (filters.since or "") <= article.date <= (filters.until or "9999")
