"""What a reader of a rich format extracted to articles: a newsletter's, or one article; it reads no bytes."""

import re
from collections.abc import Mapping
from dataclasses import replace
from difflib import SequenceMatcher

from ecqa.corpus import newsletter
from ecqa.corpus.formats.blocks import Block, Extracted, places_within, written
from ecqa.corpus.found import FileContent, FoundArticle
from ecqa.corpus.names import host
from ecqa.corpus.newsletter.lines import Line
from ecqa.corpus.text_files import is_issue, read_issue, read_single
from ecqa.schema import Notice, Place

TITLE_LINES = 12
"""Lines among which the title stands that a file gives itself."""
ALIKE = 0.6
"""Likeness of such a title and a line, from 0 to 1, from which on they are the same."""


def read_document(extracted: Extracted, path: str, given: Mapping[str, object]) -> FileContent:
    """The articles of a document.

    An issue is told by the same signs as in plain text: section lines, source lines. Where a person says that the file
    is a newsletter, headings of the highest level that occurs more than once begin its articles.

    Args:
        extracted: What was read.
        path: Relative to the corpus folder.
        given: What corpus.toml says of the file.
    """
    if not extracted.blocks:
        empty = [] if extracted.notices else [Notice(path, 1, "file-empty", "")]
        return FileContent(notices=[*extracted.notices, *empty])
    plain, places = written(extracted, marks=False)
    lines = newsletter.read_lines(plain)
    if is_issue(lines, given):
        content = read_issue(plain, lines, path, _titles(extracted.blocks) if given.get("kind") else ())
        return FileContent([_placed(one, plain, places) for one in content.found], [*extracted.notices, *content.notices])
    return FileContent([_single(extracted, path)], list(extracted.notices))


def _titles(blocks: list[Block]) -> list[int]:
    """Indices of the headings of the highest level that occurs more than once; none where no level does."""
    levels = [block.level for block in blocks]
    often = [level for level in sorted(set(levels)) if level and levels.count(level) > 1]
    return [i for i, level in enumerate(levels) if level == often[0]] if often else []


def _single(extracted: Extracted, path: str) -> FoundArticle:
    """The document as one article; what stands above its title is kept in front of it."""
    titled = _with_title(extracted)
    text, places = written(titled, marks=True)
    lines = newsletter.read_lines(text)
    draft = newsletter.single(lines)
    at = next((i for i, block in enumerate(titled.blocks) if block.level), None)
    if (
        at is not None
        and at < TITLE_LINES
        and (extracted.title is None or _alike(titled.blocks[at].text, extracted.title) or titled.blocks[at].level == 1)
    ):
        below = tuple(_without_mark(line) for i, line in enumerate(lines) if i != at)
        draft = replace(draft, title=titled.blocks[at].text, lines=below)
    found = read_single(text, draft, path)
    article = found.article
    addresses = article.urls or ((extracted.url,) if extracted.url else ())
    article = replace(article, date=article.date or extracted.date, urls=addresses)
    hosts = {host(url) for url in addresses}
    return _placed(replace(found, article=article, host=hosts.pop() if len(hosts) == 1 else found.host), text, places)


def _with_title(extracted: Extracted) -> Extracted:
    """The document with the title that the file gives itself as its first line, where no line near the beginning says the same."""
    top = extracted.blocks[:TITLE_LINES]
    if extracted.title is None or any(block.level for block in top) or any(_alike(block.text, extracted.title) for block in top):
        return extracted
    return replace(extracted, blocks=[Block(extracted.title, 1, extracted.blocks[0].number), *extracted.blocks])


def _alike(line: str, title: str) -> bool:
    """Whether a line is the title, which a page often lengthens by the name of its site."""
    first, second = (re.sub(r"\W+", "", one) for one in (line, title))
    if min(len(first), len(second)) >= 4 and (first in second or second in first):
        return True
    return SequenceMatcher(None, first[:200], second[:200], autojunk=False).ratio() >= ALIKE


def _without_mark(line: Line) -> Line:
    return replace(line, text=re.sub(r"^#{1,6} ", "", line.text))


def _placed(found: FoundArticle, text: str, places: tuple[Place, ...]) -> FoundArticle:
    start = found.article.start
    return replace(found, article=replace(found.article, places=places_within(text, places, start, start + len(found.article.text))))
