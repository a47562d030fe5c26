"""Text of a regulation to its clauses (第四十二条), each with the chapter it stands in; a mention of a clause begins none."""

import re
from dataclasses import dataclass

from ecqa.text.numbers import in_chinese, value

LEAST = 3
"""Clauses that make a text a regulation."""
GAP = 5
"""Clauses that may be missing between two, as in an abridged regulation."""
CHAPTER_LIMIT = 60
"""Characters of a chapter's heading."""

_NUMERAL = r"[零〇○一二两三四五六七八九十百千\d]{1,8}"
_MARK = r"[ \t\u3000]*(?:#{1,6}[ \t]+)?(?:\*\*)?"
_CLAUSE = re.compile(
    rf"^{_MARK}第[ \u3000]?({_NUMERAL})[ \u3000]?条(之[一二三四五六七八九十]{{1,2}})?"
    r"(?:(?P<after>[\s:：*【（(]|$)|(?!规定|所[列述称]|的|第|至|中|之|[、，。和与或及]))",
    re.MULTILINE,
)
_CHAPTER = re.compile(rf"^{_MARK}第[ \u3000]?{_NUMERAL}[ \u3000]?([编章节])(?![，。；、]).*$", re.MULTILINE)
_LEVELS = "编章节"
_MENTION = re.compile(rf"第\s?({_NUMERAL})\s?条(之[一二三四五六七八九十]{{1,2}})?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of a text, `[start, end)`, the headings of chapters directly above it included."""

    label: str
    """第四十二条, whatever way the number was written."""
    number: int
    start: int
    end: int
    body: int
    """Where its own first line begins, below those headings."""
    chapter: str
    """Headings of the part, chapter and section it stands in, one after another; empty when there are none."""


def clauses(text: str) -> list[Clause]:
    """The clauses of a text in order; none when it has fewer than LEAST."""
    begun: list[tuple[re.Match[str], int, str]] = []
    last = 0
    for match in _CLAUSE.finditer(text):
        number = _value(match[1])
        if number is None:
            continue
        apart = match["after"] is not None
        inserted = match[2] is not None and number == last
        follows = number == last + 1 or inserted or (apart and (last < number <= last + GAP or number == 1))
        if follows and (begun or apart or number == 1):
            begun.append((match, number, f"第{in_chinese(number)}条{match[2] or ''}"))
            last = number
    if len(begun) < LEAST:
        return []
    chapters = [match for match in _CHAPTER.finditer(text) if len(match.group().strip()) <= CHAPTER_LIMIT]
    starts = [_start(text, match.start(), chapters) for match, _, _ in begun]
    ends = [*starts[1:], len(text)]
    return [
        Clause(label, number, start, end, match.start(), _chapter(chapters, match.start(), starts[0]))
        for (match, number, label), start, end in zip(begun, starts, ends, strict=True)
    ]


def clauses_asked(question: str) -> list[str]:
    """Labels of the clauses that a question names, in order, none twice."""
    found = ((_value(match[1]), match[2] or "") for match in _MENTION.finditer(question))
    return list(dict.fromkeys(f"第{in_chinese(number)}条{more}" for number, more in found if number is not None))


def _start(text: str, at: int, chapters: list[re.Match[str]]) -> int:
    """Where a clause begins, with the headings directly above it: its section's, above that its chapter's, above that its part's."""
    level = len(_LEVELS)
    for chapter in reversed(chapters):
        if chapter.start() < at:
            if text[chapter.end() : at].strip() or _level(chapter) >= level:
                break
            at, level = chapter.start(), _level(chapter)
    return at


def _level(chapter: re.Match[str]) -> int:
    """0 for a part (编), 1 for a chapter (章), 2 for a section (节)."""
    return _LEVELS.index(chapter[1])


def _chapter(chapters: list[re.Match[str]], at: int, first: int) -> str:
    """The headings in force at a place; those in a table of contents, above the first clause, do not count."""
    standing: dict[int, str] = {}
    for chapter in chapters:
        if first <= chapter.start() < at:
            level = _level(chapter)
            standing = {above: heading for above, heading in standing.items() if above < level}
            standing[level] = " ".join(re.sub(r"^[#*\s]+|[*\s]+$", "", chapter.group()).split())
    return " ".join(standing.values())


def _value(numeral: str) -> int | None:
    plain = numeral.replace("○", "〇")
    number = (
        int(plain) if plain.isascii() and plain.isdigit() else value(plain) if not any(c.isdigit() and c.isascii() for c in plain) else None
    )
    return number if number and number < 10_000 else None
