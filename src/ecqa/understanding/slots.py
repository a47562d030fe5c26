"""A short follow-up (那前一年呢, 那天猫呢, 下一条呢) and the question before it to that question with one thing in it replaced."""

import re

from ecqa.text.names import tagged
from ecqa.text.numbers import value

_ASKED = re.compile(r"^(?:那么?|还有|换成|如果是|要是)?[，,]?(?P<slot>.{1,12}?)(?:又|的话|的)?呢?[吗么？?。]*$")
_NUMBER = r"(?P<number>\d+|[零〇一二两三四五六七八九十百]+)"
_UNITS: dict[str, re.Pattern[str]] = {
    "年": re.compile(r"(?P<number>(?:19|20)\d{2})年?"),
    "月": re.compile(rf"(?<![\d零〇一二三四五六七八九十]){_NUMBER}月份?(?!\d)"),
    "季度": re.compile(rf"第?{_NUMBER}季度"),
    "条": re.compile(rf"第{_NUMBER}条"),
    "章": re.compile(rf"第{_NUMBER}章"),
    "批": re.compile(rf"第{_NUMBER}批"),
    "期": re.compile(rf"第{_NUMBER}期"),
    "届": re.compile(rf"第{_NUMBER}届"),
    "轮": re.compile(rf"第{_NUMBER}轮"),
}
_FIRST = re.compile(r"首(?=[批期届轮])")
_WRITTEN = {"年": "{}年", "月": "{}月", "季度": "{}季度"}
"""How a unit is written; 第{}条 and the like for all others."""
_BEFORE = re.compile(r"(?:再?[前上头]|再往前)一?个?(?P<unit>年|月|季度|条|章|批|期|届|轮)度?")
_AFTER = re.compile(r"(?:再?[后下]|次|再往后)一?个?(?P<unit>年|月|季度|条|章|批|期|届|轮)度?|第二(?P<year>年)")
_HALF = re.compile(r"[上下]半年")
_SORTS = {
    **dict.fromkeys(("nr", "nrt", "nrfg"), "person"),
    "ns": "place",
    **dict.fromkeys(("nt", "nz", "x", "eng"), "organization"),
}
"""Tags of names and what sort of thing they name; x is a word that words.txt adds."""


def replaced(question: str, before: str) -> str | None:
    """The question before with the year, month, clause, batch or name that this one asks for; None when it asks for more than that.

    Args:
        question: Simplified.
        before: The question before, standing alone.
    """
    asked = _ASKED.match(question)
    if not asked:
        return None
    slot = _FIRST.sub("第1", asked["slot"])
    return _numbered(slot, _FIRST.sub("第1", before)) or _half(slot, before) or _named(slot, before)


def _numbered(slot: str, before: str) -> str | None:
    for unit, pattern in _UNITS.items():
        found = pattern.search(before)
        number = found and _value(found["number"])
        if found is None or number is None:
            continue
        if exact := pattern.fullmatch(slot):
            number = _value(exact["number"])
        elif (step := _BEFORE.fullmatch(slot)) and step["unit"] == unit:
            number -= 1
        elif (step := _AFTER.fullmatch(slot)) and unit in (step["unit"], step["year"]):
            number += 1
        else:
            continue
        if number is not None and number > 0 and (unit != "月" or number <= 12):
            return before[: found.start()] + _WRITTEN.get(unit, f"第{{}}{unit}").format(number) + before[found.end() :]
    return None


def _value(numeral: str) -> int | None:
    return int(numeral) if numeral.isdigit() else value(numeral)


def _half(slot: str, before: str) -> str | None:
    return _HALF.sub(slot, before, count=1) if _HALF.fullmatch(slot) and _HALF.search(before) else None


def _named(slot: str, before: str) -> str | None:
    """With one name for another of its sort; not when there are several before that may be meant (jieba takes some firms for places)."""
    words = tagged(slot)
    sort = _SORTS.get(words[0][2])
    if len(words) != 1 or sort is None or len(slot) < 2 or slot in before:
        return None
    names = [(start, end, _SORTS[tag]) for start, end, tag in tagged(before) if tag in _SORTS and end - start > 1]
    same = [name for name in names if name[2] == sort] if sort != "organization" else [name for name in names if name[2] != "person"]
    if len(same) != 1:
        return None
    start, end, _ = same[0]
    return before[:start] + slot + before[end:]
