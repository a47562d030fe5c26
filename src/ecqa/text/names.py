"""Text to the proper names and the nouns in it, as jieba tags them; it does not know who or what they name."""

from functools import cache
from typing import IO

from jieba import posseg

from ecqa.text.segmentation import tokenizer

_TAGS = frozenset({"nr", "nrt", "nrfg", "ns", "nt", "nz"})
"""Persons, places, organisations, other proper names."""


def names(text: str) -> list[str]:
    """Names of two characters or more, in order, as often as they occur."""
    return [pair.word for pair in _tagger().lcut(text) if pair.flag in _TAGS and len(pair.word) > 1]


def tagged(text: str) -> list[tuple[int, int, str]]:
    """The words that together make up a text, as start, end and jieba's tag (nr person, ns place, nt organisation, ...)."""
    found, at = [], 0
    for pair in _tagger().lcut(text):
        found.append((at, at + len(pair.word), str(pair.flag)))
        at += len(pair.word)
    return found


def nouns(text: str) -> list[str]:
    """Nouns and names of two characters or more, in order, none twice; days, months and measures are none."""
    found = (pair.word for pair in _tagger().lcut(text) if pair.flag.startswith(("n", "vn", "eng")) and len(pair.word) > 1)
    return list(dict.fromkeys(found))


class _Tagger(posseg.POSTokenizer):  # type: ignore[misc]  # jieba has no types
    """With the tags that jieba read when it was imported, which it would read again, for a second and into 40 MB."""

    def load_word_tag(self, f: IO[bytes]) -> None:
        f.close()
        self.word_tag_tab = posseg.dt.word_tag_tab


@cache
def _tagger() -> _Tagger:
    return _Tagger(tokenizer())
