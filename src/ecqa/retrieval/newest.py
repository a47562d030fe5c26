"""A question for what is new (最近有什么新闻) to the openings of the newest articles, newest first; it ranks nothing else."""

from collections.abc import Callable
from typing import TypeVar

import numpy as np

from ecqa.index.columns import Facet
from ecqa.index.opened import Index
from ecqa.protocols import Retriever
from ecqa.retrieval.filters import allowed
from ecqa.schema import Article, Filters, Hit, Question
from ecqa.text.newest import Newest, months_before, newest_asked

POLICIES = frozenset({"regulation", "policy_digest", "notice"})
"""Kinds of articles that are policies."""

Dated = TypeVar("Dated", Article, Facet)


class NewestRetriever:
    """A retriever that finds the newest articles where a question asks for them, and what another one finds where it does not.

    Args:
        current: Gives the index in use.
        inner: The other retriever.
    """

    def __init__(self, current: Callable[[], Index], inner: Retriever) -> None:
        self._current = current
        self._inner = inner

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, newest article first; those of one day in the order of the corpus."""
        asked = newest_asked(question.query or question.text)
        if asked is None:
            return self._inner.retrieve(question, k)
        index = self._current()
        facets, of = index.articles.facets
        found = newest(asked, [one for one in facets if one.date and allowed(question.filters, question.as_of, one)])
        dates = {date: turn for turn, date in enumerate(sorted({one.date or "" for one in found}, reverse=True))}
        turn = {one: dates[one.date or ""] for one in found}
        turns = np.array([turn.get(one, len(dates)) for one in facets], np.int64)[of]
        places = np.argsort(turns, kind="stable")[:k]
        articles = [index.articles.at(int(place)) for place in places if turns[place] < len(dates)]
        return [Hit(index.passages_of(one.id)[0], one, 1.0 / rank, rank) for rank, one in enumerate(articles, 1)]


def newest(asked: Newest, articles: list[Dated]) -> list[Dated]:
    """Those that are asked for, newest first; months count back from the newest of all."""
    ranked = sorted((one for one in articles if not asked.policy or one.kind in POLICIES), key=lambda one: one.date or "", reverse=True)
    last = max((one.date or "" for one in articles), default="")
    since = months_before(last, asked.months) if asked.months and last else asked.since
    period = Filters(since=since, until=asked.until)
    return [one for one in ranked if allowed(period, None, one)]
