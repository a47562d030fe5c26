"""A question that names a clause (第四十二条) to the passages of that clause, or to the finding that the regulation has none; it ranks nothing else."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import numpy as np

from ecqa.index.opened import Index
from ecqa.protocols import Retriever
from ecqa.retrieval.filters import allowed_rows
from ecqa.schema import Hit, Question
from ecqa.text.clauses import clauses_asked
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams

COMMON = 3
"""Pairs of characters, over those that every title of a regulation has, that a question shares with the title that it means."""

POOL = 100
"""Hits of the other retriever among which those of the clause are looked for, so that they keep their scores."""

_LABEL = re.compile(r"(?:^|.* )(第[零一二三四五六七八九十百千]+条(?:之[一二三四五六七八九十]{1,2})?)")
_QUOTED = re.compile(r"《([^《》]{2,60})》")
_USUAL = frozenset(bigrams("实施办法管理条例规定细则暂行促进试行中华人民共和国特区电子商务"))


class ClauseRetriever:
    """A retriever that puts the passages of a clause that the question names before what another retriever finds.

    Args:
        current: Gives the index in use.
        inner: The other retriever.
    """

    def __init__(self, current: Callable[[], Index], inner: Retriever) -> None:
        self._current = current
        self._inner = inner

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, best first."""
        rows = _found(self._current(), question).rows
        if not rows:
            return self._inner.retrieve(question, k)
        index = self._current()
        others = self._inner.retrieve(question, max(k, POOL))
        by_id = {hit.passage.id: hit for hit in others}
        best = others[0].score if others else 0.0
        named: list[Hit] = []
        for row in rows:
            passage = index.passages[row]
            hit = by_id.pop(passage.id, None) or Hit(passage, index.articles[passage.article_id], best, 1)
            named.append(replace(hit, score=best + len(rows) - len(named)))
        return [replace(hit, rank=rank) for rank, hit in enumerate([*named, *by_id.values()][:k], 1)]


def missing_clause(index: Index, question: Question) -> str | None:
    """The regulation and the clauses that it does not have, as 《…条例》第九十九条; None where the question names none, or one that is there.

    Args:
        index: The index in use.
        question: Understood.
    """
    return _found(index, question).missing


@dataclass(frozen=True, slots=True)
class _Found:
    """What a question that names clauses is about."""

    rows: tuple[int, ...] = ()
    """Rows of the passages of the named clauses, in text order."""
    missing: str | None = None


def _found(index: Index, question: Question) -> _Found:
    """Looks a named clause up in the regulations that may be searched.

    A question that names a document by its title is about that one; if that is no regulation with clauses, nothing is found
    and nothing is missing. A question that names none is about all regulations.
    """
    text = question.query or question.text
    labels = clauses_asked(text)
    if not labels:
        return _Found()
    allowed = allowed_rows(question.filters, question.as_of, index)
    rows_of_clauses = index.passages.of_clauses()
    by_article: dict[str, dict[str, list[int]]] = {}
    for row in rows_of_clauses if allowed is None else np.intersect1d(rows_of_clauses, allowed, assume_unique=True):
        passage = index.passages[int(row)]
        match = _LABEL.fullmatch(passage.heading)
        if match is not None:
            by_article.setdefault(passage.article_id, {}).setdefault(match[1], []).append(int(row))
    meant = _meant(index, text, by_article) if by_article else []
    rows = [row for article_id in meant for label in labels for row in by_article[article_id].get(label, ())]
    if rows or not meant:
        return _Found(tuple(rows))
    titles = "、".join(f"《{index.articles[article_id].title.strip('《》')}》" for article_id in meant[:3])
    return _Found(missing=titles + "、".join(labels))


def _meant(index: Index, question: str, regulations: Collection[str]) -> list[str]:
    """Ids of the regulations that a question is about."""
    folded = fold(question)
    quoted = [fold(name) for name in _QUOTED.findall(question)]
    if quoted:
        named = [one for one, title in index.articles.titles() if any(name in fold(title) or fold(title) in name for name in quoted)]
        return [article_id for article_id in named if article_id in regulations]
    asked = set(bigrams(folded)) - _USUAL
    shared = {one: len(asked & set(bigrams(fold(title)))) for one, title in index.articles.titles()}
    best = max(shared.values(), default=0)
    if best < COMMON:
        return list(regulations)
    return [article_id for article_id, n in shared.items() if n == best and article_id in regulations]
