"""A claim and the texts it cites to figures and people that the texts have beside other words than the claim: the rate of one shop given to the next."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.verification.content import Match
from ecqa.answering.verification.dates import Date, dates
from ecqa.answering.verification.figures import Figure, figures
from ecqa.answering.verification.held_figures import same_figure, trivial
from ecqa.answering.verification.words import Said

FOUND = 0.6
"""Strength from which on a word of the claim is taken for one of the text."""
PASSED = 0.45
"""What is left of the tie of a word to a figure for each other one between them."""
CROSSED = 0.7
"""The same for each comma or sentence end."""
LISTED, NAMED = 0.9, 0.5
"""The same for each comma of a list, for figures and for people: what stands before the next comma is somebody else's office."""
FAR = 4
"""Commas and ends across which nothing is tied."""
BEHIND = 0.85
"""The same where the word stands behind: 8%的女装 is rarer than 女装8%."""
DATED = 0.7
"""Weight of a date that says of which year, month or period a figure is."""
_ITEM = re.compile(r"(?<!\d)[，,]|[，,](?!\d)|[；;。！!？?：:（）()]")


@dataclass(frozen=True, slots=True)
class _Laid:
    """Where in a text its parts end, and where what is tied to words stands."""

    ends: list[int]
    listed: list[int]
    anchors: list[int]
    kept: float
    """What a comma of a list leaves of a tie."""

    def tie(self, word: int, anchor: int) -> float:
        """How close a word at one offset and an anchor at another are, in [0, 1]."""
        low, high = min(word, anchor), max(word, anchor)
        crossed = bisect_left(self.ends, high) - bisect_left(self.ends, low)
        if crossed > FAR:
            return 0.0
        listed = bisect_left(self.listed, high) - bisect_left(self.listed, low)
        passed = sum(low < other < high for other in self.anchors)
        return float(PASSED**passed * CROSSED**crossed * self.kept**listed * (BEHIND if word > anchor else 1.0))


@dataclass(frozen=True, slots=True)
class _Label:
    """A word or date of the claim, its weight, and where the texts say it."""

    at: int
    end: int
    weight: float
    places: tuple[tuple[int, int], ...]
    text: str


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A figure or person of the claim, and where the texts have it and others of its kind: number of the text, and offset."""

    start: int
    end: int
    laid: _Laid
    same: Sequence[tuple[int, int]]
    rivals: Sequence[tuple[int, int]]


def misattached_figures(claim: Said, texts: Sequence[Said], found: Sequence[Match]) -> tuple[float, str]:
    """How much closer the words round a figure of the claim stand to another figure of the texts, of the same unit, than to that one.

    Returns:
        In [0, 1], of the worst figure, 0 where none is better placed elsewhere; and that figure, empty for none.
    """
    ours = [one for one in figures(claim.text) if not trivial(one)]
    theirs = [(number, other) for number, text in enumerate(texts) for other in figures(text.text) if not trivial(other)]
    own_laid = _laid(claim.text, [one.start for one in ours])
    laid = [_laid(text.text, [other.start for number, other in theirs if number == place]) for place, text in enumerate(texts)]
    labels = _labels(claim, texts, found)
    worst, wording = 0.0, ""
    for one in ours:
        same = [(n, other.start) for n, other in theirs if same_figure(one, other)]
        rivals = [
            (n, other.start)
            for n, other in theirs
            if not same_figure(one, other) and _rival(one, other) and not _range(n, other, theirs, one)
        ]
        gain = _gain(_Anchor(one.start, one.end, own_laid, same, rivals), labels, laid)
        if gain > worst:
            worst, wording = gain, one.text
    return worst, wording


def misattached_people(claim: Said, texts: Sequence[Said], found: Sequence[Match]) -> tuple[float, str]:
    """The same for people: a man with the office or the firm of the next in the list."""
    ours = [one.word for one in found if one.word.tag.startswith("nr") and len(one.word.text) > 1 and one.strength == 1]
    theirs = [
        (n, word.start, word.text)
        for n, text in enumerate(texts)
        for word in text.words
        if word.tag.startswith("nr") and len(word.text) > 1
    ]
    own_laid = _laid(claim.text, [one.start for one in ours], NAMED)
    laid = [_laid(text.text, [at for number, at, _ in theirs if number == place], NAMED) for place, text in enumerate(texts)]
    labels = [label for label in _labels(claim, texts, found) if all(label.text != word.text for word in ours)]
    worst, wording = 0.0, ""
    for one in ours:
        same = [(n, at) for n, at, text in theirs if text == one.text]
        rivals = [(n, at) for n, at, text in theirs if text != one.text]
        gain = _gain(_Anchor(one.start, one.end, own_laid, same, rivals), labels, laid)
        if gain > worst:
            worst, wording = gain, one.text
    return worst, wording


def _gain(one: _Anchor, labels: Sequence[_Label], laid: Sequence[_Laid]) -> float:
    """How much better the words round an anchor of the claim fit the best of its rivals than the best of its like."""
    near = [(label, label.weight * one.laid.tie(label.at, one.start)) for label in labels if not one.start <= label.at < one.end]
    total = sum(weight for _, weight in near)
    if total <= 0 or not one.same or not one.rivals:
        return 0.0

    def fits(place: tuple[int, int]) -> float:
        number, there = place
        return sum(
            weight * max((laid[number].tie(where, there) for n, where in label.places if n == number), default=0.0)
            for label, weight in near
        )

    return max(0.0, max(map(fits, one.rivals)) - max(map(fits, one.same))) / total


def _labels(claim: Said, texts: Sequence[Said], found: Sequence[Match]) -> list[_Label]:
    labels = [
        _Label(one.word.start, one.word.end, one.word.weight * one.strength, one.places, one.word.text)
        for one in found
        if one.strength >= FOUND and one.places
    ]
    known = [(number, one) for number, text in enumerate(texts) for one in dates(text.text)]
    for date in dates(claim.text):
        places = tuple((number, other.start) for number, other in known if _like(date, other))
        if places and len(places) < len(known):
            labels.append(_Label(date.start, date.end, DATED, places, date.text))
    ordinals = [(number, one) for number, text in enumerate(texts) for one in figures(text.text) if one.ordinal]
    for figure in figures(claim.text):
        places = tuple((number, other.start) for number, other in ordinals if figure.ordinal and other.value == figure.value)
        if places:
            labels.append(_Label(figure.start, figure.end, DATED, places, figure.text))
    return labels


def _like(one: Date, other: Date) -> bool:
    if one.relative or other.relative:
        return one.relative == other.relative and one.month == other.month
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in zip(_parts(one), _parts(other), strict=True)) and any(
        mine is not None and mine == theirs for mine, theirs in zip(_parts(one), _parts(other), strict=True)
    )


def _parts(date: Date) -> tuple[int | None, int | None, int | None]:
    return date.year, date.month, date.day


def _rival(one: Figure, other: Figure) -> bool:
    """Whether another figure may be meant instead: it counts in the same unit."""
    return one.unit == other.unit or (one.generic and other.generic)


def _range(number: int, other: Figure, theirs: Sequence[tuple[int, Figure]], one: Figure) -> bool:
    """Whether a figure is the other end of a range of which one end is meant: 30%-50%."""
    return any(n == number and same_figure(one, end) and 0 <= max(other.start - end.end, end.start - other.end) <= 1 for n, end in theirs)


def _laid(text: str, anchors: list[int], kept: float = LISTED) -> _Laid:
    return _Laid([match.start() for match in _ITEM.finditer(text)], [at for at, c in enumerate(text) if c == "、"], anchors, kept)
