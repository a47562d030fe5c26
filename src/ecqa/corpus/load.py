"""A corpus folder to its articles; it writes nothing and keeps nothing between two calls."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from ecqa.corpus.credits import host_names
from ecqa.corpus.files import OVERRIDES, SIZE_LIMITS, CorpusFile, decode, digest, list_files, read_bytes, shown
from ecqa.corpus.folder_settings import NAME as SETTINGS
from ecqa.corpus.folder_settings import FolderSettings, Given
from ecqa.corpus.found import FileContent, FoundArticle
from ecqa.corpus.overrides import apply_overrides
from ecqa.corpus.readers import read_file
from ecqa.errors import CorpusError
from ecqa.schema import Article, Notice

ID_LIMIT = 200
"""Characters of an id."""


@dataclass(frozen=True)
class Corpus:
    """All articles of a folder, in the order of their files."""

    articles: tuple[Article, ...]
    notices: tuple[Notice, ...]
    """What fitted nothing; no text is lost by it."""
    digests: dict[str, str]
    """Relative path of every file read, overrides.toml among them, to the SHA-256 of its bytes."""


class Reading(Protocol):
    """How the articles of a file are had from it: in this process, or in one of their own."""

    def __call__(self, file: CorpusFile, given: Given) -> tuple[str, FileContent]:
        """SHA-256 of the file's bytes, and what they hold."""
        ...


def read_here(file: CorpusFile, given: Given) -> tuple[str, FileContent]:
    """Reads a file in this process."""
    data = read_bytes(file.path, file.name, SIZE_LIMITS[file.path.suffix.lower()])
    return digest(data), read_file(data, file.name, given)


def load_corpus(folder: Path, reading: Reading = read_here) -> Corpus:
    """Reads every file below a folder whose format is known, and the corrections in its overrides.toml.

    Args:
        folder: The corpus folder.
        reading: How a file is read.

    Raises:
        CorpusError: The folder or a file cannot be read as corpus; says which file and line.
    """
    files, notices = list_files(folder)
    settings, digests = read_settings(folder)
    found: list[FoundArticle] = []
    for file in files:
        digests[file.name], content = reading(file, settings.given(file.name))
        found += content.found
        notices += content.notices
    overrides = folder / OVERRIDES
    text = None
    if overrides.is_file() and not overrides.is_symlink():
        data = read_bytes(overrides, OVERRIDES, SIZE_LIMITS[".md"])
        digests[OVERRIDES] = digest(data)
        text = decode(data, OVERRIDES)
    if not found:
        raise CorpusError("corpus-empty", path=shown(folder))
    return Corpus(tuple(settled(found, text)), tuple(notices), digests)


def read_settings(folder: Path) -> tuple[FolderSettings, dict[str, str]]:
    """What the corpus.toml files of a folder say, and the digest of each."""
    texts: dict[str, str] = {}
    digests: dict[str, str] = {}
    for path in sorted(folder.rglob(SETTINGS)):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and not path.is_symlink() and not any(part.startswith(".") for part in name.split("/")):
            data = read_bytes(path, name, SIZE_LIMITS[".md"])
            digests[name] = digest(data)
            texts[name] = decode(data, name)
    return FolderSettings(texts), digests


def settled(found: Sequence[FoundArticle], overrides: str | None) -> list[Article]:
    """The articles with what only the whole corpus decides: their ids are free, their sources named, corrections made.

    Args:
        found: Of all files, in order.
        overrides: Text of overrides.toml; None where there is none.

    Raises:
        CorpusError: Two have one id, or a correction cannot be made.
    """
    _check_ids(found)
    articles = _name_sources(found)
    return articles if overrides is None else apply_overrides(articles, overrides, OVERRIDES)


def _check_ids(found: Sequence[FoundArticle]) -> None:
    places: dict[str, str] = {}
    for one in found:
        article_id, place = one.article.id, _place(one)
        if re.search(r"[\s:]", article_id) or not article_id.isprintable() or len(article_id) > ID_LIMIT:
            raise CorpusError("corpus-id", path=place, id=shown(article_id)[:80])
        if article_id in places:
            raise CorpusError("corpus-id-twice", id=article_id, first=places[article_id], second=place)
        places[article_id] = place


def _place(one: FoundArticle) -> str:
    return one.article.path if one.line is None else f"{one.article.path}:{one.line}"


def _name_sources(found: Sequence[FoundArticle]) -> list[Article]:
    """The articles; a source known only by its address takes the name that other lines give its host."""
    names = host_names([(one.host, one.article.source) for one in found if one.host and one.article.source])
    return [
        replace(one.article, source=names.get(one.host)) if one.named_by_host and one.host and one.article.source is None else one.article
        for one in found
    ]
