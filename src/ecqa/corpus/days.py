"""Days and terms as rules and notices write them (二〇一三年一月一日, 三十日, 两年) to ISO dates; it reads no sentence."""

import re
from calendar import monthrange
from datetime import date, timedelta

from ecqa.corpus.dates import iso
from ecqa.text.numbers import value

NUMERAL = "〇○零一二三四五六七八九十"
"""Characters of a year, month or day."""
COUNT = rf"(?:\d{{1,3}}|[两百{NUMERAL}]{{1,5}})"
"""A number of days, months or years."""
DAY = rf"(?:(?:19|20)\d\d|[一二][{NUMERAL}]{{3}})\s*年\s*(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})\s*月\s*(?:\d{{1,2}}|[{NUMERAL}]{{1,3}})\s*日"

_PARTS = re.compile(rf"([\d{NUMERAL}]+)\s*年\s*([\d{NUMERAL}]+)\s*月\s*([\d{NUMERAL}]+)\s*日")


def day_of(written: str) -> str | None:
    """ISO date of 2013年1月1日 or 二〇一三年一月一日; None when there is no such day."""
    match = _PARTS.search(written)
    numbers = [number_of(part) for part in match.groups()] if match else []
    return iso(*(one for one in numbers if one is not None)) if numbers and None not in numbers else None


def number_of(written: str) -> int | None:
    """The number that digits or numerals stand for; None when they stand for none."""
    return int(written) if written.isdigit() and written.isascii() else value(written.replace("○", "〇"))


def last_day(begin: str, months: int) -> str | None:
    """The last day of a term of so many months that begins on a day; None past the end of the calendar."""
    first = date.fromisoformat(begin)
    after = _months_later(first, months)
    if after is None:
        return None
    return (after if after.day < first.day else after - timedelta(days=1)).isoformat()


def day_after(begin: str, count: int, unit: str) -> str | None:
    """The day that lies so many days (日, 天), months (个月) or years (年) after another; None for other units, or past the end of the calendar."""
    first = date.fromisoformat(begin)
    if unit in ("日", "天"):
        return (first + timedelta(days=count)).isoformat() if first.year < date.max.year - 3 else None
    after = _months_later(first, count * {"个月": 1, "年": 12}[unit]) if unit in ("个月", "年") else None
    return None if after is None else after.isoformat()


def day_before(day: str) -> str:
    """The day before."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _months_later(first: date, months: int) -> date | None:
    """The same day of another month, or its last one where it has no such day."""
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year - 1:
        return None
    return date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
