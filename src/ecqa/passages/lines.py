"""Article text to its lines with what each one is: title, heading, list item, source or body; it cuts nothing."""

import re
from dataclasses import dataclass, replace
from enum import Enum

HEADING_LIMIT = 40
"""Characters; a longer line is no heading."""

_MARKDOWN = re.compile(r"#{1,6}\s")
_NUMBERED = re.compile(
    r"(\d{1,2}[.．、）)]|[（(]\d{1,2}[)）]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十]{1,3}[)）]|第[一二三四五六七八九十百\d]+[条章节])"
)
_BULLET = re.compile(r"[-*•·●◆■]\s*\S")
_SOURCE = re.compile(r"https?://|^[（(](?:本文)?(?:转载|来源|摘自)|^[（(]?以上.{0,8}(?:摘自|转载|来自)|^\[image", re.IGNORECASE)
_BYLINE = re.compile(r"(?:作者|记者|日期|时间|来源|编辑|摄影)[：:]")
_SENTENCE_END = re.compile(r"[。！？；：，,;:!?][”’」』）)]*$")


class Kind(Enum):
    """What a line is."""

    TITLE = "title"
    HEADING = "heading"
    ITEM = "item"
    SOURCE = "source"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Line:
    """A non-blank line of an article, `[start, end)` without the blanks round it."""

    start: int
    end: int
    text: str
    kind: Kind


def read_lines(text: str, title: str = "") -> list[Line]:
    """The non-blank lines of an article; the first is its title when it says the same or looks like a heading.

    Args:
        text: `Article.text`; of a JSONL line it may begin without a title.
        title: `Article.title`.
    """
    lines: list[Line] = []
    at = 0
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            lines.append(Line(start, start + len(stripped), stripped, _kind_alone(stripped)))
        at += len(raw) + 1
    if lines and (lines[0].kind is Kind.HEADING or heading_text(lines[0].text) == title.strip()):
        lines[0] = replace(lines[0], kind=Kind.TITLE)
    return _settle(lines)


def heading_text(line: str) -> str:
    """A heading without its Markdown marks."""
    return re.sub(r"^#{1,6}\s+", "", line).strip()


def number_style(line: str) -> str:
    """How a line is numbered (`1.`, `一、`), with the number itself taken out; empty when it is not numbered."""
    match = _NUMBERED.match(heading_text(line))
    return re.sub(r"[\d一二三四五六七八九十百]+", "n" if match and match.group()[-2:-1].isdigit() else "字", match.group()) if match else ""


def _kind_alone(line: str) -> Kind:
    """What a line looks like by itself; HEADING means only that it could be one."""
    if _MARKDOWN.match(line):
        return Kind.HEADING
    if _SOURCE.search(line) and len(line) < 120:
        return Kind.SOURCE
    if _BULLET.match(line):
        return Kind.ITEM
    short = len(line) <= HEADING_LIMIT and not _SENTENCE_END.search(line) and not _BYLINE.match(line)
    if short and re.search(r"[\u3400-\u9fffA-Za-z]{2}", line):
        return Kind.HEADING
    return Kind.ITEM if number_style(line) else Kind.BODY


def _settle(lines: list[Line]) -> list[Line]:
    """Keeps a possible heading only where a text stands under it; short lines one after another are list items."""
    settled = list(lines)
    for i in range(len(lines) - 1, 0, -1):
        line, below = settled[i], settled[i + 1] if i + 1 < len(settled) else None
        if line.kind is Kind.ITEM and line.text.endswith(("：", ":")) and below is not None and below.kind is Kind.SOURCE:
            settled[i] = replace(line, kind=Kind.SOURCE)
        if line.kind is not Kind.HEADING or _MARKDOWN.match(line.text):
            continue
        if below is None or below.kind is Kind.SOURCE:
            settled[i] = replace(line, kind=Kind.ITEM if number_style(line.text) else Kind.BODY)
        elif below.kind in (Kind.HEADING, Kind.ITEM) and number_style(below.text) == number_style(line.text):
            settled[i] = replace(line, kind=Kind.ITEM)
    return settled
