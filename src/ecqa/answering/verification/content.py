"""The words of a claim to how far a text says them, and where; it knows no figures and no order."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ecqa.answering.verification.words import Said, Word, groups

SYNONYM = 0.85
CONTEXT = 0.75
"""What a word is worth that stands only in the title, date or heading."""
_COMMON = frozenset("的了是在和与及等也就都而对为以之其这那有个并或把被将从到着过上下中里不一人大")


@dataclass(frozen=True, slots=True)
class Match:
    """A word of the claim, and what of the text says it."""

    word: Word
    strength: float
    """In [0, 1]: 1 for the same word, 0 for nothing like it."""
    places: tuple[tuple[int, int], ...]
    """Number of the sentence, and offset in it, of what says it."""


def matches(claim: Said, texts: Sequence[Said], context: str) -> list[Match]:
    """Each word of the claim with its best counterparts.

    Args:
        claim: The claim.
        texts: What is cited.
        context: Normalised; the titles, dates and headings.
    """
    return joined([matches_in(claim, text) for text in texts], claim, context)


def matches_in(claim: Said, text: Said) -> list[Match]:
    """Each word of the claim with its best counterparts in one text, which is number 0."""
    return [_match(word, text) for word in claim.words]


def joined(by_text: Sequence[Sequence[Match]], claim: Said, context: str) -> list[Match]:
    """The better of the matches in several texts, numbered by text; a word that only the context has counts too."""
    found = []
    for place, word in enumerate(claim.words):
        strength = max((one[place].strength for one in by_text), default=0.0)
        places = tuple(
            (number, at) for number, one in enumerate(by_text) if one[place].strength >= strength - 1e-9 for _, at in one[place].places
        )
        if strength < CONTEXT and word.text in context:
            found.append(Match(word, CONTEXT, ()))
        else:
            found.append(Match(word, strength, places if strength else ()))
    return found


def coverage(found: Sequence[Match]) -> float:
    """Share of the words that are said, weighted by rarity, in [0, 1]; 1 where there are no words."""
    total = sum(one.word.weight for one in found)
    return sum(one.word.weight * one.strength for one in found) / total if total else 1.0


def _match(word: Word, text: Said) -> Match:
    places = _all(text.text, word.text)
    if places and (
        len(word.text) > 1 or any(other.start <= at < other.end and len(other.text) <= 2 for at in places for other in text.words)
    ):
        return Match(word, 1.0, tuple((0, at) for at in places))
    best, where = 0.0, []
    others = groups("synonyms.txt").get(word.text, frozenset())
    for other in text.words:
        strength = SYNONYM if other.text in others else likeness(word.text, other.text)
        if strength > best + 1e-9:
            best, where = strength, [other.start]
        elif strength == best and strength > 0:
            where.append(other.start)
    if best < SYNONYM:
        alias = next((alias for alias in others if len(alias) > 1 and alias in text.text), None)
        if alias:
            best, where = SYNONYM, [text.text.index(alias)]
    return Match(word, best, tuple((0, at) for at in where))


@lru_cache(maxsize=65536)
def likeness(word: str, other: str) -> float:
    """How much of a word another one holds, in [0, 1]: 团购站 in 团购网站 is .85, 交易额 in 成交额 .57."""
    if word == other:
        return 1.0
    said = [c for c in word if c not in _COMMON]
    if not said or not "\u3400" <= word[0] <= "\u9fff":
        return 0.0
    shared = sum(c in other for c in said)
    if not shared or (len(word) == 1 and len(other) > 2):
        return 0.0
    return 0.85 * shared / max(len(said), 0.7 * len(other))


def _all(text: str, word: str) -> list[int]:
    found, at = [], text.find(word)
    while at >= 0:
        found.append(at)
        at = text.find(word, at + 1)
    return found
