"""What a browser chose in, filters out, and filters as words and as an address; values that no article has are taken as they are and find nothing."""

import re
from collections.abc import Mapping
from dataclasses import fields
from urllib.parse import urlencode

from ecqa.messages import Messages
from ecqa.schema import Filters

NAMES = tuple(field.name for field in fields(Filters))
DATES = ("since", "until")
LONGEST = 100
"""Characters of a section, kind or source."""
DAY = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])")
MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")


def filters_of(chosen: Mapping[str, object]) -> Filters:
    """Filters; what is empty, too long, no text or no date is left out.

    Args:
        chosen: Values by the names of the fields; a date may be a month, which counts from its first day or to its last.
    """
    return Filters(**{name: _value(name, chosen.get(name)) for name in NAMES})


def chosen(filters: Filters) -> dict[str, str]:
    """The fields that narrow anything, by name."""
    values = {name: getattr(filters, name) for name in NAMES}
    return {name: value for name, value in values.items() if value}


def query(filters: Filters) -> str:
    """The filters as the query of an address, without `?`; empty where nothing is narrowed."""
    return urlencode(chosen(filters))


def filter_words(filters: Filters, messages: Messages) -> str:
    """What is searched, in a few words; empty where it is everything."""
    words = [value for value in (filters.section, filters.kind and kind_words(filters.kind, messages), filters.source) if value]
    if filters.since or filters.until:
        words.append(messages.text("web.filter-dates", since=filters.since or "…", until=filters.until or "…"))
    return " · ".join(words)


def kind_words(kind: str, messages: Messages) -> str:
    """The name of a kind of document; a kind that has none is its own name."""
    return messages.table("web").get(f"kind-{kind.replace('_', '-')}", kind)


def _value(name: str, value: object) -> str | None:
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST:
        return None
    if name not in DATES:
        return value.strip()
    if MONTH.fullmatch(value):
        return f"{value}-01" if name == "since" else f"{value}-31"
    return value if DAY.fullmatch(value) else None
