"""A constraint and a text to whether the text says nothing that meets it; it does not know what a question asks."""

import re
from functools import lru_cache

from ecqa.schema import Constraint
from ecqa.text.folding import compact, fold

DATED = frozenset({"year", "month", "date", "quarter", "batch", "clause"})
"""Kinds that are told by numbers."""

_LAST_YEAR = re.compile("去年|上年|上一年")
_ISO_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})-\d{2}-\d{2}(?!\d)")


def unmet(constraint: Constraint, text: str) -> bool:
    """Whether none of a constraint's forms stands in a text.

    A form that begins or ends with a digit or a Latin letter must not stand inside a longer number or word: 2年 is not in
    2012年. In a text with an ISO date, 去年 names the year before it.

    Args:
        constraint: What a question asks about.
        text: As it stands; a sentence with its heading, its article's title and date, say.
    """
    key = _dated(text) if constraint.kind in DATED else _named(text)
    if any(_pattern(form).search(key) for form in constraint.forms):
        return False
    if constraint.kind == "year" and _LAST_YEAR.search(text):
        return not any(str(int(year) - 1) in constraint.forms for year in _ISO_YEAR.findall(text))
    return True


@lru_cache(maxsize=512)
def _dated(text: str) -> str:
    """Folded, without blanks but with its lines, so that a date stays apart from a number that ends the line before it."""
    return re.sub(r"[^\S\n]+", "", fold(text))


@lru_cache(maxsize=512)
def _named(text: str) -> str:
    """Folded, letters and digits only."""
    return compact(text)


@lru_cache(maxsize=512)
def _pattern(form: str) -> re.Pattern[str]:
    start = r"(?<![\d.])" if form[0].isdigit() else r"(?<![a-z])" if form[0].isascii() else ""
    end = r"(?!\.?\d)" if form[-1].isdigit() else r"(?![a-z])" if form[-1].isascii() and form[-1].isalpha() else ""
    return re.compile(start + re.escape(form) + end)
