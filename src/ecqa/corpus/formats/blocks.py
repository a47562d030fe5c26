"""What a format's reader gives, paragraphs in reading order with page or paragraph number, to the text that is quoted from."""

from dataclasses import dataclass, field

from ecqa.schema import Notice, Place

HEADINGS = 6
"""Levels of headings there are; deeper ones count as the last."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading, an item of a list, or a row of a table; one line of text."""

    text: str
    level: int = 0
    """1 to 6 for a heading; 0 for all else."""
    number: int = 0
    """Page it stands on, or its place among the paragraphs, from 1."""


@dataclass(frozen=True, slots=True)
class Extracted:
    """What a file of a rich format says."""

    blocks: list[Block]
    unit: str
    """What the numbers of the blocks count: "page" or "paragraph"."""
    title: str | None = None
    """What the file itself says its title is."""
    date: str | None = None
    """ISO date that the file itself names."""
    url: str | None = None
    notices: list[Notice] = field(default_factory=list)


def line_of(text: str) -> str:
    """A text as it stands in one line: blanks run together, without control characters and half surrogate pairs."""
    return " ".join(
        "".join(c for c in text if c in "\t\n\r" or ((c.isprintable() or c.isspace()) and not "\ud800" <= c <= "\udfff")).split()
    )


def written(extracted: Extracted, *, marks: bool) -> tuple[str, tuple[Place, ...]]:
    """The blocks as one text, a line each, and where in it another page or paragraph begins.

    Args:
        extracted: What was read.
        marks: Whether headings below the first line get the marks of Markdown, by which passages are cut at them.
    """
    lines: list[str] = []
    places: list[Place] = []
    at = expected = 0
    for block in extracted.blocks:
        line = f"{'#' * min(block.level, HEADINGS)} {block.text}" if marks and block.level and lines else block.text
        if not places or block.number != expected:
            places.append(Place(at, extracted.unit, block.number))
        expected = block.number + (extracted.unit == "paragraph")
        lines.append(line)
        at += len(line) + 1
    return "\n".join(lines), tuple(places)


def place_at(text: str, places: tuple[Place, ...], offset: int) -> Place | None:
    """Page or paragraph that a character stands on; None where the text has none.

    Args:
        text: `Article.text`.
        places: `Article.places`; each line after the start of a paragraph's place is one paragraph more.
        offset: In the text.
    """
    last = next((place for place in reversed(places) if place.start <= offset), None)
    if last is None or last.unit != "paragraph":
        return last
    return Place(offset, last.unit, last.number + text.count("\n", last.start, offset))


def places_within(text: str, places: tuple[Place, ...], start: int, end: int) -> tuple[Place, ...]:
    """The places of a slice of a text, counted from the beginning of the slice."""
    first = place_at(text, places, start)
    inside = tuple(Place(place.start - start, place.unit, place.number) for place in places if start < place.start < end)
    return inside if first is None else (Place(0, first.unit, first.number), *inside)
