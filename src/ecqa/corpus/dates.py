"""Dates as they are written in addresses, source lines and openings, to ISO strings; it decides for no article which one counts."""

import re
from dataclasses import dataclass
from datetime import date

from ecqa.text.numbers import value

FIRST_YEAR = 1990
"""A number that would be an earlier year is an identifier, not a date."""

_NUMERAL = "〇零一二三四五六七八九十"
_URL_DATES = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-/_.]?(0[1-9]|1[0-2])[-/_.]?(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)[-/](\d{1,2})[-/](\d{1,2})(?!\d)"),
)
_SHORT_URL_DATE = re.compile(r"/(\d\d)/(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])/")
_DIGIT = re.compile(r"\d")
_FULL = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-年./]\s*(\d{1,2})\s*[-月./]\s*(\d{1,2})(?!\d)\s*日?")
_MONTH_DAY = re.compile(r"(?<![\d年])(\d{1,2})月(\d{1,2})日")
_OPENING = re.compile(
    r"(?:((?:19|20)\d\d)年)?(?<!\d)(\d{1,2})月(\d{1,2})日(?:凌晨|早间|上午|中午|下午|晚间?)?\s*(?:消息|讯(?![息问号])|专?电(?![子商视力信话脑器动影台]))"
)
_STEM = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:年|[-_.])?(0[1-9]|1[0-2])(?!\d)|(?<!\d)((?:19|20)\d\d)年(\d{1,2})月|(?<!\d)((?:19|20)\d\d)(?!\d)"
)
_MASTHEAD = re.compile(rf"((?:19|20)\d\d|[{_NUMERAL}]{{4}})年(?:(\d{{1,2}}|[{_NUMERAL}]{{1,3}})月)?")


@dataclass(frozen=True, slots=True)
class Issue:
    """When an issue came out; what an undated year is taken from."""

    year: int | None = None
    month: int | None = None

    def complete(self, month: int, day: int) -> str | None:
        """ISO date of a day without a year: a month after the issue's own is last year's; None without a year or such a day."""
        if self.year is None:
            return None
        return iso(self.year - (self.month is not None and month > self.month), month, day)


def iso(year: int, month: int, day: int) -> str | None:
    """`2013-01-17`; None when there is no such day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def issue_of(stem: str, masthead: str = "") -> Issue:
    """When an issue came out, by its file name (2013-01, 201301, 2013年1月) or else by its masthead (2013年第1期)."""
    by_name = _issue(_STEM.search(stem))
    by_masthead = _issue(_MASTHEAD.search(masthead))
    if by_name.year is None or (by_name.month is None and by_name.year == by_masthead.year):
        return by_masthead
    return by_name


def in_url(url: str, issue: Issue) -> str | None:
    """The full date an address carries, such as /2013-01/17/, /20130117/ or /2013/0117/; None when it carries none."""
    for pattern in _URL_DATES:
        for match in pattern.finditer(url):
            found = iso(*(int(part) for part in match.groups()))
            if found and int(match[1]) >= FIRST_YEAR and (issue.year is None or int(match[1]) <= issue.year + 1):
                return found
    short = _SHORT_URL_DATE.search(url)
    if issue.year is None or short is None:
        return None
    year = issue.year // 100 * 100 + int(short[1])
    return iso(year, int(short[2]), int(short[3])) if issue.year - 1 <= year <= issue.year else None


def in_line(text: str, issue: Issue) -> list[str]:
    """All the dates written in a line, in order; a day without a year takes the issue's."""
    found = [(m.start(), iso(int(m[1]), int(m[2]), int(m[3]))) for m in _FULL.finditer(text)]
    found += [(m.start(), issue.complete(int(m[1]), int(m[2]))) for m in _MONTH_DAY.finditer(text)]
    return [day for _, day in sorted(found, key=lambda pair: pair[0]) if day]


def in_opening(text: str, issue: Issue) -> str | None:
    """The day of an opening such as `1月15日消息` or `本报6月3日讯`; the date of an event (`1月14日下午，…`) is none."""
    match = _OPENING.search(text)
    if match is None:
        return None
    month, day = int(match[2]), int(match[3])
    return iso(int(match[1]), month, day) if match[1] else issue.complete(month, day)


def without_dates(text: str) -> str:
    """A line with its dates and times of day taken out."""
    if _DIGIT.search(text) is None:
        return text
    return re.sub(r"(?<!\d)\d{1,2}[:：]\d\d(?:[:：]\d\d)?(?!\d)", " ", _MONTH_DAY.sub(" ", _FULL.sub(" ", text)))


def _issue(match: re.Match[str] | None) -> Issue:
    numbers = [_number(part) for part in match.groups() if part] if match else []
    year = numbers[0] if numbers else None
    month = numbers[1] if len(numbers) > 1 else None
    return Issue(year, month if month and month <= 12 else None)


def _number(digits: str) -> int | None:
    return int(digits) if digits.isascii() else value(digits)
