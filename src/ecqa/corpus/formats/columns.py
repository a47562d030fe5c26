"""Pieces of lines on a page, with their boxes, to columns in reading order; it joins no lines to paragraphs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

COLUMN_LINES = 3
"""Lines that stand on either side of a gap, at least, for the gap to part two columns."""
COLUMN_TEXT = 40
"""Characters on either side, at least."""
DEPTH = 24


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
    """Columns from left to right, and what stands above them before them; each column from top to bottom.

    Source: recursive X-Y cut; Nagy, Seth and Viswanathan, A prototype document image analysis system for technical
        journals, IEEE Computer 25(7), 1992.
    """
    if not fragments:
        return []
    sides = _parted(fragments, lambda one: (one.left, one.right), 0.8 * _size(fragments))
    for cut in range(1, len(sides)):
        left, right = [one for side in sides[:cut] for one in side], [one for side in sides[cut:] for one in side]
        if _is_column(left) and _is_column(right):
            return [*reading_order(left, depth + 1), *reading_order(right, depth + 1)]
    if depth < DEPTH:
        height = _column_start(fragments)
        if height is not None:
            above = [one for one in fragments if one.top < height]
            below = [one for one in fragments if one.top >= height]
            return [*reading_order(above, depth + 1), *reading_order(below, depth + 1)]
    return [_in_lines(fragments)]


def _column_start(fragments: Sequence[Fragment]) -> float | None:
    """Height below or above which the page has columns although as a whole it has none; None where it has none anywhere."""
    bands = _parted(fragments, lambda one: (one.top, one.bottom), 0.0)
    for i in range(1, len(bands)):
        for part in (bands[i:], bands[:i]):
            inside = [one for band in part for one in band]
            sides = _parted(inside, lambda one: (one.left, one.right), 0.8 * _size(inside))
            if len(sides) > 1 and any(
                _is_column([one for side in sides[:cut] for one in side]) and _is_column([one for side in sides[cut:] for one in side])
                for cut in range(1, len(sides))
            ):
                return min(one.top for one in bands[i])
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
