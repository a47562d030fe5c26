"""The bytes of one corpus file to its articles, by its extension; what corpus.toml says of the file fills in what it does not say itself."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import PurePosixPath
from typing import Any

from ecqa.corpus.documents import read_document
from ecqa.corpus.files import decode, shown
from ecqa.corpus.formats.containers import checked_members
from ecqa.corpus.found import FileContent, FoundArticle
from ecqa.corpus.json_lines import read_json_lines
from ecqa.corpus.kinds import NEWSLETTER
from ecqa.corpus.markdown import read_markdown
from ecqa.corpus.metadata import read_metadata
from ecqa.corpus.text_files import NOTHING, read_text_file
from ecqa.corpus.validity import dated
from ecqa.errors import CorpusError
from ecqa.schema import Notice

Given = Mapping[str, object]
ARCHIVE_LIMIT = 200_000_000
"""Bytes of all members of an archive, unpacked."""
NESTING_LIMIT = 2
"""Containers inside containers: a letter in an archive, a document in that letter."""


def read_file(data: bytes, path: str, given: Given = NOTHING, depth: int = 0) -> FileContent:
    """The articles of a file, and what fitted nothing.

    Args:
        data: Its content.
        path: Relative to the corpus folder; the extension says what it is.
        given: What corpus.toml says of it.
        depth: How many containers it lies in.

    Raises:
        CorpusError: It cannot be read; says which file and where.
    """
    reader = _READERS[PurePosixPath(path).suffix.lower()]
    content = _with_given(reader(data, path, given, depth), path, given)
    if depth:
        return content
    return FileContent([replace(one, article=dated(one.article)) for one in content.found], content.notices)


def _with_given(content: FileContent, path: str, given: Given) -> FileContent:
    """What corpus.toml says goes over what was recognised; a Markdown file's own head has been put over it already."""
    if not given or path.lower().endswith((".md", ".jsonl")):
        return content
    fields: dict[str, Any] = {
        name: value for name, value in read_metadata(given, path, 1).items() if value or name not in ("title", "kind")
    }
    if fields.get("kind") == NEWSLETTER:
        del fields["kind"]  # its articles are news
    return FileContent([replace(one, article=replace(one.article, **fields)) for one in content.found], content.notices)


def _text(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    return read_text_file(decode(data, path), path, given)


def _markdown(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    return read_markdown(decode(data, path), path, given)


def _json_lines(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    return read_json_lines(decode(data, path), path)


def _html(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    from ecqa.corpus.formats.html import read_html  # noqa: PLC0415 (its library is loaded where a page is read)

    return read_document(read_html(data, path), path, given)


def _word(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    from ecqa.corpus.formats.word import read_word  # noqa: PLC0415

    return read_document(read_word(data, path), path, given)


def _pdf(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    from ecqa.corpus.formats.pdf import read_pdf  # noqa: PLC0415

    return read_document(read_pdf(data, path), path, given)


def _letter(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    from ecqa.corpus.formats.mail import read_letter  # noqa: PLC0415

    letter = read_letter(data, path)
    body = read_document(letter.body, path, given)
    if not letter.attachments:
        return body
    inner = _members(letter.attachments, path, given, depth)
    kept = [notice for notice in body.notices if notice.key != "file-empty"]
    return FileContent([*body.found, *inner.found], [*kept, *inner.notices])


def _archive(data: bytes, path: str, given: Given, depth: int) -> FileContent:
    return _members(checked_members(data, path, ARCHIVE_LIMIT), path, given, depth)


def _members(members: list[tuple[str, bytes]], path: str, given: Given, depth: int) -> FileContent:
    """The articles of the files in a container; `path` of each is that of the container and its own."""
    if depth >= NESTING_LIMIT:
        raise CorpusError("archive-nested", path=shown(path))
    found: list[FoundArticle] = []
    notices: list[Notice] = []
    used: set[str] = set()
    for name, content in sorted(members):
        plain = PurePosixPath(name.replace("\\", "/"))
        if plain.suffix.lower() not in _READERS or plain.name.startswith((".", "~")) or "__MACOSX" in plain.parts:
            notices.append(Notice(path, 1, "member-skipped", shown(name)[:60]))
            continue
        inner = read_file(content, f"{path}/{plain.as_posix()}", given, depth + 1)
        notices += [replace(notice, path=path) for notice in inner.notices]
        for one in inner.found:
            article_id = _free_id(f"{PurePosixPath(path).stem}-{one.article.id}", used)
            found.append(replace(one, article=replace(one.article, id=article_id)))
    return FileContent(found, notices)


def _free_id(wanted: str, used: set[str]) -> str:
    """An id without blanks and colons, with a number behind it where another member has it."""
    base = re.sub(r"[\s:]+", "-", "".join(c if c.isprintable() else "-" for c in wanted))[:180]
    free, n = base, 1
    while free in used:
        n += 1
        free = f"{base}-{n}"
    used.add(free)
    return free


_READERS: dict[str, Callable[[bytes, str, Given, int], FileContent]] = {
    ".txt": _text,
    ".md": _markdown,
    ".jsonl": _json_lines,
    ".html": _html,
    ".htm": _html,
    ".docx": _word,
    ".pdf": _pdf,
    ".eml": _letter,
    ".mhtml": _letter,
    ".mht": _letter,
    ".zip": _archive,
}
"""One reader for each format."""
