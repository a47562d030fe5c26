"""What is looked up of the articles and passages of a part without reading them: where each line is, ids, titles, what filters compare; no texts."""

import json
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ecqa.corpus.validity import is_rule
from ecqa.index.abbreviations import introduced
from ecqa.index.facts import Fact
from ecqa.index.mapped import Arrays, Strings, ends, hashed, map_arrays, write_arrays
from ecqa.schema import Article, Passage

CLAUSE = "条"
"""Stands in the heading of every passage of a clause."""


@dataclass(frozen=True, slots=True)
class Facet:
    """What filters compare of an article."""

    section: str | None
    kind: str
    source: str | None
    date: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Of a part with a articles and p passages, the passages of an article one behind the other, in the order of the articles."""

    article_lines: NDArray[np.int64]
    """Where the line of each article begins in its file, and the last one ends, in bytes, shape (a + 1,)."""
    passage_lines: NDArray[np.int64]
    """The same of the passages, shape (p + 1,)."""
    passages: NDArray[np.int64]
    """Row of the first passage of each article, and p, shape (a + 1,)."""
    sentences: NDArray[np.int64]
    """Number of the first sentence of each passage, and of all, shape (p + 1,)."""
    facet: NDArray[np.int32]
    """Of each article, which of `facets`."""
    file: NDArray[np.int32]
    """Of each article, which of `files`; empty in an index of an earlier version, as is `place`."""
    place: NDArray[np.int32]
    """Of each article among those of its file, from 0."""
    rules: NDArray[np.int32]
    """Rows of the articles that hold from a day to a day, or say so of others."""
    clauses: NDArray[np.int32]
    """Rows of the passages whose heading may be that of a clause."""
    hashes: NDArray[np.uint64]
    """Of the ids, ascending."""
    hash_rows: NDArray[np.int32]
    """Row of the article of each."""
    ids: Strings
    titles: Strings
    files: Strings
    """Of the corpus, ascending, none twice."""
    facets: Sequence[Facet]
    """None twice."""
    short_names: Sequence[tuple[int, str, str]]
    """Row of an article, a short name that it introduces and the long one; in the order of the rows."""

    def row_of(self, article_id: str) -> int | None:
        """Row of an article."""
        wanted = np.uint64(hashed(article_id))
        for at in range(int(np.searchsorted(self.hashes, wanted)), len(self.hashes)):
            if self.hashes[at] != wanted:
                break
            if self.ids[int(self.hash_rows[at])] == article_id:
                return int(self.hash_rows[at])
        return None

    def save(self, path: Path) -> None:
        """Writes all into one file."""
        arrays: Arrays = {}
        for name in self.__slots__:
            value = getattr(self, name)
            if isinstance(value, Strings):
                arrays |= {f"{name}.data": value.data, f"{name}.bounds": value.bounds}
            elif isinstance(value, np.ndarray):
                arrays[name] = value
        arrays["facets"] = _json([astuple(one) for one in self.facets])
        arrays["short_names"] = _json(self.short_names)
        write_arrays(path, arrays)

    @classmethod
    def load(cls, path: Path) -> "Columns":
        """Maps what `save` wrote.

        Raises:
            OSError: The file is missing.
            ValueError, KeyError, TypeError: It is no such file.
        """
        values: dict[str, Any] = dict(map_arrays(path))
        for name in ("ids", "titles", "files"):
            values[name] = Strings(values.pop(f"{name}.data"), values.pop(f"{name}.bounds"))
        values["facets"] = [Facet(*one) for one in json.loads(values["facets"].tobytes())]
        values["short_names"] = [(row, short, long) for row, short, long in json.loads(values["short_names"].tobytes())]
        return cls(**values)


def columns_of(
    articles: Sequence[Article], facts: Sequence[Fact], passages: Sequence[Passage], article_lines: bytes, passage_lines: bytes
) -> Columns:
    """The columns of a part.

    Args:
        articles: All.
        facts: Of each of them, or none.
        passages: All, in the order of the articles.
        article_lines: The articles as they are written, one a line.
        passage_lines: The passages.

    Raises:
        ValueError: The passages are in another order, or a line is missing.
    """
    rows = {article.id: row for row, article in enumerate(articles)}
    of = np.array([rows.get(one.article_id, -1) for one in passages], np.int64)
    if (np.diff(of) < 0).any() or (len(of) and of[0] < 0):
        raise ValueError("passages in another order than their articles")
    facets: dict[Facet, int] = {}
    facet = [facets.setdefault(Facet(one.section, one.kind, one.source, one.date), len(facets)) for one in articles]
    files = {name: number for number, name in enumerate(sorted({fact.file for fact in facts}))}
    hashes = np.array([hashed(one.id) for one in articles], np.uint64)
    order = np.argsort(hashes, kind="stable")
    return Columns(
        article_lines=_lines(article_lines, len(articles)),
        passage_lines=_lines(passage_lines, len(passages)),
        passages=ends(np.bincount(of, minlength=len(articles))),
        sentences=ends([len(one.sentences) for one in passages]),
        facet=np.array(facet, np.int32),
        file=np.array([files[fact.file] for fact in facts], np.int32),
        place=np.array([fact.place for fact in facts], np.int32),
        rules=np.array([row for row, one in enumerate(articles) if one.validity or is_rule(one)], np.int32),
        clauses=np.array([row for row, one in enumerate(passages) if CLAUSE in one.heading], np.int32),
        hashes=hashes[order],
        hash_rows=order.astype(np.int32),
        ids=Strings.of(one.id for one in articles),
        titles=Strings.of(one.title for one in articles),
        files=Strings.of(files),
        facets=list(facets),
        short_names=[(row, *names) for row, one in enumerate(articles) for names in introduced(one.text)],
    )


def _json(value: object) -> NDArray[np.uint8]:
    return np.frombuffer(json.dumps(value).encode(), np.uint8)


def _lines(data: bytes, count: int) -> NDArray[np.int64]:
    """Where each of the lines begins, and the last one ends."""
    found = np.concatenate([[0], np.flatnonzero(np.frombuffer(data, np.uint8) == ord("\n")) + 1]).astype(np.int64)
    if len(found) != count + 1 or found[-1] != len(data):
        raise ValueError(f"{len(found) - 1} lines for {count} records")
    return found
