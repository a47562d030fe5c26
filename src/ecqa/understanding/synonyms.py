"""A question to the words that texts may use for what it says, from synonyms.txt and the corpus's own abbreviations; it ranks nothing."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from importlib import resources

from ecqa.text.folding import fold
from ecqa.text.segmentation import segment

Table = Mapping[str, tuple[str, ...]]
"""A folded word to the words that it is also searched with."""


def related(query: str, *tables: Table) -> tuple[str, ...]:
    """The other words for what a question holds, that it does not hold itself, none twice.

    Of words inside one another the longest counts; a single character counts only where it is a word.

    Args:
        query: Simplified.
        *tables: Synonyms and abbreviations.
    """
    folded = fold(query)
    found: dict[str, None] = {}
    for table in tables:
        for match in _pattern(tuple(table)).finditer(folded) if table else ():
            if len(match.group()) > 1 or match.group() in segment(folded):
                found.update(dict.fromkeys(word for word in table[match.group()] if word not in folded))
    return tuple(found)


@cache
def shipped() -> dict[str, tuple[str, ...]]:
    """The table in synonyms.txt beside this module."""
    return read(resources.files(__package__).joinpath("synonyms.txt").read_text("utf-8").splitlines())


def read(lines: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Lines "said said = written written" to a table; `_` stands for a blank inside a phrase, # begins a comment."""
    table: dict[str, dict[str, None]] = {}
    for line in lines:
        said, found, written = line.split("#")[0].partition("=")
        for word in said.split() if found else ():
            table.setdefault(fold(word.replace("_", " ")), {}).update(dict.fromkeys(map(fold, written.split())))
    return {word: tuple(others) for word, others in table.items()}


@lru_cache(maxsize=8)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return re.compile("|".join(rf"(?<![a-z0-9]){re.escape(w)}(?![a-z0-9])" if w.isascii() else re.escape(w) for w in longest_first))
