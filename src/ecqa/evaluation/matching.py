"""A wording and a text to whether the one stands in the other; the same matching as the gold files are checked with.

It folds less than a search key does: Chinese numerals stay, so that 三家 and 3家 are two wordings.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import cache

from ecqa.text.folding import simplify

GRAM = 12
"""Characters of normalised text that a gold quote is compared by."""

_MARKER = re.compile(r"\[\d+\]")


def norm(text: str) -> str:
    """NFKC, lower case; letters, digits, Chinese characters and %+/ are kept, a point only between digits."""
    folded = unicodedata.normalize("NFKC", text).lower()
    folded = re.sub(r"(?<!\d)\.|\.(?!\d)", "", folded)
    return "".join(c for c in folded if c.isalnum() or c in "%+/.")


def has(wording: str, text: str) -> bool:
    """Whether a wording stands in a text, with a digit boundary: 6家 is not in 56家, 1% is not in 42.1%."""
    return has_normed(norm(wording), norm(text))


def has_normed(wording: str, text: str) -> bool:
    """The same for two texts that `norm` has been through; an empty wording stands nowhere."""
    if not wording:
        return False
    before = r"(?<![\d.])" if wording[0].isdigit() else ""
    after = r"(?!\.?\d)" if wording[-1].isdigit() else ""
    return re.search(before + re.escape(wording) + after, text) is not None


def without_markers(text: str) -> str:
    """An answer's text without its `[1]` markers."""
    return _MARKER.sub("", text)


def answer_holds(wording: str, answer: str) -> bool:
    """Whether a wording stands in an answer's text, as written or with traditional characters made simplified."""
    bare = without_markers(answer)
    return has(wording, bare) or has(wording, simplify(bare))


@cache
def grams(text: str) -> frozenset[str]:
    """The 12-character pieces of a normalised text; a shorter text is one piece, an empty one has none."""
    normed = norm(text)
    if len(normed) <= GRAM:
        return frozenset({normed} - {""})
    return frozenset(normed[i : i + GRAM] for i in range(len(normed) - GRAM + 1))


def holds_quote(quote: str, texts: Sequence[str]) -> bool:
    """Whether at least half of a gold quote's 12-character pieces stand in some texts, each piece inside one text.

    A quote shorter than one piece has to stand in one of the texts whole.
    """
    pieces = grams(quote)
    if not pieces:
        return False
    if len(pieces) == 1:
        return any(next(iter(pieces)) in norm(text) for text in texts)
    found = sum(any(piece in grams(text) for text in texts) for piece in pieces)
    return found * 2 >= len(pieces)
