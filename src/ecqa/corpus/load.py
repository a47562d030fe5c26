"""A corpus folder to its articles; it writes nothing and keeps nothing between two calls."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecqa.corpus.credits import host_names
from ecqa.corpus.files import OVERRIDES, SIZE_LIMITS, decode, digest, list_files, read_bytes, shown
from ecqa.corpus.found import FileContent, FoundArticle
from ecqa.corpus.json_lines import read_json_lines
from ecqa.corpus.markdown import read_markdown
from ecqa.corpus.overrides import apply_overrides
from ecqa.corpus.text_files import read_text_file
from ecqa.errors import CorpusError
from ecqa.schema import Article, Notice

READERS: dict[str, Callable[[str, str], FileContent]] = {
    ".txt": read_text_file,
    ".md": read_markdown,
    ".jsonl": read_json_lines,
}
"""One reader for each format."""
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


def load_corpus(folder: Path) -> Corpus:
    """Reads every .txt, .md and .jsonl file below a folder, and the corrections in its overrides.toml.

    Raises:
        CorpusError: The folder or a file cannot be read as corpus; says which file and line.
    """
    files, notices = list_files(folder)
    found: list[FoundArticle] = []
    digests: dict[str, str] = {}
    for file in files:
        suffix = file.path.suffix.lower()
        data = read_bytes(file.path, file.name, SIZE_LIMITS[suffix])
        digests[file.name] = digest(data)
        content = READERS[suffix](decode(data, file.name), file.name)
        found += content.found
        notices += content.notices
    if not found:
        raise CorpusError("corpus-empty", path=shown(folder))
    _check_ids(found)
    articles = _name_sources(found)
    overrides = folder / OVERRIDES
    if overrides.is_file() and not overrides.is_symlink():
        data = read_bytes(overrides, OVERRIDES, SIZE_LIMITS[".md"])
        digests[OVERRIDES] = digest(data)
        articles = apply_overrides(articles, decode(data, OVERRIDES), OVERRIDES)
    return Corpus(tuple(articles), tuple(notices), digests)


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
