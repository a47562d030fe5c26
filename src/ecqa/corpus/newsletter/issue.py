"""Text of an issue to drafts of its articles: title, section, span and lines; dates and sources are read elsewhere."""

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.corpus.newsletter import boundaries
from ecqa.corpus.newsletter.lines import BODY_MINIMUM, Form, Line, bracketed, is_running_text
from ecqa.schema import Notice

EXCERPT_LIMIT = 40
"""Characters of a line shown in a notice."""
CLIPPED_TITLE = 40
"""Characters that the first sentence of an untitled article gives for its title, at most."""

_MASTHEAD = re.compile(r"第\s*[\d一二三四五六七八九十百]+\s*期|总第|主\s*办|主\s*编|编辑部|内部(?:资料|刊物|交流)|会刊|刊号")


@dataclass(frozen=True, slots=True)
class Draft:
    """An article as it stands in a file, before its source lines are read."""

    title: str
    section: str | None
    start: int
    end: int
    lines: tuple[Line, ...]
    """Its lines below the title."""


@dataclass(frozen=True, slots=True)
class ParsedIssue:
    """What an issue holds; the drafts and the section lines together hold every non-blank character of its text."""

    drafts: tuple[Draft, ...]
    sections: tuple[Line, ...]
    masthead: str
    notices: tuple[Notice, ...]


def is_newsletter(lines: list[Line]) -> bool:
    """Whether lines are an issue of several articles: section lines, or source lines with another title below."""
    sections = [i for i, line in enumerate(lines) if bracketed(line) and _form_below(lines, i) is Form.SHORT]
    ends = sum(1 for i, line in enumerate(lines[2:-2], 2) if line.form is Form.SOURCE and _article_follows(lines, i))
    if not sections:
        return ends >= 2 or (bracketed(lines[0]) is not None and any(line.form is Form.SOURCE for line in lines))
    masthead = any(_MASTHEAD.search(line.text) for line in lines[: sections[0]][:10])
    return sections[0] == 0 or masthead or len(sections) >= 2 or ends >= 1


def parse(lines: list[Line], path: str, titles: Sequence[int] = ()) -> ParsedIssue:
    """Splits an issue into its articles.

    Args:
        lines: All non-blank lines of the issue.
        path: For the notices.
        titles: Indices of the lines that are known to be titles, ascending; none has the titles found.

    Returns:
        At least one draft, unless there are only section lines. What stands above the first section (the masthead) is
        kept in front of the first article.
    """
    first = titles[0] if titles else _first_line(lines)
    found = _given(lines, titles) if titles else boundaries.find(lines, first)
    notices = [(i, "masthead") for i in range(first)] + found.odd
    drafts: list[Draft] = []
    for start, end, section in _spans(lines, found):
        title, below = _title(lines, start, end)
        top = 0 if first and not drafts else start
        drafts.append(Draft(title, section, lines[top].start, lines[end - 1].end, below))
    return ParsedIssue(
        tuple(drafts),
        tuple(lines[i] for i in sorted(found.sections)),
        "\n".join(line.text for line in lines[:first]),
        tuple(Notice(path, lines[i].number, key, lines[i].text[:EXCERPT_LIMIT]) for i, key in sorted(notices)),
    )


def single(lines: list[Line]) -> Draft:
    """Lines that are one article: its title is the first that is no by-line."""
    title, below = _title(lines, 0, len(lines))
    return Draft(title, None, lines[0].start, lines[-1].end, below)


def clipped_title(line: str) -> str:
    """A title for a text that has none: its first line, or the first sentence of it, cut to CLIPPED_TITLE characters."""
    sentence = re.split(r"[。！？；\n]", line, maxsplit=1)[0].strip()
    return sentence if 0 < len(sentence) <= CLIPPED_TITLE else line[:CLIPPED_TITLE].strip()


def _given(lines: list[Line], titles: Sequence[int]) -> boundaries.Boundaries:
    """The articles that begin at given titles; a line in brackets just above a title heads a section."""
    sections = {i - 1: name for i in titles if i and (name := bracketed(lines[i - 1]))}
    return boundaries.Boundaries(starts=list(titles), sections=sections)


def _spans(lines: list[Line], found: boundaries.Boundaries) -> list[tuple[int, int, str | None]]:
    """First line and line after the last of every article, and the section it stands in."""
    spans = []
    section = None
    stops = sorted([*found.starts, *found.sections, len(lines)])
    for start, end in itertools.pairwise(stops):
        if start in found.sections:
            section = found.sections[start]
        else:
            spans.append((start, end, section))
    return spans


def _title(lines: list[Line], start: int, end: int) -> tuple[str, tuple[Line, ...]]:
    """The title of an article and its other lines."""
    asides = (Form.SOURCE, Form.CREDIT, Form.FILLER, Form.BRACKET)
    at = next((i for i in range(start, end) if lines[i].form not in asides), start)
    if is_running_text(lines[at]):
        return clipped_title(lines[at].text), tuple(lines[start:end])
    return lines[at].text, (*lines[start:at], *lines[at + 1 : end])


def _first_line(lines: list[Line]) -> int:
    """Index of the first line below the masthead: the section line or title above the first running text."""
    text = next((i for i, line in enumerate(lines) if line.form is Form.BODY and len(line.text) >= BODY_MINIMUM), None)
    if text is None:
        return 0
    section = next((i for i in range(text - 1, -1, -1) if bracketed(lines[i]) and not is_running_text(lines[i + 1])), None)
    if section is not None:
        return section
    title = text - 1
    while title > 0 and (lines[title].form in (Form.CREDIT, Form.SOURCE, Form.FILLER) or lines[title].text.startswith("——")):
        title -= 1
    return max(title, 0)


def _form_below(lines: list[Line], i: int) -> Form | None:
    """What stands below line i, pictures and by-lines left aside."""
    return next((line.form for line in lines[i + 1 : i + 4] if line.form not in (Form.FILLER, Form.CREDIT)), None)


def _article_follows(lines: list[Line], i: int) -> bool:
    """Whether a title and a text stand below line i."""
    title, below = lines[i + 1], lines[i + 2]
    return title.form is Form.SHORT and (is_running_text(below) or below.form is Form.CREDIT)
