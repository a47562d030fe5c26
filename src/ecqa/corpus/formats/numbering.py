"""Automatic numbers of Word paragraphs to the labels a reader sees before them (第四十二条, 3., （一）, •); it changes no text."""

import re
from collections.abc import Callable

import docx
from lxml import etree

from ecqa.text.numbers import in_chinese

LEVELS = 9
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = (
    "chineseCounting",
    "chineseCountingThousand",
    "chineseLegalSimplified",
    "japaneseCounting",
    "ideographDigital",
    "taiwaneseCounting",
)


class Numbering:
    """The list formats of a document, and how far each list has been counted."""

    def __init__(self, document: "docx.document.Document") -> None:
        self._formats: dict[tuple[str, int], tuple[str, str, int]] = {}
        self._counted: dict[str, list[int]] = {}
        self._of_style: dict[str, tuple[str, int]] = {}
        part = next(
            (one.target_part for one in document.part.rels.values() if one.reltype.endswith("/numbering") and not one.is_external), None
        )
        if part is not None:
            self._read(etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False, no_network=True)))
        for style in document.styles.element.iterchildren(f"{_W}style"):
            if found := _list_of(style):
                self._of_style[style.get(f"{_W}styleId", "")] = found

    def label(self, paragraph: etree._Element) -> str:
        """What stands before a paragraph; empty when it is in no list."""
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        inherited = self._of_style.get(style.get(f"{_W}val", "")) if style is not None else None
        found = _list_of(paragraph) or inherited
        if found is None or found not in self._formats:
            return ""
        name, level = found
        form, pattern, start = self._formats[found]
        if form == "bullet":
            return "• "
        counted = self._counted.setdefault(name, [0] * LEVELS)
        counted[level] = (counted[level] or start - 1) + 1
        counted[level + 1 :] = [0] * (LEVELS - level - 1)
        if form == "none" or not pattern:
            return ""
        label = re.sub(r"%([1-9])", lambda match: self._number(name, int(match[1]) - 1), pattern)
        return label if label[-1] in "、．" else f"{label} "

    def _number(self, name: str, level: int) -> str:
        form, _, start = self._formats.get((name, level), ("decimal", "", 1))
        return _written(form)(self._counted[name][level] or start)

    def _read(self, root: etree._Element) -> None:
        kinds = {one.get(f"{_W}abstractNumId"): one for one in root.iterchildren(f"{_W}abstractNum")}
        for one in root.iterchildren(f"{_W}num"):
            of = one.find(f"{_W}abstractNumId")
            kind = kinds.get(of.get(f"{_W}val")) if of is not None else None
            for level in kind.iterchildren(f"{_W}lvl") if kind is not None else ():
                place = level.get(f"{_W}ilvl", "")
                if place.isdigit() and int(place) < LEVELS:
                    start = _value(level, "start")
                    self._formats[one.get(f"{_W}numId", ""), int(place)] = (
                        _value(level, "numFmt"),
                        _value(level, "lvlText"),
                        int(start) if re.fullmatch(r"\d{1,6}", start) else 1,
                    )


def _list_of(element: etree._Element) -> tuple[str, int] | None:
    properties = element.find(f"{_W}pPr/{_W}numPr")
    if properties is None:
        return None
    name, level = _value(properties, "numId"), _value(properties, "ilvl") or "0"
    return (name, int(level)) if name and name != "0" and level.isdigit() and int(level) < LEVELS else None


def _value(element: etree._Element, name: str) -> str:
    found = element.find(f"{_W}{name}")
    return str(found.get(f"{_W}val", "")) if found is not None else ""


def _written(form: str) -> Callable[[int], str]:
    if form in _CHINESE:
        return in_chinese
    if form in ("lowerLetter", "upperLetter"):
        first = ord("a" if form == "lowerLetter" else "A")
        return lambda number: chr(first + (number - 1) % 26)
    return str
