"""A normalised text to the dates in it, as far as each is said; it knows no calendar and resolves 去年 only with a year given."""

import re
from dataclasses import dataclass
from functools import lru_cache

from ecqa.text.numbers import value

_YEAR = r"(?:19|20)\d{2}|[一二][〇零○九][〇零○一二三四五六七八九]{2}"
_SMALL = r"\d{1,2}|[二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DATE = re.compile(
    rf"(?P<iso>(?P<y2>(?:19|20)\d{{2}})[-/.](?P<m2>\d{{1,2}})(?:[-/.](?P<d2>\d{{1,2}}))?(?!\d))"
    rf"|(?P<year>{_YEAR}|(?<!\d)\d{{2}}(?=年[初底末中]))年?(?:度|间)?(?<=[年度间])(?:(?P<m3>{_SMALL})月份?(?:(?P<d3>{_SMALL})[日号])?)?"
    rf"|(?<![\d第])(?P<month>{_SMALL})月份?(?!度)(?:(?P<d4>{_SMALL})[日号])?"
    rf"|(?<![\d第.万亿百千])(?P<day>\d{{1,2}}(?=[日号])|[二三]?十[一二三四五六七八九]?(?=号))[日号](?!线|以?内|之内|以上|无理由|达|楼|店|仓)"
    rf"|(?P<relative>去年|今年|明年|前年|次年|上一年|上年|前一年|同年|翌年|第二年)(?:(?P<m5>{_SMALL})月份?(?:(?P<d5>{_SMALL})[日号])?)?"
)
_BARE = re.compile(r"(?<![\d.])(20[01]\d)(?=一?开年|[年、,，。]|$)")
_PARTS = re.compile(
    r"上半年|下半年|年初|年头|开年|年底|年末|岁末|年中|上旬|中旬|下旬|上午|下午|晚上|晚间|第?[一二三四1-4]季度|(?<=[年月])[初底末中]"
)
_SAME = {
    "初": "年初",
    "年头": "年初",
    "开年": "年初",
    "底": "年底",
    "末": "年底",
    "年末": "年底",
    "岁末": "年底",
    "中": "年中",
    "晚间": "晚上",
}
_FEAST = re.compile(r"双十[一二]|双1[12]|圣诞|春节|国庆|元旦|五一|中秋|端午|情人节|六一|七夕|清明|除夕")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as far as it is said."""

    year: int | None
    month: int | None
    day: int | None
    relative: str
    """去年, 次年, ...; empty when the year is said or not meant."""
    start: int
    end: int
    text: str


@lru_cache(maxsize=4096)
def dates(text: str) -> tuple[Date, ...]:
    """The dates of a normalised text, in order."""
    return tuple(_date(match) for match in _DATE.finditer(text)) + tuple(
        Date(int(match[1]), None, None, "", match.start(), match.end(), match[1])
        for match in _BARE.finditer(text)
        if text[match.end() : match.end() + 1] != "年"
    )


def spans(text: str) -> list[tuple[int, int]]:
    """Where the dates of a text stand."""
    return [(one.start, one.end) for one in dates(text)]


def parts(text: str) -> list[tuple[str, int]]:
    """The parts of a year, month or day that a text names, with their offsets: 年初, 上半年, 下午."""
    return [(_SAME.get(match.group(), match.group()), match.start()) for match in _PARTS.finditer(text)]


def feasts(text: str) -> list[str]:
    """Feasts and days of sale, as named."""
    return [match.group().replace("1", "一", 1).replace("一1", "十一").replace("一2", "十二") for match in _FEAST.finditer(text)]


def _date(match: re.Match[str]) -> Date:
    year = _year(match["y2"] or match["year"])
    month = _small(match["m2"] or match["m3"] or match["month"] or match["m5"])
    day = _small(match["d2"] or match["d3"] or match["d4"] or match["day"] or match["d5"])
    return Date(year, month, day, match["relative"] or "", match.start(), match.end(), match.group())


def _year(written: str | None) -> int | None:
    if not written:
        return None
    worth = int(written) if written.isdigit() and written.isascii() else value(written.replace("○", "〇"))
    return worth + 2000 if worth is not None and worth < 100 else worth


def _small(written: str | None) -> int | None:
    if not written:
        return None
    return int(written) if written.isascii() else value(written)
