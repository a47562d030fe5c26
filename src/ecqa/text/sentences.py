"""Text to sentence offsets; sentences end at 。！？ and line ends, and over-long ones are cut at ；, never inside a number."""

import re

LONG = 160
"""Characters; a sentence longer than this is cut at its semicolons too."""

_CLOSERS = "”’」』）)》】"
_END = re.compile(rf"[。！？]+[{_CLOSERS}]*|[!?]+[{_CLOSERS}]*|\n")
_SEMICOLON = re.compile(rf"[；;]+[{_CLOSERS}]*")


def split(text: str, start: int = 0) -> list[tuple[int, int]]:
    """The sentences of a text, as half-open offsets without the blanks round them.

    Args:
        text: Any text; a line end always ends a sentence.
        start: Added to every offset.

    Returns:
        Offsets `(start, end)` in order, none empty.
    """
    spans: list[tuple[int, int]] = []
    begin = 0
    for match in _END.finditer(text):
        if match.group()[0] in "!?" and _inside_quotes(text, begin, match.start()) and match.group()[-1] not in _CLOSERS:
            continue
        spans += _cut_long(text, begin, match.end())
        begin = match.end()
    spans += _cut_long(text, begin, len(text))
    return [(a + start, b + start) for a, b in (_strip(text, a, b) for a, b in spans) if a < b]


def _cut_long(text: str, start: int, end: int) -> list[tuple[int, int]]:
    if end - start <= LONG:
        return [(start, end)]
    cuts = [match.end() for match in _SEMICOLON.finditer(text, start, end) if match.end() < end]
    return list(zip([start, *cuts], [*cuts, end], strict=True))


def _inside_quotes(text: str, start: int, at: int) -> bool:
    """Whether a “ opened since start is still open; a broken character like the ? of “爱?旅行” ends no sentence."""
    return text.count("“", start, at) > text.count("”", start, at)


def _strip(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
