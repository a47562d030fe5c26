"""Texts to the short names that they themselves introduce: “（以下简称“翔运国际”）”, “互联网络信息中心（CNNIC）”; it knows none itself."""

import re
from collections.abc import Iterable

from ecqa.text.folding import fold
from ecqa.text.names import tagged
from ecqa.text.segmentation import frequency

LONG = 30
"""Characters before a bracket in which the long name is looked for."""
GENERAL = 2e-5
"""Frequency in general Chinese from which on a short name says too little: the 公司 of “以下简称公司”."""

_CALLED = re.compile(r"[（(][^（()）]{0,6}简称[为是]?[：:]?\s*[“‘「《]?(?P<short>[^）()（“”‘’「」《》，。；\n]{2,16})[”’」》]?[）)，,]")
_LATIN = re.compile(r"[（(](?P<short>[A-Z][A-Za-z0-9&-]{1,11})[）)]")
_LATIN_FIRST = re.compile(r"(?<![A-Za-z0-9])(?P<short>[A-Z][A-Z0-9&-]{1,11})[（(](?P<long>[\u4e00-\u9fff]{3,20})[）)]")
_CUT = re.compile(r"[\n，。；！？、（()）]")
_NAMING = ("n", "a", "b", "vn", "j", "l")
"""Tags of the words that a long name is made of; prepositions, conjunctions, pronouns and particles end it, and so do verbs."""


def introduced(text: str) -> list[tuple[str, str]]:
    """The short names that a text introduces, each with its long name, folded.

    A short name belongs to the shortest stretch before the bracket that begins with its first character and holds its
    characters in order; one of Latin letters to the words of a name before the bracket.
    """
    found = [(match["short"], _spelled_out(match["short"], _before(text, match.start()))) for match in _CALLED.finditer(text)]
    found += [(match["short"], _name_at_end(_before(text, match.start()))) for match in _LATIN.finditer(text)]
    found += [(match["short"], match["long"]) for match in _LATIN_FIRST.finditer(text)]
    folded = ((fold(short).strip(), fold(long).strip()) for short, long in found)
    return [(short, long) for short, long in folded if len(long) > len(short) > 1 and frequency(short) < GENERAL]


def both_ways(pairs: Iterable[tuple[str, str]]) -> dict[str, tuple[str, ...]]:
    """Names to their other names: a short and a long one stand for each other.

    Args:
        pairs: As `introduced` gives them, of any texts.
    """
    found: dict[str, dict[str, None]] = {}
    for short, long in pairs:
        found.setdefault(short, {})[long] = None
        found.setdefault(long, {})[short] = None
    return {name: tuple(others) for name, others in found.items()}


def _before(text: str, at: int) -> str:
    """The end of the clause before a place, without the quotes round it."""
    return _CUT.split(text[max(0, at - LONG) : at])[-1].strip("“”‘’《》「」 ")


def _spelled_out(short: str, before: str) -> str:
    """The shortest end of a text that begins as the short name does and holds its characters in order; else nothing."""
    for start in range(len(before) - 1, -1, -1):
        rest = iter(before[start:])
        if before[start] == short[0] and all(c in rest for c in short):
            return before[start:]
    return ""


def _name_at_end(before: str) -> str:
    """The words at the end of a text that can be parts of one name; nothing when it is a single common word."""
    start = len(before)
    for begin, _, tag in reversed(tagged(before)):
        if not tag.startswith(_NAMING):
            break
        start = begin
    return before[start:] if len(before) - start > 2 else ""
