"""Hits with reprints among them to hits of which none says what another has said: a copy is no second piece of evidence."""

from collections.abc import Callable
from dataclasses import replace

from ecqa.index.opened import Index
from ecqa.protocols import Retriever
from ecqa.schema import Hit, Passage, Question
from ecqa.text.folding import compact

MORE = 2
"""How many times as many hits are asked for as are wanted, so that enough are left."""
SHINGLE = 4
SAME = 0.6
"""Share of the shorter passage, in runs of SHINGLE characters, that stands in the other, for them to say the same."""


class OnceRetriever:
    """A retriever that leaves out of what another finds the passages that a reprint has said already.

    Of passages that say the same, the one of the article that stands for its reprints is kept, in the best place of them.

    Args:
        current: Gives the index in use.
        inner: The other retriever.
    """

    def __init__(self, current: Callable[[], Index], inner: Retriever) -> None:
        self._current = current
        self._inner = inner

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, best first."""
        copies = self._current().copies
        if not copies:
            return self._inner.retrieve(question, k)
        return once(self._inner.retrieve(question, MORE * k), copies)[:k]


def once(hits: list[Hit], copies: dict[str, str]) -> list[Hit]:
    """The hits without those that say what a better one of a reprint says.

    Args:
        hits: Best first.
        copies: For each article that is a reprint the one that stands for it.
    """
    grouped = {*copies, *copies.values()}
    kept: list[Hit] = []
    for hit in hits:
        main = copies.get(hit.article.id, hit.article.id)
        at = next((i for i, one in enumerate(kept) if hit.article.id in grouped and _says_it(one, hit, main, copies)), None)
        if at is None:
            kept.append(hit)
        elif hit.article.id == main:
            kept[at] = replace(hit, score=kept[at].score)
    return [replace(hit, rank=rank) for rank, hit in enumerate(kept, 1)]


def _says_it(kept: Hit, hit: Hit, main: str, copies: dict[str, str]) -> bool:
    other = kept.article.id
    if other == hit.article.id or copies.get(other, other) != main:
        return False
    one, two = _shingles(kept.passage), _shingles(hit.passage)
    return len(one & two) >= SAME * min(len(one), len(two))


def _shingles(passage: Passage) -> set[str]:
    plain = compact(passage.text)
    return {plain[i : i + SHINGLE] for i in range(max(1, len(plain) - SHINGLE + 1))}
