"""The figures of a claim to the first one that no figure of the cited sentences is; it does not look at what is counted beyond the unit."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.verification.figures import Figure, figures

ROUNDED = (0.1, 0.05, 0.01)
"""Share by which a figure of one, two, or more digits may differ that is said to be about, near or above it."""
SMALL = 12
"""Counts up to this may be counted by the reader rather than said: the two, the three of them."""


@dataclass(frozen=True, slots=True)
class HeldFigures:
    """What became of the figures of a claim."""

    missing: Figure | None = None
    """The first that the text does not have."""
    bounded: Figure | None = None
    """The first that the text has with the contrary bound."""
    uncounted: int = 0
    """Small counts that the text does not say, and does not contradict."""


def held_figures(claim: str, texts: Sequence[str], context: str = "") -> HeldFigures:
    """Compares figures by value, unit and bound, whatever their notation.

    Args:
        claim: Normalised.
        texts: Normalised sentences that are cited.
        context: Normalised title and heading; a figure may stand there too.
    """
    ours = [one for one in figures(claim) if not _trivial(one)]
    theirs = [(number, one) for number, text in enumerate(texts) for one in figures(text)]
    above = [(len(texts), one) for one in figures(context)]
    missing = bounded = None
    uncounted = 0
    for one in ours:
        same = [(number, other) for number, other in theirs if _same(one, other)] or [(n, other) for n, other in above if _same(one, other)]
        if not same:
            if _countable(one) and not any(
                _rivals(one, claim, other, texts[number]) for number, other in theirs if not any(_same(mine, other) for mine in ours)
            ):
                uncounted += 1
            else:
                missing = missing or one
            continue
        fitting = [(number, other) for number, other in same if not _contrary(one, other)]
        if not fitting:
            bounded = bounded or one
    return HeldFigures(missing, bounded, uncounted)


def _trivial(one: Figure) -> bool:
    return one.value == 1 and one.generic


def _countable(one: Figure) -> bool:
    return one.value <= SMALL and (one.generic or one.unit == "人") and not one.ordinal and not one.vague


def _rivals(one: Figure, claim: str, other: Figure, text: str) -> bool:
    """Whether a figure of the text counts what a figure of the claim counts: the same measure, or the same noun behind it."""
    if other.ordinal or other.value == one.value or other.value > 10 * SMALL or (other.value == 1 and other.generic):
        return False
    if one.unit == other.unit and one.unit:
        return True
    noun = claim[one.end : one.end + 2]
    return one.generic and other.generic and (noun == text[other.end : other.end + 2] or other.value <= SMALL)


def _same(one: Figure, other: Figure) -> bool:
    """Whether two figures may be one."""
    equal = abs(one.value - other.value) <= 1e-6 * max(abs(one.value), abs(other.value), 1e-6)
    if one.vague or other.vague:
        return one.vague == other.vague and equal and _units(one, other)
    if one.ordinal != other.ordinal and not (one.generic and other.generic):
        return False
    if not _units(one, other):
        return _derived(one, other)
    return equal or (one.bound != "" and one.value >= 10 and _rounded(one, other))


def _rounded(one: Figure, other: Figure) -> bool:
    """Whether a figure that is said to be about, above or below something is another figure, rounded."""
    digits = len(f"{one.value:.12g}".replace(".", "").split("e")[0].strip("0"))
    room = ROUNDED[min(digits, len(ROUNDED)) - 1]
    difference = (other.value - one.value) / max(one.value, 1e-9)
    if one.bound == "about":
        return abs(difference) <= room / 2
    return 0 <= difference <= room if one.bound == "more" else -room <= difference <= 0


def _units(one: Figure, other: Figure) -> bool:
    if one.unit == other.unit:
        return True
    if one.foreign or other.foreign or {"%", "倍", "折", "百分点"} & {one.unit, other.unit}:
        return False
    if one.unit == "元" or other.unit == "元":
        return "" in (one.unit, other.unit)
    return one.generic or other.generic or {one.unit, other.unit} <= {"人", "家", "户"}


def _derived(one: Figure, other: Figure) -> bool:
    """Two ways to say one thing: 21天 and 三周, half a year and six months, nine tenths off and 折."""
    lengths = {"天": 1.0, "周": 7.0, "月": 30.0, "年": 360.0}
    if one.unit in lengths and other.unit in lengths:
        return abs(one.value * lengths[one.unit] - other.value * lengths[other.unit]) < 0.5
    if {one.unit, other.unit} == {"%", "倍"}:
        share, times = (one.value, other.value) if one.unit == "%" else (other.value, one.value)
        return share >= 85 and times <= 2.01 and abs(times - 1 - share / 100) <= 0.1
    return False


def _contrary(one: Figure, other: Figure) -> bool:
    """Whether the bounds of two equal figures exclude each other, or the claim sets one that the text does not have."""
    if abs(one.value - other.value) > 1e-6 * max(one.value, 1):
        return False
    return {one.bound, other.bound} == {"more", "less"} or (
        one.bound in ("more", "less") and other.bound in ("", "about") and not other.vague
    )
