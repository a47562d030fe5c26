"""A .docx file to blocks in reading order: headings by style, numbered lists with their numbers, tables as sentences, notes at the end.

Macros are not read, fields and formulas not computed, and nothing that a document links to is opened.
"""

import io
import re
from collections.abc import Iterator

import docx
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree

from ecqa.corpus.files import shown
from ecqa.corpus.formats import tables
from ecqa.corpus.formats.blocks import Block, Extracted, line_of
from ecqa.corpus.formats.containers import checked_members
from ecqa.corpus.formats.numbering import Numbering
from ecqa.errors import CorpusError
from ecqa.schema import Notice

PARTS_LIMIT = 200_000_000
"""Bytes of all parts of a document, unpacked."""
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LEFT_OUT = frozenset({f"{_W}del", f"{_W}moveFrom", f"{_W}instrText", f"{_W}delText", f"{_W}rPr", f"{_W}pPr", _FALLBACK})
_HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.IGNORECASE)
_FAULTS = (PackageNotFoundError, KeyError, ValueError, AttributeError, etree.LxmlError, OSError, TypeError, IndexError)
"""What python-docx raises on a damaged package."""


def read_word(data: bytes, path: str) -> Extracted:
    """Reads a document.

    Raises:
        CorpusError: It is no .docx file, declares XML entities, or unpacks to too much.
    """
    names = _checked(data, path)
    try:
        document = docx.Document(io.BytesIO(data))
        walk = _Walk(document)
        blocks = walk.blocks(document.element.body)
        title = line_of(document.core_properties.title or "") or None
    except _FAULTS as problem:
        raise CorpusError("docx-broken", path=shown(path)) from problem
    except RecursionError as problem:
        raise CorpusError("docx-too-deep", path=shown(path)) from problem
    notices = [Notice(path, 1, "docx-macro", "")] if any(name.lower().endswith("vbaproject.bin") for name in names) else []
    if walk.links_out:
        notices.append(Notice(path, 1, "docx-links", str(walk.links_out)))
    return Extracted(
        [Block(text, level, number) for number, (text, level) in enumerate(blocks, 1)], "paragraph", title=title, notices=notices
    )


def _checked(data: bytes, path: str) -> list[str]:
    """Names of the parts; no part may declare a document type, which is how entities come in."""
    members = checked_members(data, path, PARTS_LIMIT)
    for name, content in members:
        head = content[:4096].replace(b"\0", b"")
        if name.lower().endswith((".xml", ".rels")) and (b"<!DOCTYPE" in head or b"<!ENTITY" in head):
            raise CorpusError("docx-entities", path=shown(path))
    if not any(name == "[Content_Types].xml" for name, _ in members):
        raise CorpusError("docx-broken", path=shown(path))
    return [name for name, _ in members]


class _Walk:
    """One pass over a document."""

    def __init__(self, document: "docx.document.Document") -> None:
        self.levels = {style.style_id: level for style in document.styles if (level := _style_level(style.name or ""))}
        self.numbering = Numbering(document)
        related = document.part.rels.values()
        self.links_out = sum(1 for one in related if one.is_external and not re.match(r"(?:https?|mailto):", one.target_ref, re.IGNORECASE))
        self.notes = [one.target_part.blob for one in related if not one.is_external and one.reltype.endswith(("/footnotes", "/endnotes"))]

    def blocks(self, body: etree._Element) -> list[tuple[str, int]]:
        """Lines with the level of a heading, in reading order; notes last."""
        lines = list(self._inside(body))
        for blob in self.notes:
            root = etree.fromstring(blob, etree.XMLParser(resolve_entities=False, no_network=True))
            lines += [line for note in root for line in self._inside(note)]
        return lines

    def _inside(self, container: etree._Element) -> Iterator[tuple[str, int]]:
        for child in container:
            if child.tag == f"{_W}p":
                yield from self._paragraph(child)
            elif child.tag == f"{_W}tbl":
                yield from ((line, 0) for line in tables.sentences(_rows(child)))
            elif child.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag", f"{_W}moveTo"):
                yield from self._inside(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[tuple[str, int]]:
        level = self._level(paragraph)
        label = self.numbering.label(paragraph)
        boxes: list[etree._Element] = []
        for place, raw in enumerate(_text(paragraph, boxes).split("\n")):
            text = line_of(raw)
            if text:
                yield (f"{label}{text}" if place == 0 else text), level
        for box in boxes:
            yield from self._inside(box)

    def _level(self, paragraph: etree._Element) -> int:
        outline = paragraph.find(f"{_W}pPr/{_W}outlineLvl")
        value = outline.get(f"{_W}val", "") if outline is not None else ""
        if value.isdigit() and int(value) < 6:
            return int(value) + 1
        style = paragraph.find(f"{_W}pPr/{_W}pStyle")
        return self.levels.get(style.get(f"{_W}val", ""), 0) if style is not None else 0


def _style_level(name: str) -> int:
    match = _HEADING.match(name.strip())
    if match:
        return min(int(match[1]), 6)
    return 1 if name.strip().lower() in ("title", "标题") else 0


def _text(paragraph: etree._Element, boxes: list[etree._Element]) -> str:
    """The text of a paragraph, insertions with it and deletions without; text boxes in it are put aside."""
    pieces: list[str] = []
    waiting = list(reversed(paragraph))
    while waiting:
        element = waiting.pop()
        if element.tag in _LEFT_OUT or not isinstance(element.tag, str):
            continue
        if element.tag == f"{_W}txbxContent":
            boxes.append(element)
        elif element.tag in (f"{_W}t", f"{_M}t"):
            pieces.append(element.text or "")
        elif element.tag in (f"{_W}br", f"{_W}cr"):
            pieces.append("\n")
        elif element.tag == f"{_W}tab":
            pieces.append("\t")
        elif element.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        else:
            waiting += reversed(element)
    return "".join(pieces)


def _rows(table: etree._Element) -> list[list[str]]:
    """The cells of a table; a merged one stands in each place it spans, a table in a cell is text of the cell."""
    rows: list[list[str]] = []
    for row in table.iterchildren(f"{_W}tr"):
        cells: list[str] = []
        for cell in row.iterchildren(f"{_W}tc"):
            properties = cell.find(f"{_W}tcPr")
            span = properties.find(f"{_W}gridSpan") if properties is not None else None
            wide = span.get(f"{_W}val", "1") if span is not None else "1"
            merge = properties.find(f"{_W}vMerge") if properties is not None else None
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
            text = rows[-1][len(cells)] if goes_on and rows and len(cells) < len(rows[-1]) else _cell(cell)
            cells += [text] * min(int(wide) if wide.isdigit() else 1, 100)
        rows.append(cells)
    return rows


def _cell(cell: etree._Element) -> str:
    boxes: list[etree._Element] = []
    texts = [line_of(_text(paragraph, boxes)) for paragraph in cell.iter(f"{_W}p")]
    return " ".join(text for text in texts if text)
