"""A text to its words, normalised, each with its tag and weight; it compares nothing."""

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources
from math import log10

from ecqa.text.folding import simplify
from ecqa.text.names import tagged
from ecqa.text.segmentation import frequency

KEPT = 4096
"""Texts whose words are kept."""

_BLANK = re.compile(r"(?<![a-zA-Z])\s+|\s+(?![a-zA-Z])")
_CLAUSE = re.compile(r"[，,。；;：:！!？?\n]|——|-{2,}")
_TAGS = ("n", "v", "a", "i", "l", "j", "eng", "s", "b", "z", "t", "g", "o", "h", "k", "d")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a normalised text that says something."""

    text: str
    start: int
    end: int
    tag: str
    """jieba's: n a noun, v a verb, nr a person, ns a place, nt an organisation, ..."""
    weight: float
    """By rarity, in [0.3, 1]."""


@dataclass(frozen=True, slots=True)
class Said:
    """A normalised text with its words."""

    text: str
    words: tuple[Word, ...]
    clauses: tuple[tuple[int, int], ...]
    """Offsets of its parts between commas, semicolons and sentence ends."""
    tags: tuple[tuple[int, int, str], ...] = ()
    """All words, also those that say nothing: start, end, tag."""

    def clause_of(self, at: int) -> int:
        """Number of the clause that holds an offset."""
        return next((number for number, (_, end) in enumerate(self.clauses) if at < end), len(self.clauses) - 1)


def normal(text: str) -> str:
    """Simplified, half-width, lower case, without blanks but those between Latin words."""
    return _BLANK.sub("", simplify(unicodedata.normalize("NFKC", text)).lower())


@lru_cache(maxsize=KEPT)
def said(text: str) -> Said:
    """The words of a text that say something."""
    plain = normal(text)
    tags = tuple(tagged(plain))
    words = tuple(
        Word(plain[start:end], start, end, tag, _weight(plain[start:end], tag)) for start, end, tag in tags if _says(plain[start:end], tag)
    )
    cuts = [0, *(match.end() for match in _CLAUSE.finditer(plain)), len(plain)]
    clauses = tuple((start, end) for start, end in itertools.pairwise(cuts) if end > start)
    return Said(plain, words, clauses or ((0, 0),), tags)


def together(texts: Sequence[Said]) -> Said:
    """Texts that follow one another as one."""
    offsets = [sum(len(one.text) for one in texts[:number]) for number in range(len(texts))]
    both = list(zip(offsets, texts, strict=True))
    return Said(
        "".join(one.text for one in texts),
        tuple(replace(word, start=word.start + at, end=word.end + at) for at, one in both for word in one.words),
        tuple((start + at, end + at) for at, one in both for start, end in one.clauses),
        tuple((start + at, end + at, tag) for at, one in both for start, end, tag in one.tags),
    )


def lines(name: str) -> Iterator[str]:
    """The lines of a list file beside this module that say something; # begins a comment."""
    told = resources.files(__package__).joinpath(name).read_text("utf-8").splitlines()
    return (line for one in told if (line := one.split("#")[0].strip()))


@cache
def groups(name: str) -> dict[str, frozenset[str]]:
    """A list file beside this module, a group of words a line: each word to the others of its groups."""
    found: dict[str, set[str]] = {}
    for line in lines(name):
        group = line.split()
        for word in group:
            found.setdefault(word, set()).update(group)
    return {word: frozenset(others - {word}) for word, others in found.items()}


def _says(word: str, tag: str) -> bool:
    return word not in _empty() and word[0].isalnum() and tag.startswith(_TAGS) and not word.isdigit()


@cache
def _empty() -> frozenset[str]:
    return frozenset(word for line in lines("empty.txt") for word in line.split())


def _weight(word: str, tag: str) -> float:
    share = frequency(word)
    rarity = 1.0 if share == 0 else min(1.0, max(0.3, -log10(share) / 6))
    if len(word) == 1:
        rarity *= 0.5
    return rarity * (0.5 if tag.startswith("d") else 1.0)
