"""Text to search keys: NFKC, lower case, simplified characters, digits; folded text is never quoted."""

import re
import unicodedata
from functools import cache

from opencc import OpenCC

from ecqa.text.numbers import to_digits

_TERMINAL = re.compile(r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]")
"""Orders to a terminal, as ESC [31m."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories: control, format (direction, zero width) and lone surrogates."""


def clean(text: str) -> str:
    """Drops orders to a terminal, control, direction and zero-width characters and lone surrogates, and blanks at the ends; the rest stays."""
    return "".join(c for c in _TERMINAL.sub("", text) if c in "\t\n" or unicodedata.category(c) not in _UNSEEN).strip()


def encodable(text: str) -> str:
    """The text, as long as before, with lone surrogates, which UTF-8 cannot hold, as question marks."""
    return text.encode("utf-8", "replace").decode("utf-8")


def simplify(text: str) -> str:
    """Traditional characters in simplified form (OpenCC t2s); the length may change."""
    return str(_converter().convert(text))


def fold(text: str) -> str:
    """The key under which a text is searched: 2013年５月 -> 2013年5月, 電商 -> 电商, 五千万 -> 5000万, B2B -> b2b."""
    return to_digits(simplify(unicodedata.normalize("NFKC", text)).lower())


def compact(text: str) -> str:
    """A folded text with all but letters, digits, Chinese characters and %+/ dropped; a point is kept between digits."""
    folded = re.sub(r"(?<!\d)\.|\.(?!\d)", "", fold(text))
    return "".join(c for c in folded if c.isalnum() or c in "%+/.")


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")
