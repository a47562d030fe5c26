"""A Chinese character to those typed with the same pinyin; tones are left out, as an input method leaves them out."""

import os
import unicodedata
from functools import cache

from ecqa.text.folding import simplify

_UMLAUT = "\u0308"
_FIRST, _LAST = 0x4E00, 0x9FFF


def sounds(character: str) -> frozenset[str]:
    """The pinyin of a character without tones, one for each of its readings: 行 -> xing, hang, heng; none for other characters."""
    return frozenset(_toneless(reading) for reading in _readings().get(ord(character), "").split(",") if reading)


@cache
def alike(character: str) -> tuple[str, ...]:
    """Simplified characters that share a reading with this one, itself left out, in code point order."""
    found = {other for sound in sounds(character) for other in _by_sound().get(sound, ())}
    return tuple(sorted(found - {character}))


@cache
def _by_sound() -> dict[str, list[str]]:
    characters = [chr(code) for code in _readings() if _FIRST <= code <= _LAST]
    simplified = simplify("\n".join(characters)).split("\n")
    table: dict[str, list[str]] = {}
    for character, simple in zip(characters, simplified, strict=True):
        if character == simple:
            for sound in sounds(character):
                table.setdefault(sound, []).append(character)
    return table


def _readings() -> dict[int, str]:
    """Code point to its readings, tones marked, joined by commas."""
    os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")  # its readings of phrases take 40 MB and are not used
    from pypinyin.pinyin_dict import pinyin_dict  # noqa: PLC0415 - the line above must come first

    readings: dict[int, str] = pinyin_dict
    return readings


def _toneless(reading: str) -> str:
    marks = unicodedata.normalize("NFD", reading)
    return unicodedata.normalize("NFC", "".join(c for c in marks if c == _UMLAUT or not unicodedata.combining(c)))
