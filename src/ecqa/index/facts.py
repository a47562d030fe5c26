"""What a writer must know of an indexed article without reading its text: where it came from and what was read of it; one line of JSON each."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from ecqa.corpus.found import FoundArticle
from ecqa.corpus.validity import dated
from ecqa.schema import Article, Passage

_COMPARED = tuple(
    field.name for field in fields(Article) if field.name not in ("id", "text", "revision", "path", "start", "places", "validity")
)


@dataclass(frozen=True, slots=True)
class Fact:
    """An article of the index."""

    id: str
    file: str
    """The corpus file it came from; `Article.path` may name a member of it."""
    place: int
    """Among the articles of the file, from 0."""
    revision: str
    title: str
    kind: str
    date: str | None
    length: int
    """Characters of its text."""
    passages: int
    line: int | None
    host: str | None
    named_by_host: bool
    source: str | None
    """As it was read, before a host's name was put in its place or a correction made."""
    found: dict[str, Any]
    """Fields of the article as it was read that differ from the indexed ones."""


def fact_of(article: Article, one: FoundArticle, file: str, place: int) -> Fact:
    """The fact of an article.

    Args:
        article: As it is indexed.
        one: As it was read.
        file: The corpus file.
        place: Among the articles of the file, from 0.
    """
    differing = {name: getattr(one.article, name) for name in _COMPARED if getattr(one.article, name) != getattr(article, name)}
    return Fact(
        article.id,
        file,
        place,
        article.revision,
        article.title,
        article.kind,
        article.date,
        len(article.text),
        0,
        one.line,
        one.host,
        one.named_by_host,
        one.article.source,
        differing,
    )


def counted(facts: Sequence[Fact], passages: Iterable[Passage]) -> list[Fact]:
    """The facts with the number of passages of each article."""
    counts = Counter(passage.article_id for passage in passages)
    return [replace(fact, passages=counts[fact.id]) for fact in facts]


def as_found(article: Article, fact: Fact) -> FoundArticle:
    """An article as it was read, from what is indexed."""
    values: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in fact.found.items()}
    found = dated(replace(article, **values, validity=())) if values else article
    return FoundArticle(found, fact.line, fact.host, fact.named_by_host)


def fact_record(fact: Fact) -> dict[str, Any]:
    """A fact as JSON."""
    return asdict(fact)


def read_fact(record: Mapping[str, Any]) -> Fact:
    """The fact of a record.

    Raises:
        TypeError: The record is of another form.
    """
    return Fact(**record)
