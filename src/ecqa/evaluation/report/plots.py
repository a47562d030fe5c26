"""Figures to the coordinates of the page's plots; the SVG itself is written by the templates.

Shares are drawn on a scale of 0 to 100 units; the curve's y axis points down, as SVG's does.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.evaluation.figures import Curve, SplitFigures
from ecqa.evaluation.metrics.latency import Latency
from ecqa.evaluation.summary import Figure, Summary

UNANSWERABLE_METRIC = "refusal_recall"
ANSWERABLE_METRIC = "coverage"


@dataclass(frozen=True, slots=True)
class Row:
    """A group of questions with the figure of each split."""

    group: str
    metric: str
    figures: tuple[tuple[str, Figure], ...]
    """Split and figure, the main split last, so that it is drawn on top."""


@dataclass(frozen=True, slots=True)
class CurvePlot:
    """A refusal curve and where the system itself stands."""

    split: str
    score: str
    auc: float
    line: str
    """Points of a polyline, `x,y` in units of 100: answer rate to the right, refusal recall upwards."""
    x: float
    y: float
    """The system's own answer rate and refusal recall."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A stage's latency, in milliseconds and in hundredths of the longest p95."""

    stage: str
    latency: Latency
    p50_width: float
    p95_width: float


def rows(groups: Sequence[tuple[str, dict[str, Summary]]]) -> list[Row]:
    """A row for each group of any split: coverage, or refusal recall where nothing can be answered.

    Args:
        groups: Split and its summaries by type or persona, the main split last.
    """
    names = sorted({name for _, summaries in groups for name in summaries})
    found = []
    for name in names:
        summaries = [(split, by[name]) for split, by in groups if name in by]
        metric = ANSWERABLE_METRIC if any(summary.answerable for _, summary in summaries) else UNANSWERABLE_METRIC
        found.append(Row(name, metric, tuple((split, summary.figures[metric]) for split, summary in summaries)))
    return sorted(found, key=lambda row: (row.metric != ANSWERABLE_METRIC, -(row.figures[-1][1].value or 0), row.group))


def curve_plot(split: str, figures: SplitFigures) -> CurvePlot | None:
    """The curve of one split; None when it has none."""
    curve, rate, recall = figures.curve, figures.all.figures["answer_rate"].value, figures.all.figures["refusal_recall"].value
    if curve is None or rate is None or recall is None:
        return None
    return CurvePlot(split, curve.score, curve.auc, _polyline(curve), 100 * rate, 100 * (1 - recall))


def bars(latencies: dict[str, Latency]) -> list[Bar]:
    """A bar for each stage that took time."""
    longest = max((latency.p95 for latency in latencies.values()), default=0) or 1
    return [
        Bar(stage, latency, 100 * latency.p50 / longest, 100 * latency.p95 / longest)
        for stage, latency in latencies.items()
        if latency.longest > 0
    ]


def _polyline(curve: Curve) -> str:
    ends = [(100.0, 100.0), *((100 * point.answer_rate, 100 * (1 - point.refusal_recall)) for point in curve.points), (0.0, 0.0)]
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in ends)
