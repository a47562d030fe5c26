"""The stored answers of a run, complete or not, to the figures that its page shows; the metrics themselves are `ecqa.evaluation`'s."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ecqa.evaluation.catalogue import METRICS, Metric
from ecqa.evaluation.folder import Record, to_record
from ecqa.evaluation.metrics.lengths import quantile
from ecqa.evaluation.report.cards import Piece, marked
from ecqa.evaluation.summary import Figure, figure_of
from ecqa.storage import Row

ALL = "all"
ANSWERABLE, UNANSWERABLE = "coverage", "refusal_recall"


@dataclass(frozen=True, slots=True)
class Group:
    """The questions of one type or persona."""

    name: str
    metric: str
    """Coverage, or refusal recall where nothing can be answered."""
    figure: Figure


@dataclass(frozen=True, slots=True)
class Question:
    """One question as the page lists it."""

    record: Record
    judgement: dict[str, Any]
    pieces: tuple[Piece, ...]
    """The answer's text, its markers apart."""
    citations: tuple[tuple[dict[str, Any], bool], ...]
    """Each citation, and whether it is to the point."""
    evidence: tuple[tuple[dict[str, Any], bool, bool], ...]
    """Each gold quote, whether it was among the five best passages, and whether it was cited."""
    points: tuple[tuple[list[str], bool], ...]
    """Each key point's wordings, and whether the answer holds one."""

    @property
    def haystack(self) -> str:
        """What the search box looks through."""
        return " ".join([self.record.id, self.record.question, self.record.gold_answer, self.record.text]).lower()


@dataclass(frozen=True, slots=True)
class View:
    """What the page of a run shows."""

    split: str
    splits: tuple[str, ...]
    metrics: tuple[tuple[Metric, Figure], ...]
    types: tuple[Group, ...]
    personas: tuple[Group, ...]
    statuses: dict[str, int]
    p50: float | None
    """Milliseconds from question to answer."""
    p95: float | None
    questions: tuple[Question, ...]


def view(rows: Sequence[Row], split: str = ALL) -> View:
    """The figures of the rows of one split.

    Args:
        rows: What was answered so far.
        split: Only questions of this split; `all`, or one that there is none of, takes all.
    """
    splits = tuple(sorted({row.judgement["split"] for row in rows} - {""}))
    split = split if split in splits else ALL
    chosen = [row for row in rows if split in (ALL, row.judgement["split"])]
    records = records_of(chosen)
    times = [row.judgement["milliseconds"] for row in chosen]
    statuses = [record.status for record in records]
    return View(
        split=split,
        splits=splits,
        metrics=tuple((metric, _figure(metric, records)) for metric in METRICS),
        types=_groups(records, "type"),
        personas=_groups(records, "persona"),
        statuses={status: statuses.count(status) for status in ("answered", "partial", "refused")},
        p50=quantile(times, 0.5),
        p95=quantile(times, 0.95),
        questions=tuple(_question(row, record) for row, record in zip(chosen, records, strict=True)),
    )


def records_of(rows: Sequence[Row]) -> list[Record]:
    """The rows as comparisons read them."""
    return [to_record(row.judgement, row.answer) for row in rows]


def _figure(metric: Metric, records: Sequence[Record]) -> Figure:
    return figure_of(metric, [record.tallies[metric.name] for record in records])


def _groups(records: Sequence[Record], by: str) -> tuple[Group, ...]:
    metrics = {metric.name: metric for metric in METRICS}
    found = []
    for name in sorted({getattr(record, by) for record in records}):
        group = [record for record in records if getattr(record, by) == name]
        metric = ANSWERABLE if any(record.answerable for record in group) else UNANSWERABLE
        found.append(Group(name, metric, _figure(metrics[metric], group)))
    return tuple(found)


def _question(row: Row, record: Record) -> Question:
    judged = row.judgement
    return Question(
        record=record,
        judgement=judged,
        pieces=tuple(marked(record.text)),
        citations=tuple(zip(row.answer["citations"], judged["citations_right"], strict=True)),
        evidence=tuple(zip(judged["evidence"], judged["quotes_found"], judged["quotes_cited"], strict=True)),
        points=tuple(zip(judged["key_points"], judged["points"], strict=True)),
    )
