"""A question for what is new (最近有什么新闻) to the openings of the newest articles, newest first; it ranks nothing else."""

from collections.abc import Callable

from ecqa.index.opened import Index
from ecqa.protocols import Retriever
from ecqa.retrieval.filters import allowed
from ecqa.schema import Article, Filters, Hit, Passage, Question
from ecqa.text.newest import Newest, months_before, newest_asked

POLICIES = frozenset({"regulation", "policy_digest", "notice"})
"""Kinds of articles that are policies."""


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
        found = newest(asked, [one for one in index.articles.values() if one.date and allowed(question.filters, question.as_of, one)])
        wanted = {article.id for article in found[:k]}
        opening: dict[str, Passage] = {}
        for passage in index.passages:
            if passage.article_id in wanted:
                opening.setdefault(passage.article_id, passage)
        return [Hit(opening[one.id], one, 1.0 / rank, rank) for rank, one in enumerate(found[:k], 1)]


def newest(asked: Newest, articles: list[Article]) -> list[Article]:
    """Those that are asked for, newest first; months count back from the newest of all."""
    ranked = sorted((one for one in articles if not asked.policy or one.kind in POLICIES), key=lambda one: one.date or "", reverse=True)
    last = max((one.date or "" for one in articles), default="")
    since = months_before(last, asked.months) if asked.months and last else asked.since
    period = Filters(since=since, until=asked.until)
    return [one for one in ranked if allowed(period, None, one)]
