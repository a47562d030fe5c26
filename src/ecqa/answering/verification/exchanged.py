"""A claim and the texts it cites to two of its words that have changed places: each stands in the texts where the claim has the other."""

import itertools
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.verification.content import Match
from ecqa.answering.verification.figures import figures
from ecqa.answering.verification.held_figures import same_figure, trivial
from ecqa.answering.verification.words import Said

FOUND = 0.8
"""Strength from which on a word of the claim is taken for one of the text."""
CROSSED = 0.6
"""What is left of the tie between two words for each comma, list comma or sentence end between them."""
NEAR = 6.0
"""Characters between two words over which their tie falls to half."""
TURNED = 0.35
"""The same where they stand in the other order."""
MOST = 24
"""Words of a claim that are looked at; those behind are left."""
_ITEM = re.compile(r"[，,、；;。！!？?：:（）()]")


@dataclass(frozen=True, slots=True)
class _Mark:
    """A word or figure that claim and text share."""

    text: str
    kind: str
    """What it may change places with: n nouns, v verbs, a adjectives, or the unit of a figure."""
    weight: float
    start: int
    end: int
    places: tuple[tuple[int, int, int], ...]
    """Number of the text, start and end."""


def exchanged(claim: Said, texts: Sequence[Said], found: Sequence[Match]) -> tuple[float, str]:
    """How much better two words of the claim would stand in each other's place, by the words round them.

    Returns:
        In [0, 1], of the worst pair, 0 where no pair would; and both words, empty for none.
    """
    marks = _marks(claim, texts, found)[:MOST]
    own = _ends(claim.text)
    theirs = [_ends(text.text) for text in texts]
    worst, wording = 0.0, ""
    for one, other in itertools.combinations(marks, 2):
        if one.kind != other.kind or one.text in other.text or other.text in one.text:
            continue
        if {n for n, _, _ in one.places}.isdisjoint(n for n, _, _ in other.places):
            continue
        straight = crossed = total = 0.0
        for mark in marks:
            if mark in (one, other) or _shared(mark, one) or _shared(mark, other):
                continue
            for here, there in ((one, other), (other, one)):
                weight = mark.weight * _tie(own, mark.start, mark.end, here.start, here.end)
                total += weight
                after = mark.start > here.start
                straight += weight * _best(mark, here, after, theirs)
                crossed += weight * _best(mark, there, after, theirs)
        if total and (crossed - straight) / total > worst:
            worst, wording = (crossed - straight) / total, f"{one.text}…{other.text}"
    return worst, wording


def _marks(claim: Said, texts: Sequence[Said], found: Sequence[Match]) -> list[_Mark]:
    marks = []
    for one in found:
        if one.strength >= FOUND and one.places:
            places = tuple((n, at, at + len(one.word.text)) for n, at in one.places)
            marks.append(_Mark(one.word.text, _kind(one.word.tag), one.word.weight, one.word.start, one.word.end, places))
    theirs = [(n, figure) for n, text in enumerate(texts) for figure in figures(text.text)]
    for figure in figures(claim.text):
        same = tuple((n, other.start, other.end) for n, other in theirs if same_figure(figure, other))
        if same and not trivial(figure):
            marks.append(_Mark(figure.text, f"={figure.unit}", 0.8, figure.start, figure.end, same))
    return sorted(marks, key=lambda mark: mark.start)


def _kind(tag: str) -> str:
    return "v" if tag in ("v", "vd") else "a" if tag.startswith(("a", "z", "d")) else "n"


def _shared(one: _Mark, other: _Mark) -> bool:
    return one.start < other.end and other.start < one.end


def _best(mark: _Mark, anchor: _Mark, after: bool, ends: Sequence[list[int]]) -> float:
    """The closest tie of a word to another in the texts; less where they stand the other way round than in the claim."""
    best = 0.0
    for number, start, end in mark.places:
        for place, low, high in anchor.places:
            if place == number and not (start < high and low < end):
                tie = _tie(ends[number], start, end, low, high)
                best = max(best, tie if (start > low) == after else TURNED * tie)
    return best


def _tie(ends: list[int], start: int, end: int, low: int, high: int) -> float:
    """How close two words of a text are, in [0, 1]."""
    gap = max(0, low - end, start - high)
    crossed = bisect_left(ends, max(start, low)) - bisect_left(ends, min(start, low))
    return float(CROSSED**crossed / (1 + gap / NEAR))


def _ends(text: str) -> list[int]:
    return [match.start() for match in _ITEM.finditer(text)]
