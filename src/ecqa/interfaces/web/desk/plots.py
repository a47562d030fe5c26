"""Counts or figures by day to the coordinates of a plot; the SVG itself is written by the templates. Units are pixels of the plot's own box."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

WIDTH, HEIGHT = 720, 180
LEFT, BOTTOM = 44, 24
"""Room for the numbers of both axes."""
STEPS = (1, 2, 5)
LABELS = 8
"""Days named below the plot, at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One part of a stacked bar."""

    kind: str
    x: float
    y: float
    width: float
    height: float
    label: str


@dataclass(frozen=True, slots=True)
class Plot:
    """A stacked bar a day."""

    pieces: tuple[Piece, ...]
    ticks: tuple[tuple[float, int], ...]
    """Height and number of each line of the grid."""
    days: tuple[tuple[float, str], ...]
    """Place and date of the days that are named."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one figure does from day to day."""

    kind: str
    path: str
    """Of SVG; broken where a day has no figure."""
    dots: tuple[tuple[float, float, str], ...]
    """Place and label of each figure."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Figures by day; axes as in `Plot`."""

    lines: tuple[Line, ...]
    ticks: tuple[tuple[float, int], ...]
    days: tuple[tuple[float, str], ...]


def stacked(days: Sequence[tuple[str, dict[str, int]]]) -> Plot:
    """A plot of counts by day.

    Args:
        days: ISO date and count of each kind, bottom first; every day in order.
    """
    top = _ceiling(max((sum(counts.values()) for _, counts in days), default=0))
    slot, room = (WIDTH - LEFT) / max(1, len(days)), HEIGHT - BOTTOM
    pieces = []
    for place, (day, counts) in enumerate(days):
        base = float(room)
        for kind, count in counts.items():
            height = room * count / top
            base -= height
            if count:
                box = (round(LEFT + place * slot + slot * 0.1, 2), round(base, 2), round(slot * 0.8, 2), round(height, 2))
                pieces.append(Piece(kind, *box, f"{day}: {count}"))
    return Plot(tuple(pieces), _ticks(top), _named([day for day, _ in days]))


def lines(days: Sequence[tuple[str, dict[str, float | None]]], top: int = 0) -> Lines:
    """A plot of figures by day.

    Args:
        days: ISO date and figure of each kind, None where there is none; every day in order, all of the same kinds.
        top: What the axis reaches; 0 chooses it.
    """
    top = top or _ceiling(max((figure for _, figures in days for figure in figures.values() if figure is not None), default=0))
    slot, room = (WIDTH - LEFT) / max(1, len(days)), HEIGHT - BOTTOM
    drawn = []
    for kind in days[0][1] if days else ():
        path, dots, broken = "", [], True
        for place, (day, figures) in enumerate(days):
            figure = figures[kind]
            if figure is not None:
                x, y = round(LEFT + (place + 0.5) * slot, 2), round(room * (1 - figure / top), 2)
                path += f"{'M' if broken else 'L'}{x} {y}"
                dots.append((x, y, f"{day}: {figure:.0f}"))
            broken = figure is None
        drawn.append(Line(kind, path, tuple(dots)))
    return Lines(tuple(drawn), _ticks(top), _named([day for day, _ in days]))


def every_day(since: str, until: str) -> list[str]:
    """All ISO dates from the first to the last."""
    first, last = date.fromisoformat(since), date.fromisoformat(until)
    return [(first + timedelta(days=number)).isoformat() for number in range((last - first).days + 1)]


def _named(days: Sequence[str]) -> tuple[tuple[float, str], ...]:
    """Place and date of the days that are named, always the last one, which is today."""
    slot, each = (WIDTH - LEFT) / max(1, len(days)), -(-len(days) // LABELS) or 1
    return tuple((round(LEFT + (place + 0.5) * slot, 2), day[5:]) for place, day in enumerate(days) if (len(days) - 1 - place) % each == 0)


def _ticks(top: int) -> tuple[tuple[float, int], ...]:
    """Height and number of each line of the grid."""
    return tuple((round((HEIGHT - BOTTOM) * (1 - value / top), 2), value) for value in range(0, top + 1, max(1, top // 4)))


def _ceiling(most: float) -> int:
    """The least of 4, 8, 20, 40, 80, … that reaches the most."""
    scale = 4
    while True:
        for step in STEPS:
            if scale * step >= most:
                return scale * step
        scale *= 10


TEMPLATE_GLOBALS = {"plot_width": WIDTH, "plot_height": HEIGHT, "plot_left": LEFT, "plot_room": HEIGHT - BOTTOM}
