"""The articles of several parts in the order of their files, and the rows of their passages in that order; it reads no texts."""

from bisect import bisect_left
from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from ecqa.index.columns import Columns
from ecqa.index.joined import RowMap


def in_corpus_order(parts: Sequence[Columns], removed: Sequence[Collection[str]]) -> tuple[RowMap, RowMap]:
    """Where the articles and the passages of the whole stand.

    Args:
        parts: Of each part.
        removed: Ids of its articles that are left out.
    """
    files = _ranked(parts)
    part = np.repeat(np.arange(len(parts)), [len(one.ids) for one in parts])
    local = np.concatenate([np.arange(len(one.ids)) for one in parts])
    live = np.ones(len(part), bool)
    firsts = np.cumsum([0, *(len(one.ids) for one in parts)])
    for one, first, gone in zip(parts, firsts, removed, strict=False):
        rows = [row for row in map(one.row_of, gone) if row is not None]
        live[first + np.array(rows, np.int64)] = False
    file = np.concatenate([ranks[one.file] for one, ranks in zip(parts, files, strict=True)])
    place = np.concatenate([one.place for one in parts])
    order = np.lexsort((local, part, place, file))
    order = order[live[order]]
    articles = _places(parts, part[order], local[order])
    return RowMap.of(articles), RowMap.of(_passages(parts, articles, part[order], local[order]))


def whole(columns: Columns) -> tuple[RowMap, RowMap]:
    """The same of one part as it stands."""
    return RowMap.of([np.arange(len(columns.ids))]), RowMap.of([np.arange(len(columns.passage_lines) - 1)])


def _ranked(parts: Sequence[Columns]) -> list[NDArray[np.int64]]:
    """For each part a number for each of its files, equal for equal names and in the order of the names; the most files are not read."""
    most = max(range(len(parts)), key=lambda number: len(parts[number].files))
    known = parts[most].files
    others = sorted({name for number, one in enumerate(parts) if number != most for name in one.files})
    ranks, new = {}, 0
    before = np.zeros(len(known) + 1, np.int64)
    for name in others:
        at = bisect_left(known, name)
        if at == len(known) or known[at] != name:
            ranks[name] = at + new
            before[at] += 1
            new += 1
    own = np.arange(len(known)) + np.cumsum(before)[: len(known)]
    ranks |= {name: int(own[bisect_left(known, name)]) for name in others if name not in ranks}
    return [own if number == most else np.array([ranks[name] for name in one.files], np.int64) for number, one in enumerate(parts)]


def _places(parts: Sequence[Columns], part: NDArray[np.int64], local: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """For each part the place of each of its articles, -1 for one that is left out."""
    found = [np.full(len(one.ids), -1, np.int64) for one in parts]
    for number, places in enumerate(found):
        at = np.flatnonzero(part == number)
        places[local[at]] = at
    return found


def _passages(
    parts: Sequence[Columns], articles: Sequence[NDArray[np.int64]], part: NDArray[np.int64], local: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """For each part the row in the whole of each of its passages, -1 for one that is left out."""
    counts = np.zeros(len(part), np.int64)
    for number, one in enumerate(parts):
        at = np.flatnonzero(part == number)
        counts[at] = np.diff(one.passages)[local[at]]
    firsts = np.cumsum(counts) - counts
    found = []
    for one, places in zip(parts, articles, strict=True):
        first = np.where(places >= 0, firsts[places] if len(firsts) else 0, 0) - one.passages[:-1]
        each = np.diff(one.passages)
        rows = np.repeat(first, each) + np.arange(len(one.passage_lines) - 1)
        found.append(np.where(np.repeat(places >= 0, each), rows, -1))
    return found
