"""A regulation or a list of questions and answers to its units, of which no two share a passage; other articles have none."""

from collections.abc import Sequence
from dataclasses import replace

from ecqa.passages.lines import Kind, Line
from ecqa.passages.sections import sections
from ecqa.schema import Article
from ecqa.text.clauses import clauses
from ecqa.text.pairs import pairs

WHOLE = frozenset({"news"})
"""Kinds whose articles are cut as running text although they may quote a regulation."""


def unit_sections(article: Article, lines: Sequence[Line]) -> list[tuple[str, list[Line]]]:
    """The lines of each unit with what stands above it; none for an article without units.

    A clause stands under its chapter; where it needs several passages, under its own number too, so that each says which
    clause it is of. A question heads its answer. What stands before the first unit is cut as running text.

    Args:
        article: The article.
        lines: Its non-blank lines.
    """
    if article.kind in WHOLE:
        return []
    spans = [(one.start, one.body, one.end, f"{one.chapter} {one.label}".strip()) for one in clauses(article.text)]
    if not spans and article.kind in ("article", "notice", "qa"):
        spans = [(one.start, one.answer, one.end, one.question) for one in pairs(article.text)]
    if not spans:
        return []
    found = sections([line for line in lines if line.start < spans[0][0]])
    for start, body, end, above in spans:
        found.append((above, [_settled(line, body) for line in lines if start <= line.start < end]))
    return found


def _settled(line: Line, body: int) -> Line:
    """A line of a unit: its chapter's heading, or the question, stands above the body; what looks like a heading below is text."""
    if line.start < body:
        return replace(line, kind=Kind.HEADING)
    return replace(line, kind=Kind.BODY) if line.kind in (Kind.TITLE, Kind.HEADING) else line
