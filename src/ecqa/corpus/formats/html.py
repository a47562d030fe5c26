"""An HTML page to its visible text as blocks; scripts, styles and hidden parts are no text, and nothing is loaded from anywhere."""

import itertools
import re
from collections.abc import Iterator

from lxml import etree

from ecqa.corpus.dates import iso
from ecqa.corpus.files import decode, shown
from ecqa.corpus.formats import tables
from ecqa.corpus.formats.blocks import Block, Extracted, line_of
from ecqa.errors import CorpusError
from ecqa.schema import Notice

GRID_LIMIT = 50_000
"""Cells a table may have with its spans written out."""

_SILENT = frozenset(
    [
        "script",
        "style",
        "template",
        "noscript",
        "head",
        "title",
        "meta",
        "link",
        "svg",
        "math",
        "canvas",
        "iframe",
        "object",
        "embed",
        "audio",
        "video",
        "select",
        "textarea",
        "nav",
    ]
)
_INLINE = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "b",
        "bdi",
        "bdo",
        "big",
        "cite",
        "code",
        "data",
        "del",
        "dfn",
        "em",
        "font",
        "i",
        "ins",
        "kbd",
        "label",
        "mark",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "small",
        "span",
        "strike",
        "strong",
        "sub",
        "sup",
        "time",
        "tt",
        "u",
        "var",
        "wbr",
        "img",
        "input",
        "button",
        "nobr",
        "o:p",
    ]
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_DATE = re.compile(r"((?:19|20)\d\d)[-/年.](\d{1,2})[-/月.](\d{1,2})")
_DATE_NAMES = ("article:published_time", "pubdate", "publishdate", "date", "dcterms.date", "dc.date", "og:published_time")


def read_html(data: bytes, path: str) -> Extracted:
    """Reads a page; where it has one <article> or one <main>, only that is read, and a notice says how much was left out.

    Raises:
        CorpusError: It is nested too deeply, or its encoding is broken.
    """
    return extracted_html(_decoded(data, path), path)


