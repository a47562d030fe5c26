"""Article to passages, and a passage to the text it is searched by; nothing of the article is left out or changed."""

import re

from ecqa.passages.lines import HEADING_LIMIT, Kind, Line, heading_text, read_lines
from ecqa.passages.sections import sections
from ecqa.passages.units import unit_sections
from ecqa.schema import Article, Passage
from ecqa.text import sentences as text_sentences

LIMIT = 300
"""Characters a passage has at most; past it go only a sentence without a place to cut, the headings above the first
sentence or list, and at the end a source line or a heading that nothing stands under."""

_URL = re.compile(r"https?://[\x21-\x7e]+")


def cut(article: Article) -> list[Passage]:
    """Cuts an article at its headings, then at line and sentence ends, into passages of at most about 300 characters.

    Every non-blank character stands in one passage. A title or heading opens the passage below it; a list item stays
    with the line that introduces the list where both fit. The clauses of a regulation, and the pairs of a list of questions
    and answers, share no passage with each other.
    """
    passages: list[Passage] = []
    lines = read_lines(article.text, article.title)
    for heading, part in unit_sections(article, lines) or sections(lines):
        for start, end, spans in _pack(article.text, part):
            passages.append(Passage(f"{article.id}:{start}-{end}", article.id, start, end, article.text[start:end], heading, spans))
    return passages


def search_text(article: Article, passage: Passage) -> str:
    """What a passage is embedded and indexed as: the article's title, the heading above it, its text without addresses."""
    above = [heading_text(article.title)]
    if passage.heading and not passage.text.startswith(passage.heading):
        above.append(passage.heading)
    return _URL.sub("", "\n".join([*above, passage.text]))


def _pack(text: str, lines: list[Line]) -> list[tuple[int, int, tuple[tuple[int, int], ...]]]:
    """Fills passages with whole units; a unit is what must not be torn.

    Returns:
        Start and end of each passage, and the offsets of the sentences in it that can be cited.
    """
    packed: list[tuple[int, int, tuple[tuple[int, int], ...]]] = []
    spans: list[tuple[int, int]] = []
    start = end = -1
    for unit_start, unit_end, unit_spans in _units(text, lines):
        limit = LIMIT if unit_spans else LIMIT * 3 // 2
        if start >= 0 and unit_end - start > limit and (spans or end - start > HEADING_LIMIT * 2):
            packed.append((start, end, tuple(spans)))
            start, spans = unit_start, []
        elif start < 0:
            start = unit_start
        end = unit_end
        spans += unit_spans
    if start >= 0:
        packed.append((start, end, tuple(spans)))
    return packed


def _units(text: str, lines: list[Line]) -> list[tuple[int, int, list[tuple[int, int]]]]:
    """Sentences, and whole lines that hold none; an introduction with its list items where they fit."""
    units: list[tuple[int, int, list[tuple[int, int]]]] = []
    i = 0
    while i < len(lines):
        last = _list_end(lines, i)
        if last > i and lines[last].end - lines[i].start <= LIMIT:
            spans = [span for line in lines[i : last + 1] for span in _citable(text, line)]
            units.append((lines[i].start, lines[last].end, spans))
            i = last + 1
            continue
        line = lines[i]
        spans = _citable(text, line)
        units += [(a, b, [(a, b)]) for a, b in spans] or [(line.start, line.end, [])]
        i += 1
    return units


def _list_end(lines: list[Line], i: int) -> int:
    """Index of the last list item that line i introduces; i itself when it introduces none."""
    if lines[i].kind is not Kind.BODY or not lines[i].text.endswith(("：", ":")):
        return i
    last = i
    while last + 1 < len(lines) and lines[last + 1].kind is Kind.ITEM:
        last += 1
    return last


def _citable(text: str, line: Line) -> list[tuple[int, int]]:
    """Sentences of a line that can be quoted as an answer; titles, headings and source lines are none."""
    if line.kind in (Kind.TITLE, Kind.HEADING, Kind.SOURCE):
        return []
    return text_sentences.split(text[line.start : line.end], line.start)
