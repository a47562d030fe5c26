"""Judged questions to all figures of a run: by split, and within each by type and persona, with the refusal curve."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from ecqa.evaluation.metrics.refusal_curve import Point, area, refusal_curve
from ecqa.evaluation.summary import Judged, Summary, by, summarise

ALL = "all"


@dataclass(frozen=True, slots=True)
class Curve:
    """How well one score alone would part what can be answered from what cannot."""

    score: Literal["confidence", "cosine"]
    """The system's own confidence where it states one, else the best passage's cosine."""
    auc: float
    points: list[Point]


@dataclass(frozen=True, slots=True)
class SplitFigures:
    """The figures of one split."""

    all: Summary
    type: dict[str, Summary]
    persona: dict[str, Summary]
    curve: Curve | None
    """None when all questions, or none, can be answered."""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a run, by split; "all" is every question."""

    splits: dict[str, SplitFigures]

    def each(self) -> Iterator[tuple[str, str, str, Summary]]:
        """Split, what it is divided by (all, type or persona), the group's name, and the group's figures."""
        for name, split in self.splits.items():
            yield name, ALL, ALL, split.all
            for group, summary in split.type.items():
                yield name, "type", group, summary
            for group, summary in split.persona.items():
                yield name, "persona", group, summary


def figures_of(judged: Sequence[Judged]) -> Figures:
    """All figures of some judged questions."""
    names = [name for name in dict.fromkeys(one.gold.split for one in judged) if name]
    groups = {ALL: list(judged)} | {name: [one for one in judged if one.gold.split == name] for name in sorted(names, reverse=True)}
    return Figures({name: _split(group) for name, group in groups.items()})


def _split(judged: Sequence[Judged]) -> SplitFigures:
    return SplitFigures(summarise(judged), by(judged, lambda gold: gold.type), by(judged, lambda gold: gold.persona), _curve(judged))


def _curve(judged: Sequence[Judged]) -> Curve | None:
    answerable = [one for one in judged if one.gold.answerable]
    others = [one for one in judged if not one.gold.answerable]
    if not answerable or not others:
        return None
    stated = any(one.judgement.confidence is not None for one in judged)
    score = _confidence if stated else _cosine
    high, low = [score(one) for one in answerable], [score(one) for one in others]
    return Curve("confidence" if stated else "cosine", round(area(high, low), 6), refusal_curve(high, low))


def _confidence(one: Judged) -> float:
    """What was answered without being weighed, such as the outline of an article, is answered at every threshold."""
    if one.judgement.confidence is None:
        return 0.0 if one.answer.status == "refused" else 1.0
    return one.judgement.confidence


def _cosine(one: Judged) -> float:
    return one.judgement.cosine