def extracted_html(text: str, path: str) -> Extracted:
    """The same for a page that is text already, such as the body of a letter."""
    parser = etree.HTMLParser(encoding="utf-8", recover=True, huge_tree=False, no_network=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace") or b"<p></p>", parser) if text.strip() else None
    problem = parser.error_log.last_error
    if problem is not None and "RESOURCE_LIMIT" in problem.type_name:
        raise CorpusError("html-too-deep", path=shown(path), line=problem.line)
    if root is None:
        return Extracted([], "paragraph")
    body = _main(root)
    lines = list(_lines(body if body is not None else root))
    notices = []
    if body is not None:
        left = sum(len(line) for line, _ in _lines(root)) - sum(len(line) for line, _ in lines)
        notices = [Notice(path, 1, "html-outside", str(left))] if left > 0 else []
    blocks = [Block(line, level, number) for number, (line, level) in enumerate(lines, 1)]
    title = root.find(".//title")
    return Extracted(
        blocks,
        "paragraph",
        title=line_of("".join(title.itertext())) or None if title is not None else None,
        date=_date(root),
        url=_url(root),
        notices=notices,
    )


def _decoded(data: bytes, path: str) -> str:
    """The page as text: by its byte order mark, as it declares itself, or as any corpus file."""
    for mark, name in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return data.decode(name, "replace").replace("\0", "\ufffd")
    declared = _CHARSET.search(data[:4096])
    name = declared[1].decode("ascii").lower() if declared else ""
    if name and name not in ("utf-8", "utf8", "unicode"):
        try:
            return data.decode("gb18030" if name in ("gb2312", "gbk") else name).replace("\0", "\ufffd")
        except (LookupError, UnicodeError, ValueError):
            pass  # it says one thing and is another
    return decode(data.replace(b"\0", b""), path)


def _main(root: etree._Element) -> etree._Element | None:
    for name in ("article", "main"):
        found = [one for one in root.iter(name) if not _is_hidden(one)]
        if len(found) == 1 and any(True for _ in _lines(found[0])):
            return found[0]
    return None


def _lines(root: etree._Element) -> Iterator[tuple[str, int]]:
    """The lines of text below an element with the level of a heading, in reading order; without recursion, which a page could exhaust."""
    gathered = _Gathered()
    walk = etree.iterwalk(root, events=("start", "end"))
    silent: etree._Element | None = None
    for event, element in walk:
        name = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            if name in _SILENT or (element is not root and _is_hidden(element)):
                silent = element
                walk.skip_subtree()
            elif name == "table" and (rows := _data_table(element)) is not None:
                yield from gathered.line()
                yield from ((line, 0) for line in tables.sentences(rows, headed=element.find(".//th") is not None))
                silent = element
                walk.skip_subtree()
            else:
                if name not in _INLINE:
                    yield from gathered.line()
                gathered.enter(name, element)
            continue
        if element is silent:
            silent = None
        else:
            if name not in _INLINE:
                yield from gathered.line()
            gathered.leave(name)
        if element is not root:
            gathered.pieces.append(element.tail or "")
    yield from gathered.line()


class _Gathered:
    """The line that is being read: its pieces, its level as a heading, and the lists that it stands in."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.level = 0
        self.label = ""
        self.lists: list[tuple[str, Iterator[int]]] = []

    def line(self) -> Iterator[tuple[str, int]]:
        """The line, if it holds anything; the number of a list's item waits for the first line of the item."""
        text = line_of("".join(self.pieces))
        self.pieces.clear()
        if text:
            yield self.label + text, self.level
            self.label = ""

    def enter(self, name: str, element: etree._Element) -> None:
        """An element begins."""
        if re.fullmatch("h[1-6]", name):
            self.level = int(name[1])
        elif name in ("ul", "ol"):
            self.lists.append((name, itertools.count(_number(element.get("start"), 1))))
        elif name == "li":
            self.label = f"{next(self.lists[-1][1])}. " if self.lists and self.lists[-1][0] == "ol" else "• "
        self.pieces.append(element.text or "")

    def leave(self, name: str) -> None:
        """An element ends."""
        if re.fullmatch("h[1-6]", name):
            self.level = 0
        elif name in ("ul", "ol") and self.lists:
            self.lists.pop()
        elif name == "li":
            self.label = ""


def _data_table(table: etree._Element) -> list[list[str]] | None:
    """The cells of a table, spans written out; None for one that only lays out the page: of one cell a row, or with blocks in its cells."""
    rows = list(table.iter("tr"))
    if any(True for _ in table.iterdescendants("table", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6")) or len(rows) < 2:
        return None
    if any(sum(1 for _ in cell.iterdescendants("p", "div")) > 1 for cell in table.iterdescendants("td", "th")):
        return None
    grid: dict[tuple[int, int], str] = {}
    for r, row in enumerate(rows):
        column = 0
        for cell in row.iterchildren("td", "th"):
            while (r, column) in grid:
                column += 1
            text = line_of("".join(_visible(cell)))
            wide, high = _number(cell.get("colspan"), 1), _number(cell.get("rowspan"), 1)
            for i in range(min(high, len(rows) - r)):
                for k in range(min(wide, 100)):
                    grid[r + i, column + k] = text
            column += min(wide, 100)
            if len(grid) > GRID_LIMIT:
                return None
    width = max((column for _, column in grid), default=-1) + 1
    return [[grid.get((r, column), "") for column in range(width)] for r in range(len(rows))] if width > 1 else None


def _visible(cell: etree._Element) -> Iterator[str]:
    return (
        text
        for text, parent in ((str(text), text.getparent()) for text in cell.xpath(".//text()"))
        if parent is not None and parent.tag not in _SILENT
    )


def _is_hidden(element: etree._Element) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style") or ""))


def _number(text: str | None, otherwise: int) -> int:
    return max(1, min(int(text), 1000)) if text and re.fullmatch(r"\d{1,4}", text) else otherwise


def _date(root: etree._Element) -> str | None:
    named = {str(meta.get("property") or meta.get("name") or "").lower(): meta.get("content") or "" for meta in root.iter("meta")}
    for name in _DATE_NAMES:
        if match := _DATE.search(named.get(name, "")):
            return iso(int(match[1]), int(match[2]), int(match[3]))
    return None


def _url(root: etree._Element) -> str | None:
    for link in root.iter("link"):
        address = (link.get("href") or "").strip()
        if link.get("rel") == "canonical" and re.fullmatch(r"https?://[!-~]{4,1000}", address):
            return address
    return None
