"""A question that asks for several things to the hits of the whole and of each part, in turn; it ranks nothing anew."""

from dataclasses import replace
from itertools import chain, zip_longest

from ecqa.protocols import Retriever
from ecqa.schema import Hit, Question


class PartsRetriever:
    """A retriever that looks for each part of a question as well.

    Args:
        inner: Finds passages for one question.
    """

    def __init__(self, inner: Retriever) -> None:
        self._inner = inner

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits: the best of the whole, of the first part, of the second, ..., then the second best of each; no passage twice.

        Scores stay those of the search that found a hit first.
        """
        lists = [self._inner.retrieve(one, k) for one in (question, *question.parts)]
        if not question.parts:
            return lists[0]
        found: dict[str, Hit] = {}
        for hit in chain.from_iterable(zip_longest(*lists)):
            if hit is not None:
                found.setdefault(hit.passage.id, hit)
        return [replace(hit, rank=rank) for rank, hit in enumerate(list(found.values())[:k], 1)]
