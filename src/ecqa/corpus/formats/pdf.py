"""A PDF with a text layer to blocks: lines put in reading order and joined to paragraphs, ruled tables as sentences; pictures are not read."""

import io
import itertools
import logging
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from ecqa.corpus.files import shown
from ecqa.corpus.formats import tables
from ecqa.corpus.formats.blocks import Block, Extracted, line_of
from ecqa.corpus.formats.columns import Fragment, reading_order
from ecqa.corpus.formats.radicals import unified
from ecqa.errors import CorpusError
from ecqa.schema import Notice

PAGES_LIMIT = 1_000
HEADING_RATIO = 1.15
"""How much larger than the text of the document a heading's letters are."""
LINE_GAP = 1.3
"""Space between the lines of a paragraph, at most, as a multiple of what is usual in the document."""
logging.getLogger("pdfminer").setLevel(logging.ERROR)  # it warns of every font that leaves something out

_OPEN_ADDRESS = re.compile(r"https?://[!-~]+$")
_PAGE_NUMBER = re.compile(r"[-—–·\s]*\d{1,4}[-—–·\s]*|第\s*\d{1,4}\s*页(?:.{0,3}共\s*\d{1,4}\s*页)?|\d{1,4}\s*/\s*\d{1,4}")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    size: float
    left: float
    right: float
    top: float
    bottom: float
    page: int
    edge: float
    """Right edge of the column that it stands in."""
    margin: float
    """Left edge of the column."""
    row: bool = False
    """Whether it is the sentence of a table's row."""


def read_pdf(data: bytes, path: str) -> Extracted:
    """Reads a document; one without any text gives no blocks and a notice that says so.

    Raises:
        CorpusError: It is no PDF, a damaged one, one with a password, or one of too many pages.
    """
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages
            if len(pages) > PAGES_LIMIT:
                raise CorpusError("pdf-too-long", path=shown(path), limit=PAGES_LIMIT)
            lines: list[_Line] = []
            header: list[str] = []
            for number, page in enumerate(pages, 1):
                found, header = _lines(page, number, header)
                lines += found
            title = line_of(str(document.metadata.get("Title") or "")) or None
            count = len(pages)
    except CorpusError:
        raise
    except PDFPasswordIncorrect as problem:
        raise CorpusError("pdf-password", path=shown(path)) from problem
    except (PdfminerException, MalformedPDFException, RecursionError) as problem:
        key = "pdf-password" if any(isinstance(one, PDFPasswordIncorrect) for one in problem.args) else "pdf-broken"
        raise CorpusError(key, path=shown(path)) from problem
    except MemoryError:
        raise
    except Exception as problem:  # a hostile file raises whatever pdfminer did not think of
        raise CorpusError("pdf-broken", path=shown(path)) from problem
    if not lines:
        return Extracted([], "page", notices=[Notice(path, 1, "pdf-no-text", "")])
    kept, heads = _without_running_heads(lines, count)
    notices = [Notice(path, 1, "pdf-running-heads", line_of(heads[0])[:40])] if heads else []
    return Extracted(_blocks(kept), "page", title=title, notices=notices)


def _lines(page: Any, number: int, header: list[str]) -> tuple[list[_Line], list[str]]:
    """The lines of a page in reading order, its tables' rows in their place.

    Args:
        page: The page.
        number: Its number, from 1.
        header: Header of the table with which the page before ended; empty when it ended otherwise.

    Returns:
        The lines, and the header of the table that ends the page.
    """
    found = [table for table in page.find_tables() if any(len(row.cells) > 1 for row in table.rows)]
    fragments: list[Fragment] = []
    for line in page.extract_text_lines(strip=True, return_chars=True, keep_blank_chars=True):
        fragments += _fragments([char for char in line["chars"] if not any(_inside(char, table.bbox) for table in found)])
    headers: dict[str, list[str]] = {}
    for table in found:
        rows = [[line_of(unified((cell or "").replace("\n", ""))) for cell in row] for row in table.extract()]
        goes_on = bool(header and rows) and len(rows[0]) == len(header) and all(table.bbox[1] < one.top for one in fragments)
        rows = [header, *rows] if goes_on and rows[0] != header else rows
        text = "\n".join(tables.sentences(rows, headed=goes_on))
        if text:
            headers[text] = rows[0] if len(rows) > 1 or goes_on or tables.names_columns(rows) else []
            fragments.append(Fragment(text, 0.0, *table.bbox))
    lines: list[_Line] = []
    for column in reading_order(fragments):
        edge, margin = max(one.right for one in column), min(one.left for one in column)
        for one in column:
            parts = one.text.split("\n")
            lines += [
                _Line(text, one.size, one.left, one.right, one.top, one.bottom, number, edge, margin, one.size == 0.0) for text in parts
            ]
    last = max(fragments, key=lambda one: one.bottom, default=None)
    return lines, headers.get(last.text, []) if last is not None else []


def _inside(char: dict[str, Any], box: tuple[float, float, float, float]) -> bool:
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return bool(box[0] <= x <= box[2] and box[1] <= y <= box[3])


