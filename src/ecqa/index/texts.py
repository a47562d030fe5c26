"""The articles and passages of an index, each read from its mapped file when it is asked for; the last ones asked for are kept."""

import json
import mmap
from collections.abc import Iterator, Mapping, Sequence, ValuesView
from functools import cached_property, lru_cache
from operator import itemgetter
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray

from ecqa.index.columns import Columns, Facet
from ecqa.index.joined import RowMap
from ecqa.index.mapped import ends
from ecqa.index.records import StoredPassage, read_article, read_passage
from ecqa.protocols import Rows
from ecqa.schema import Article, Passage

ARTICLES_KEPT = 512
PASSAGES_KEPT = 4096
"""Of each part, those asked for last: a few megabytes."""


class PartTexts:
    """The articles and passages of one part by row.

    Args:
        articles: File of the articles, a line each.
        passages: File of the passages.
        columns: Of both.
    """

    def __init__(self, articles: Path, passages: Path, columns: Columns) -> None:
        self.columns = columns
        self._articles, self._passages = _mapped(articles), _mapped(passages)
        self.article = lru_cache(ARTICLES_KEPT)(self._article)
        """The article of a row."""
        self.stored = lru_cache(PASSAGES_KEPT)(self._stored)
        """The passage of a row, with its key."""

    def _article(self, row: int) -> Article:
        return read_article(json.loads(_line(self._articles, self.columns.article_lines, row)))

    def _stored(self, row: int) -> StoredPassage:
        return read_passage(json.loads(_line(self._passages, self.columns.passage_lines, row)))


class Articles(Mapping[str, Article]):
    """The articles of several parts by id, in the order of the map.

    Args:
        parts: At least one.
        order: Where each article stands; an id stands in one part only, where it is live.
    """

    def __init__(self, parts: Sequence[PartTexts], order: RowMap) -> None:
        self._parts = parts
        self._order = order
        self.passages = ends(_gathered([np.diff(part.columns.passages) for part in parts], order))
        """Row of the first passage of each article, and the number of passages, shape (n + 1,)."""

    def __getitem__(self, article_id: str) -> Article:
        """The article of an id."""
        return self.at(self.place(article_id))

    def __contains__(self, article_id: object) -> bool:
        return isinstance(article_id, str) and self._find(article_id) is not None

    def __iter__(self) -> Iterator[str]:
        return (self._parts[part].columns.ids[at] for part, at in self._places())

    def __len__(self) -> int:
        return len(self._order.part)

    def values(self) -> "InOrder":
        """All of them; each is read when it is asked for."""
        return InOrder(self)

    def short_names(self) -> list[tuple[str, str]]:
        """The short names that the texts introduce, each with its long name, in the order of the articles."""
        found = [
            (int(places[row]), short, long)
            for part, places in zip(self._parts, self._order.places, strict=True)
            for row, short, long in part.columns.short_names
        ]
        return [(short, long) for place, short, long in sorted(found, key=itemgetter(0)) if place >= 0]

    def at(self, place: int) -> Article:
        """The article of a place in the order."""
        return self._parts[int(self._order.part[place])].article(int(self._order.local[place]))

    def place(self, article_id: str) -> int:
        """Place of an article in the order.

        Raises:
            KeyError: There is none of that id.
        """
        place = self._find(article_id)
        if place is None:
            raise KeyError(article_id)
        return place

    def rules(self) -> list[Article]:
        """Those that hold from a day to a day, or say so of others."""
        places = [places[part.columns.rules] for part, places in zip(self._parts, self._order.places, strict=True)]
        return [self.at(int(place)) for place in np.sort(np.concatenate(places)) if place >= 0]

    def titles(self) -> Iterator[tuple[str, str]]:
        """Id and title of each."""
        return ((self._parts[part].columns.ids[at], self._parts[part].columns.titles[at]) for part, at in self._places())

    @cached_property
    def facets(self) -> tuple[list[Facet], NDArray[np.int64]]:
        """What filters compare, each once, and which of them each article has, shape (n,)."""
        known: dict[Facet, int] = {}
        numbers = [np.array([known.setdefault(one, len(known)) for one in part.columns.facets], np.int64) for part in self._parts]
        of = [one[part.columns.facet] for one, part in zip(numbers, self._parts, strict=True)]
        return list(known), _gathered(of, self._order)

    def _find(self, article_id: str) -> int | None:
        for part, places in zip(self._parts, self._order.places, strict=True):
            row = part.columns.row_of(article_id)
            if row is not None and places[row] >= 0:
                return int(places[row])
        return None

    def _places(self) -> Iterator[tuple[int, int]]:
        for start in range(0, len(self), PASSAGES_KEPT):
            inside = slice(start, start + PASSAGES_KEPT)
            yield from zip(self._order.part[inside].tolist(), self._order.local[inside].tolist(), strict=True)


class Passages(Sequence[Passage]):
    """The passages of several parts, in the order of the map.

    Args:
        parts: At least one.
        rows: Where each passage stands.
    """

    def __init__(self, parts: Sequence[PartTexts], rows: RowMap) -> None:
        self._parts = parts
        self._rows = rows

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        """One passage, or some."""
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(len(self)))]
        return self._stored(row).passage

    def __len__(self) -> int:
        return len(self._rows.part)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Sequence)
            and len(self) == len(other)
            and all(one == another for one, another in zip(self, other, strict=True))
        )

    __hash__ = None  # type: ignore[assignment]  # as of a list

    def keys(self) -> Iterator[str]:
        """Key of each row's search text."""
        return (self._stored(row).key for row in range(len(self)))

    def of_clauses(self) -> Rows:
        """Rows whose heading may be that of a clause, ascending."""
        found = [places[part.columns.clauses] for part, places in zip(self._parts, self._rows.places, strict=True)]
        rows = np.sort(np.concatenate(found))
        return rows[rows >= 0]

    def _stored(self, row: int) -> StoredPassage:
        if not -len(self) <= row < len(self):
            raise IndexError(row)
        return self._parts[int(self._rows.part[row])].stored(int(self._rows.local[row]))


class InOrder(ValuesView[Article], Sequence[Article]):
    """Articles by place instead of by id; what is looked at twice is read twice."""

    _mapping: Articles

    @overload
    def __getitem__(self, place: int) -> Article: ...
    @overload
    def __getitem__(self, place: slice) -> list[Article]: ...
    def __getitem__(self, place: int | slice) -> Article | list[Article]:
        """One article, or some."""
        if isinstance(place, slice):
            return [self[at] for at in range(*place.indices(len(self)))]
        if not -len(self) <= place < len(self):
            raise IndexError(place)
        return self._mapping.at(place)

    def __iter__(self) -> Iterator[Article]:
        return (self._mapping.at(place) for place in range(len(self._mapping)))


def _gathered(values: Sequence[NDArray[np.int64]], order: RowMap) -> NDArray[np.int64]:
    """Values of the parts' rows, in the order of the map."""
    found = np.zeros(len(order.part), np.int64)
    for one, places in zip(values, order.places, strict=True):
        found[places[places >= 0]] = one[places >= 0]
    return found


def _mapped(path: Path) -> mmap.mmap | bytes:
    with path.open("rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def _line(data: mmap.mmap | bytes, bounds: NDArray[np.int64], row: int) -> bytes:
    return data[int(bounds[row]) : int(bounds[row + 1])]
