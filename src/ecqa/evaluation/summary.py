"""Judgements to figures with intervals, over all of them and by type and persona; it compares nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ecqa.evaluation.catalogue import METRICS, Metric
from ecqa.evaluation.gold import GoldQuestion
from ecqa.evaluation.intervals import mean_interval, wilson
from ecqa.evaluation.judge import NOWHERE, Judgement, Truth
from ecqa.evaluation.metrics.lengths import quantile
from ecqa.evaluation.metrics.tally import Tally, total
from ecqa.schema import Answer, Hit


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric over some questions, with its 95 % interval; None where there was nothing to count."""

    value: float | None
    n: int
    """What the denominator counts: questions, gold quotes, citations or statements."""
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Summary:
    """All figures of some questions."""

    questions: int
    answerable: int
    statuses: dict[str, int]
    """How many answers were answered, partial and refused."""
    figures: dict[str, Figure]
    """By the names in `catalogue.METRICS`."""
    length_p50: float | None
    """Characters, over answers that are no refusals."""
    length_p90: float | None
    quote_p50: float | None
    """Characters of a citation's quote: one that quotes whole articles hits everything and points at nothing."""
    quote_p90: float | None


@dataclass(frozen=True, slots=True)
class Judged:
    """A gold question with its answer and what was judged of it."""

    gold: GoldQuestion
    answer: Answer
    judgement: Judgement
    hits: tuple[Hit, ...] = ()
    truth: Truth = NOWHERE
    milliseconds: float = 0.0
    """From question to answer, measured from outside."""


def summarise(judged: Sequence[Judged]) -> Summary:
    """The figures of some judged questions."""
    statuses = [one.answer.status for one in judged]
    lengths = [one.judgement.characters for one in judged if one.answer.status != "refused"]
    quotes = [len(citation.quote) for one in judged for citation in one.answer.citations]
    return Summary(
        questions=len(judged),
        answerable=sum(one.gold.answerable for one in judged),
        statuses={status: statuses.count(status) for status in ("answered", "partial", "refused")},
        figures={metric.name: figure(metric, [one.judgement for one in judged]) for metric in METRICS},
        length_p50=quantile(lengths, 0.5),
        length_p90=quantile(lengths, 0.9),
        quote_p50=quantile(quotes, 0.5),
        quote_p90=quantile(quotes, 0.9),
    )


def figure(metric: Metric, judgements: Sequence[Judgement]) -> Figure:
    """One metric over some questions, with its interval."""
    return figure_of(metric, [judgement.tallies[metric.name] for judgement in judgements])


def figure_of(metric: Metric, tallies: Sequence[Tally]) -> Figure:
    """One metric from what it is summed from, a tally a question, with its interval."""
    summed = total(tallies)
    if summed.value is None:
        return Figure(None, 0, None, None)
    low, high = wilson(summed.part, summed.whole) if metric.interval == "wilson" else mean_interval(tallies)
    return Figure(summed.value, int(summed.whole), low, high)


def by(judged: Sequence[Judged], name: Callable[[GoldQuestion], str]) -> dict[str, Summary]:
    """Summaries of the groups that a question's type, persona or split makes, in order of their names."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(name(one.gold), []).append(one)
    return {group: summarise(groups[group]) for group in sorted(groups)}
