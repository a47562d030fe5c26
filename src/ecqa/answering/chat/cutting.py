"""A reply as it arrives, in pieces of any size, to whole sentences with the numbers they cite; it judges none of them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ecqa.text.folding import clean

LONGEST = 400
"""Characters after which a sentence that does not end is cut off as it stands."""

_THINK, _THOUGHT = "<think>", "</think>"
_CLOSERS = "”’」』）)》"
_NUMBERS = r"\s*(?:资料|来源)?\s*\d{1,3}(?:\s*[,，、]\s*(?:资料|来源)?\s*\d{1,3})*\s*"
_MARKER = re.compile(rf"\[{_NUMBERS}\]|【{_NUMBERS}】|\uff3b{_NUMBERS}\uff3d")
_ENDED = re.compile(rf"[。！？!?]+|\n+|\.(?=\s*(?:{_MARKER.pattern}))")
"""A point ends a sentence only before a marker, so that no number or name is cut."""
_TAIL = re.compile(rf"(?:[{_CLOSERS}]|\s*(?:{_MARKER.pattern}))*[。]?")
_UNSURE = re.compile(r"\s*(?:[\[【\uff3b][^\]】\uff3d]{0,20})?")
"""What follows a sentence and may still become one of its markers."""
_LEAD = re.compile(r"^(?:[-*•·>]\s+|\d{1,2}[.、)）](?!\d)\s*|#{1,6}\s+)+")
_EMPHASIS = re.compile(r"\*\*|__|`")
_STOPS = re.compile("。{2,}")
_SPACE_BEFORE_STOP = re.compile(r"\s+(?=[。，；！？])")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence of a reply."""

    text: str
    """On one line, without markers, list signs and emphasis; never empty."""
    numbers: tuple[int, ...]
    """Of the passages it cites, in order, each once."""


class SentenceCutter:
    """Cuts one reply; pieces may end anywhere, even inside a marker, and the sentences are the same."""

    def __init__(self) -> None:
        self._rest = ""

    def feed(self, piece: str) -> Iterator[Written]:
        """The sentences that a further piece completes."""
        self._rest += piece
        while (end := _boundary(self._rest)) is not None:
            sentence, self._rest = self._rest[:end], self._rest[end:]
            yield from _written(sentence)

    def close(self) -> Iterator[Written]:
        """What is left at the end of a reply."""
        sentence, self._rest = self._rest, ""
        yield from _written(sentence)


def spoken(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces of a reply without the thoughts that some models write before it, between <think> and </think>."""
    begun, rest = False, ""
    for piece in pieces:
        if begun:
            yield piece
            continue
        rest += piece
        start = rest.lstrip()
        if start.startswith(_THINK):
            _, ended, after = start.partition(_THOUGHT)
            begun, rest = bool(ended), after if ended else rest
        else:
            begun = not _THINK.startswith(start)
        if begun:
            yield rest
    if not begun and not rest.lstrip().startswith(_THINK):
        yield rest


def written(text: str) -> list[Written]:
    """The sentences of a whole reply."""
    cutter = SentenceCutter()
    return [*cutter.feed(text), *cutter.close()]


def _boundary(text: str) -> int | None:
    """Where the first sentence ends, its markers included; None while that cannot be told."""
    window = text[:LONGEST]
    for ended in _ENDED.finditer(window):
        if not window[: ended.end()].strip() or _quotation_goes_on(window, ended):
            continue
        tail = _TAIL.match(window, ended.end())
        end = tail.end() if tail else ended.end()
        unsure = _UNSURE.match(window, end)
        if unsure and unsure.end() == len(window):
            break
        return end
    return LONGEST if len(text) > LONGEST else None


def _quotation_goes_on(text: str, ended: re.Match[str]) -> bool:
    """Whether a sentence ends inside a quotation that does not end with it; a line end ends every quotation."""
    inside = text.count("“", 0, ended.start()) > text.count("”", 0, ended.start())
    return ended.group()[0] != "\n" and inside and not text.startswith("”", ended.end())


def _written(sentence: str) -> Iterator[Written]:
    numbers = [int(number) for marker in _MARKER.findall(sentence) for number in re.findall(r"\d+", marker)]
    bare = " ".join(_EMPHASIS.sub("", clean(_MARKER.sub("", sentence))).split())
    text = _STOPS.sub("。", _SPACE_BEFORE_STOP.sub("", _LEAD.sub("", bare)))
    if re.search(r"\w", text):
        yield Written(text, tuple(dict.fromkeys(numbers)))
