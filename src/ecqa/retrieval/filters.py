"""Filters to the rows of the passages they allow; it ranks nothing."""

from ecqa.index.columns import Facet
from ecqa.index.opened import Index
from ecqa.protocols import Rows
from ecqa.schema import Article, Filters


def allowed_rows(filters: Filters, as_of: str | None, index: Index) -> Rows | None:
    """Row numbers of the passages whose article passes; None when nothing is filtered.

    An article without a date passes no date filter; what was published after `as_of` (ISO date) passes none.

    Returns:
        Ascending int64 row numbers, shape (n,), or None.
    """
    if filters == Filters() and as_of is None:
        return None
    return index.rows_where(lambda facet: allowed(filters, as_of, facet))


def allowed(filters: Filters, as_of: str | None, article: Article | Facet) -> bool:
    """Whether an article passes, or any that have these facets; arguments as `allowed_rows`."""
    return _passes(filters, article) and (article.date or "") <= (as_of or "9999")


def _passes(filters: Filters, article: Article | Facet) -> bool:
    same = all(
        wanted is None or wanted == found
        for wanted, found in ((filters.section, article.section), (filters.kind, article.kind), (filters.source, article.source))
    )
    if not same:
        return False
    if filters.since is None and filters.until is None:
        return True
    return article.date is not None and (filters.since or "") <= article.date <= (filters.until or "9999")
