"""The figures of a claim to the first one that no figure of the cited sentences is; it does not look at what is counted beyond the unit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.verification.computed import computed
from ecqa.answering.verification.figures import Figure, figures
from ecqa.answering.verification.numbered import is_item, numbered

LENGTHS = {"分钟": 1 / 1440, "小时": 1 / 24, "天": 1.0, "周": 7.0, "月": 30.0, "季度": 90.0, "年": 360.0}
"""Days of each."""
_CONTINUOUS = frozenset({"倍", "岁", "折", "百分点", "次", "米", "公里", "平方米", "吨", *LENGTHS})
"""Units of what is measured or averaged, and is rounded also below ten."""
_SETS_MORE = re.compile(r"超|逾|以上|多|余|至少|[不别](?:低|少)于|满|达|起码|[^通经不]过|[至到~-]\d")
_SETS_LESS = re.compile(r"不到|不足|不满|以下|内|[不别勿][能得可宜许]?[超多高]|至多|最多|最长|最高|近|期限|有效期|之前|未")
"""What may set a bound from further off in a text: 逾期超过约定的七日."""
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
    ours = [one for one in figures(claim) if not trivial(one)]
    theirs = [(number, one) for number, text in enumerate(texts) for one in figures(text)]
    above = [(len(texts), one) for one in figures(context)]
    items = numbered(texts)
    missing = bounded = None
    uncounted = 0
    for one in ours:
        if one.ordinal and items:
            missing = missing or (None if is_item(one, claim, items) else one)
            continue
        same = [(number, other) for number, other in theirs if same_figure(one, other)] or [
            (n, other) for n, other in above if same_figure(one, other)
        ]
        if not same:
            if _own(one, claim, theirs, texts, ours):
                uncounted += 1
            else:
                missing = missing or one
            continue
        fitting = [
            1 for number, other in same if not _contrary(one, other) or (number < len(texts) and _set_apart(one, other, texts[number]))
        ]
        if not fitting:
            bounded = bounded or one
    return HeldFigures(missing, bounded, uncounted)


def _own(one: Figure, claim: str, theirs: Sequence[tuple[int, Figure]], texts: Sequence[str], ours: Sequence[Figure]) -> bool:
    """Whether a figure that the text does not say may be worked out, counted or numbered from what it says."""
    if computed(one, claim, [other for _, other in theirs]) or _ranked(one, theirs):
        return True
    others = [(number, other) for number, other in theirs if not any(same_figure(mine, other) for mine in ours)]
    return _countable(one) and not any(_rivals(one, claim, other, texts[number]) for number, other in others)


def _ranked(one: Figure, theirs: Sequence[tuple[int, Figure]]) -> bool:
    """Whether a place in an order may be the reader's own: the text lists, and numbers nothing."""
    return one.ordinal and one.value <= SMALL and not any(other.ordinal for _, other in theirs)


def _set_apart(one: Figure, other: Figure, text: str) -> bool:
    """Whether the bound that the claim sets stands some way off from the figure in the text."""
    if other.bound not in ("", "about"):
        return False
    around = text[max(0, other.start - 10) : other.end + 4]
    return (_SETS_MORE if one.bound == "more" else _SETS_LESS).search(around) is not None


def trivial(one: Figure) -> bool:
    """Whether a figure counts nothing: 一个, 一家."""
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


def same_figure(one: Figure, other: Figure) -> bool:
    """Whether two figures may be one, in whatever notation."""
    equal = abs(one.value - other.value) <= 1e-6 * max(abs(one.value), abs(other.value), 1e-6)
    if one.vague or other.vague:
        return one.vague == other.vague and equal and _units(one, other)
    if one.ordinal != other.ordinal and not (one.generic and other.generic) and one.unit != "季度":
        return False
    if not _units(one, other):
        return _derived(one, other)
    return equal or (one.bound != "" and (one.value >= 10 or one.unit in _CONTINUOUS) and _rounded(one, other))


def _rounded(one: Figure, other: Figure) -> bool:
    """Whether a figure that is said to be about, above or below something is another figure, rounded."""
    digits = 1 if one.rough else len(f"{one.value:.12g}".replace(".", "").split("e")[0].strip("0"))
    room = ROUNDED[min(digits, len(ROUNDED)) - 1]
    difference = (other.value - one.value) / max(one.value, 1e-9)
    if one.bound == "about":
        return abs(difference) <= room / 2
    if one.bound == "more":
        return 0 <= difference <= max(room, min(0.2, 0.99 * _step(one.value) / one.value))
    return -max(room, 0.5 / one.value if one.value < 10 else 0.0) <= difference <= 0


def _step(value: float) -> float:
    """What the last digit but zeros counts: 100 in 2300."""
    step = 1.0
    while value >= 10 * step and value % (10 * step) == 0:
        step *= 10
    return step


def _units(one: Figure, other: Figure) -> bool:
    if one.unit == other.unit:
        return True
    if one.foreign or other.foreign or {"%", "倍", "折", "百分点"} & {one.unit, other.unit}:
        return False
    if one.unit == "元" or other.unit == "元":
        return bool({"", "块"} & {one.unit, other.unit})
    if one.generic or other.generic:
        return "" in (one.unit, other.unit) or not _CONTINUOUS & {one.unit, other.unit}
    return {one.unit, other.unit} <= {"人", "家", "户"}


def _derived(one: Figure, other: Figure) -> bool:
    """Two ways to say one thing: 21天 and 三周, half a year and six months, nine tenths off and 折."""
    if one.unit in LENGTHS and other.unit in LENGTHS:
        ours, theirs = one.value * LENGTHS[one.unit], other.value * LENGTHS[other.unit]
        return abs(ours - theirs) <= 0.02 * max(ours, theirs)
    if {one.unit, other.unit} == {"%", "倍"}:
        share, times = (one.value, other.value) if one.unit == "%" else (other.value, one.value)
        return share >= 85 and ((times <= 2.01 and abs(times - 1 - share / 100) <= 0.1) or 0 <= share / 100 - times <= 0.3)
    return False


def _contrary(one: Figure, other: Figure) -> bool:
    """Whether the bounds of two equal figures exclude each other, or the claim sets one that the text does not have."""
    if abs(one.value - other.value) > 1e-6 * max(one.value, 1) or (one.unit in LENGTHS and one.text.endswith("内") and not other.bound):
        return False
    return {one.bound, other.bound} == {"more", "less"} or (
        one.bound in ("more", "less") and other.bound in ("", "about") and not other.vague
    )
