"""A Markdown file, with or without YAML front matter, to one article; the Markdown itself stays as it is."""

import re
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from ecqa.corpus.files import shown
from ecqa.corpus.found import FileContent, FoundArticle, revision
from ecqa.corpus.kinds import recognise
from ecqa.corpus.metadata import FIELDS, read_metadata
from ecqa.corpus.names import host
from ecqa.corpus.newsletter import clipped_title
from ecqa.errors import CorpusError
from ecqa.schema import Article, Notice

_FENCE = re.compile(r"---[ \t]*(?:\n|$)")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_HEADING = re.compile(r"^#{1,6}[ \t]+(.+?)[ \t]*#*$", re.MULTILINE)
_YAML_FAULTS = (yaml.YAMLError, ValueError, ArithmeticError, LookupError, AttributeError, TypeError, RecursionError)
"""What yaml.safe_load raises on hostile input besides YAMLError: odd numbers and days, and nesting without end."""


def read_markdown(text: str, path: str, given: Mapping[str, object] | None = None) -> FileContent:
    """Reads one article; its text begins below the front matter.

    Args:
        text: The whole text, with unified line ends.
        path: Relative to the corpus folder.
        given: What corpus.toml says of the file; the front matter outranks it.

    Raises:
        CorpusError: The front matter is not closed, is no YAML, or a value in it cannot be used.
    """
    values, after = _front_matter(text, path)
    start = after + len(text[after:]) - len(text[after:].lstrip())
    body = text[start:].rstrip()
    if not body:
        return FileContent(notices=[Notice(path, 1, "file-empty", "")])
    fields: dict[str, Any] = read_metadata({**(given or {}), **values}, path, 1)
    title = fields.pop("title", None) or _title(body)
    kind = fields.pop("kind", None) or recognise(body, title)
    stem = PurePosixPath(path).stem
    article = Article(id=stem, title=title, text=body, revision=revision(body), path=path, start=start, kind=kind, **fields)
    hosts = {host(url) for url in article.urls}
    unknown = [Notice(path, 1, "front-matter-unknown", shown(name)[:40]) for name in values if name not in FIELDS]
    return FileContent([FoundArticle(article, host=hosts.pop() if len(hosts) == 1 else None)], unknown)


def _front_matter(text: str, path: str) -> tuple[dict[str, object], int]:
    """What the front matter says, and the offset below it."""
    opening = _FENCE.match(text)
    if opening is None:
        return {}, 0
    closing = _FENCE_END.search(text, opening.end())
    if closing is None:
        raise CorpusError("front-matter-open", path=shown(path))
    try:
        values = yaml.safe_load(text[opening.end() : closing.start()])
    except _YAML_FAULTS as problem:
        mark = getattr(problem, "problem_mark", None)
        raise CorpusError("front-matter-broken", path=shown(path), line=mark.line + 2 if mark else 2) from problem
    if values is None:
        return {}, closing.end()
    if not isinstance(values, dict):
        raise CorpusError("front-matter-broken", path=shown(path), line=2)
    return {str(name): value for name, value in values.items()}, closing.end()


def _title(body: str) -> str:
    heading = _HEADING.search(body)
    return heading[1] if heading else clipped_title(body.split("\n", 1)[0])
