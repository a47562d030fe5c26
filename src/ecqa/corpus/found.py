"""An article as a reader gives it, with what only the whole corpus can settle: whether its id is free, and its host's name."""

import hashlib
from dataclasses import dataclass, field

from ecqa.schema import Article, Notice

REVISION_LENGTH = 12
"""Hex digits of the SHA-256 of the text."""


@dataclass(frozen=True, slots=True)
class FoundArticle:
    """An article and where it was found."""

    article: Article
    line: int | None = None
    """Line of a JSONL file, from 1."""
    host: str | None = None
    """Host of its one source."""
    named_by_host: bool = False
    """Whether a missing source may be taken from another line that names the host."""


@dataclass(frozen=True, slots=True)
class FileContent:
    """What one file holds."""

    found: list[FoundArticle] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)


def revision(text: str) -> str:
    """The id of a version of a text."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:REVISION_LENGTH]