def _fragments(chars: list[dict[str, Any]]) -> list[Fragment]:
    """The characters of a line, parted where more than two widths of a character lie between them."""
    parts: list[list[dict[str, Any]]] = []
    for char in chars:
        last = parts[-1][-1] if parts else None
        if last is None or char["x0"] - last["x1"] > 2 * max(char["size"], 1.0):
            parts.append([])
        parts[-1].append(char)
    fragments = []
    for part in parts:
        text = line_of("".join(_with_blanks(part)))
        if text:
            size = Counter(round(float(char["size"]), 1) for char in part).most_common(1)[0][0]
            top, bottom = min(char["top"] for char in part), max(char["bottom"] for char in part)
            fragments.append(Fragment(text, max(size, 0.1), part[0]["x0"], top, max(char["x1"] for char in part), bottom))
    return fragments


def _with_blanks(chars: list[dict[str, Any]]) -> list[str]:
    pieces: list[str] = []
    for before, char in zip([None, *chars], chars, strict=False):
        if (
            before is not None
            and char["x0"] - before["x1"] > 0.25 * max(char["size"], 1.0)
            and not (_chinese(before["text"]) and _chinese(char["text"]))
        ):
            pieces.append(" ")
        pieces.append(str(char["text"]))
    return [unified(piece) for piece in pieces]


def _chinese(text: str) -> bool:
    return bool(text) and text[-1] >= "\u2e80"


def _without_running_heads(lines: list[_Line], pages: int) -> tuple[list[_Line], list[str]]:
    """The lines without page numbers, and without what stands first or last on at least three pages and half of all."""
    edges: dict[int, tuple[int, int]] = {}
    for i, line in enumerate(lines):
        first, _ = edges.get(line.page, (i, i))
        edges[line.page] = (first, i)
    at_edges = {i for pair in edges.values() for i in pair}
    counts = Counter(re.sub(r"\d+", "0", lines[i].text) for i in at_edges if len(lines[i].text) <= 60)
    often = {text for text, n in counts.items() if n >= max(3, pages / 2)}
    gone = {i for i in at_edges if _PAGE_NUMBER.fullmatch(lines[i].text) or re.sub(r"\d+", "0", lines[i].text) in often}
    return [line for i, line in enumerate(lines) if i not in gone], [
        lines[i].text for i in sorted(gone) if not _PAGE_NUMBER.fullmatch(lines[i].text)
    ]


def _blocks(lines: list[_Line]) -> list[Block]:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text) * (not line.row)
    usual = sizes.most_common(1)[0][0] or 1.0
    pitch = _usual_gap(lines)
    larger = sorted((size for size in sizes if size > usual * HEADING_RATIO), reverse=True)
    blocks: list[Block] = []
    before: _Line | None = None
    for line in lines:
        level = 0 if line.row or line.size not in larger else min(larger.index(line.size) + 1, 6)
        if before is not None and _goes_on(before, line, pitch):
            joined = blocks[-1].text
            apart = not (_chinese(joined) or line.text[0] >= "\u2e80" or _OPEN_ADDRESS.search(joined))
            gap = " " if apart else ""
            blocks[-1] = replace(blocks[-1], text=joined + gap + line.text)
        else:
            blocks.append(Block(line.text, level, line.page))
        before = line
    return blocks


def _goes_on(before: _Line, line: _Line, gap: float) -> bool:
    """Whether a line is of the paragraph of the one before: that one is full, and this one neither indented nor apart."""
    if before.row or line.row or abs(before.size - line.size) > 0.05 * line.size:
        return False
    if _OPEN_ADDRESS.search(before.text) and "!" <= line.text[0] <= "~":
        return True
    if before.page != line.page or line.top < before.top:  # over the end of a page or column only an unfinished sentence goes on
        return (
            before.edge - before.right < 1.6 * before.size
            and before.text[-1] not in "。！？!?：:）)"
            and line.left - line.margin < line.size
        )
    run = re.match(r"[!-~]*", line.text)
    return (
        _is_full(before, len(run.group()) if run else 0)
        and line.left - line.margin < 0.8 * line.size
        and line.top - before.bottom < LINE_GAP * gap + 1
    )


def _is_full(line: _Line, run: int = 0) -> bool:
    """Whether a line reaches the right edge of its column, save for what did not fit: a character, or a number or word of so many letters."""
    return line.edge - line.right < (1.6 + 0.6 * run) * line.size


def _usual_gap(lines: list[_Line]) -> float:
    """The space, in points, that most often stands below a full line; the height of a line where none does."""
    gaps = Counter(
        max(round(below.top - line.bottom), 1)
        for line, below in itertools.pairwise(lines)
        if line.page == below.page
        and not line.row
        and not below.row
        and _is_full(line)
        and line.size == below.size
        and below.top > line.bottom
    )
    return float(gaps.most_common(1)[0][0]) if gaps else max((line.bottom - line.top for line in lines), default=10.0)
