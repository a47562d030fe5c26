"""Pieces of lines on a page, with their boxes, to columns in reading order; it joins no lines to paragraphs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

COLUMN_LINES = 3
"""Lines that stand on either side of a gap, at least, for the gap to part two columns."""
COLUMN_TEXT = 40
"""Characters on either side, at least."""
DEPTH = 24
BANDS_LIMIT = 120
"""Lines of a page above which no columns are looked for among some of them only."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of a line, or a whole table; offsets in points from the page's upper left corner."""

    text: str
    size: float
    """Of its letters; 0 for a table."""
    left: float
    top: float
    right: float
    bottom: float


def reading_order(fragments: Sequence[Fragment], depth: int = 0) -> list[list[Fragment]]:
    """Columns from left to right, what stands above them before and what stands below them after; each column from top to bottom.

    Source: recursive X-Y cut; Nagy, Seth and Viswanathan, A prototype document image analysis system for technical
        journals, IEEE Computer 25(7), 1992.
    """
    if not fragments:
        return []
    if depth < DEPTH:
        sides = _sides(fragments)
        if sides is not None:
            return [*reading_order(sides[0], depth + 1), *reading_order(sides[1], depth + 1)]
        parts = _around_columns(fragments)
        if parts is not None:
            return [column for part in parts for column in reading_order(part, depth + 1)]
    return [_in_lines(fragments)]


def _sides(fragments: Sequence[Fragment]) -> tuple[list[Fragment], list[Fragment]] | None:
    """What stands left and right of a gap that parts two columns; None where there is none."""
    groups = _parted(fragments, lambda one: (one.left, one.right), 0.8 * _size(fragments))
    for cut in range(1, len(groups)):
        left, right = [one for group in groups[:cut] for one in group], [one for group in groups[cut:] for one in group]
        if _is_column(left) and _is_column(right):
            return left, right
    return None


def _around_columns(fragments: Sequence[Fragment]) -> tuple[list[Fragment], list[Fragment], list[Fragment]] | None:
    """What stands above, in and below the tallest stretch of the page that has columns; None where no stretch has."""
    bands = _parted(fragments, lambda one: (one.top, one.bottom), 0.0)
    wide = 0.75 * (max(one.right for one in fragments) - min(one.left for one in fragments))
    if len(bands) > BANDS_LIMIT or sum(one.right - one.left < wide for one in fragments) < 2 * COLUMN_LINES:
        return None
    for length in range(len(bands) - 1, 0, -1):
        for start in range(len(bands) - length + 1):
            inside = [one for band in bands[start : start + length] for one in band]
            if _sides(inside) is not None:
                return (
                    [one for band in bands[:start] for one in band],
                    inside,
                    [one for band in bands[start + length :] for one in band],
                )
    return None


def _parted(fragments: Sequence[Fragment], span: Callable[[Fragment], tuple[float, float]], gap: float) -> list[list[Fragment]]:
    """Groups between which nothing stands, in order along one direction."""
    groups: list[list[Fragment]] = []
    end = float("-inf")
    for one in sorted(fragments, key=span):
        start, stop = span(one)
        if not groups or start - end > gap:
            groups.append([])
        groups[-1].append(one)
        end = max(end, stop)
    return groups


def _is_column(fragments: list[Fragment]) -> bool:
    return len({round(one.top) for one in fragments}) >= COLUMN_LINES and sum(len(one.text) for one in fragments) >= COLUMN_TEXT


def _size(fragments: Sequence[Fragment]) -> float:
    sizes = sorted(one.size for one in fragments)
    return sizes[len(sizes) // 2] or 10.0


def _in_lines(fragments: Sequence[Fragment]) -> list[Fragment]:
    """From top to bottom; pieces of one line from left to right, as one."""
    lines: list[Fragment] = []
    for one in sorted(fragments, key=lambda one: (round((one.top + one.bottom) / 2), one.left)):
        last = lines[-1] if lines else None
        if (
            last is not None
            and last.size
            and one.size
            and abs((last.top + last.bottom) - (one.top + one.bottom)) < last.size
            and one.left >= last.right
        ):
            lines[-1] = Fragment(
                f"{last.text} {one.text}", last.size, last.left, min(last.top, one.top), one.right, max(last.bottom, one.bottom)
            )
        else:
            lines.append(one)
    return lines
