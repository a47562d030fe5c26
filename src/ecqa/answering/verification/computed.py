"""A figure of a claim and the figures of a text to whether it follows from two of them: their difference, their ratio, what is left of a whole."""

import itertools
import re
from collections.abc import Sequence

from ecqa.answering.verification.figures import Figure

MOST = 24
"""Figures of a text; a longer list holds the difference of something by chance."""
_DIFFERENCE = re.compile("多|少|降|跌|减|低|便宜|涨|升|增|高|贵|快|慢|长|短|差|省|掉|缩|老|大了|小了")
_LEFT = re.compile("不是|不属|没有|其余|其他|其它|另|剩|除了|之外|以外")
ROOM = 0.06
"""Share by which a rounded figure may differ from what it was worked out as."""
_MARGIN = 0.011


def computed(one: Figure, claim: str, theirs: Sequence[Figure]) -> bool:
    """Whether a figure that the text does not say can be worked out of it, and the claim's words ask for that.

    Args:
        one: A figure of the claim.
        claim: Normalised.
        theirs: The figures of the text.
    """
    if one.vague or one.ordinal or not theirs or len(theirs) > MOST:
        return False
    room = ROOM if one.bound or one.rough else _MARGIN
    around = claim[max(0, one.start - 5) : one.start] + " " + claim[one.end : one.end + 2]
    pairs = [(a, b) for a, b in itertools.permutations(theirs, 2) if a.unit == b.unit and a.value > b.value > 0]
    return (
        (_DIFFERENCE.search(around) is not None and _difference(one, pairs, theirs, room))
        or (one.unit == "倍" and any(_near(one, a.value / b.value, ROOM) for a, b in pairs))
        or (one.rough and any(_near(one, 100 * b.value / a.value, ROOM) for a, b in pairs if a.unit != "%"))
        or (one.unit == "%" and _LEFT.search(around) is not None and any(_near(one, 100 - a.value, room) for a in theirs if a.unit == "%"))
    )


def _difference(one: Figure, pairs: Sequence[tuple[Figure, Figure]], theirs: Sequence[Figure], room: float) -> bool:
    """Whether a figure is by how much two others differ, in their unit or in times."""
    if one.unit == "倍":
        more = any(a.unit == "倍" and one.value < 2 and abs(a.value - 1 - one.value) < _MARGIN for a in theirs)
        return more or any(_near(one, a.value / b.value - 1, ROOM) for a, b in pairs)
    unit = "%" if one.unit == "百分点" else one.unit
    alike = [(a, b) for a, b in pairs if a.unit == unit or (unit in ("", "块") and a.unit == "元") or (unit == "元" and not a.unit)]
    return any(_near(one, a.value - b.value, room) for a, b in alike)


def _near(one: Figure, worth: float, room: float) -> bool:
    """Whether a figure is what was worked out, on the side that its bound says."""
    difference = (worth - one.value) / max(one.value, 1e-9)
    if one.bound == "more":
        return -_MARGIN <= difference <= 3 * room
    if one.bound == "less":
        return -3 * room <= difference <= _MARGIN
    return abs(difference) <= room
