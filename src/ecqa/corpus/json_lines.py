"""A JSONL file to one article a line: `{"id", "title", "text", ...}`; names it does not know are left alone."""

import json
from collections.abc import Iterator
from typing import Any

from ecqa.corpus.files import shown
from ecqa.corpus.found import FileContent, FoundArticle, revision
from ecqa.corpus.metadata import checked_text, read_metadata
from ecqa.corpus.names import host
from ecqa.errors import CorpusError
from ecqa.schema import Article


def read_json_lines(text: str, path: str) -> FileContent:
    """Reads every line that is not blank.

    Args:
        text: The whole text, with unified line ends.
        path: Relative to the corpus folder.

    Raises:
        CorpusError: A line is no JSON object, lacks `id`, `title` or `text`, or holds a value that cannot be used.
    """
    return FileContent([_found(line, number, path) for number, line in _lines(text) if line.strip()])


def _lines(text: str) -> Iterator[tuple[int, str]]:
    """The lines with their numbers, one at a time; only a line feed ends a line."""
    start, number = 0, 1
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        yield number, text[start:end]
        start, number = end + 1, number + 1


def _found(line: str, number: int, path: str) -> FoundArticle:
    try:
        values = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise CorpusError("jsonl-broken", path=shown(path), line=number, column=getattr(problem, "colno", 1)) from problem
    if not isinstance(values, dict):
        raise CorpusError("jsonl-not-object", path=shown(path), line=number)
    article_id = values.get("id")
    if isinstance(article_id, int) and not isinstance(article_id, bool):
        article_id = str(article_id)
    fields: dict[str, Any] = read_metadata(values, path, number)
    title, text = fields.pop("title", None), values.get("text")
    for name, value in (("id", article_id), ("title", title), ("text", text)):
        if not isinstance(value, str) or not value.strip():
            raise CorpusError("jsonl-field-missing", path=shown(path), line=number, field=name)
    body = checked_text(str(text), "text", path, number).replace("\r\n", "\n").replace("\r", "\n")
    kind = fields.pop("kind", None) or "article"
    article = Article(
        id=checked_text(str(article_id), "id", path, number),
        title=str(title),
        text=body,
        revision=revision(body),
        path=path,
        start=0,
        kind=kind,
        **fields,
    )
    hosts = {host(url) for url in article.urls}
    return FoundArticle(article, number, hosts.pop() if len(hosts) == 1 else None)
