"""An answer's text to its statements, each with the markers that stand after it; it checks none of them."""

import re
from dataclasses import dataclass

_CLOSERS = "”’」』）)》】"
_MARKERS = r"(?:\s*\[\d+\])+"
_END = re.compile(rf"[。！？!?]+[{_CLOSERS}]*(?:{_MARKERS})?|{_MARKERS}[。！？!?；;，,、]?[{_CLOSERS}]*|\n")
_NUMBER = re.compile(r"\[(\d+)\]")
_LETTER = re.compile(r"\w")
_PAIRS = (("“", "”"), ("「", "」"), ("『", "』"))


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence, list item or line of an answer, without markers, and the numbers of its markers."""

    text: str
    markers: tuple[int, ...]


def statements(text: str) -> list[Statement]:
    """Cuts an answer's text after its markers, at sentence ends outside quotation marks, and at line ends.

    A list number or dash before a statement stays in its text; pieces without a letter or digit are dropped.
    """
    found: list[Statement] = []
    begin = 0
    for match in _END.finditer(text):
        marked = "[" in match.group()
        if not marked and match.group() != "\n" and _inside_quotes(text[begin : match.start()], match.group()):
            continue
        _add(found, text[begin : match.end()])
        begin = match.end()
    _add(found, text[begin:])
    return found


def _add(found: list[Statement], piece: str) -> None:
    bare = _NUMBER.sub("", piece).strip()
    markers = tuple(int(number) for number in _NUMBER.findall(piece))
    if _LETTER.search(bare):
        found.append(Statement(bare, markers))
    elif markers and found:
        found[-1] = Statement(found[-1].text, found[-1].markers + markers)


def _inside_quotes(before: str, ending: str) -> bool:
    """Whether a quotation that began before a sentence end is still open after it."""
    return any((before + ending).count(left) > (before + ending).count(right) for left, right in _PAIRS)
