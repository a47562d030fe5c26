"""Scores of several people for the same answers to how far they agree, with an interval; it says nothing about who is right."""

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np
from numpy.typing import NDArray

SCALE = (1, 2, 3, 4, 5)
"""The scores there are, worst first."""
SEED = 20130117
RESAMPLES = 1000
FEWEST = 2
"""Answers scored by two people or more, below which nothing is said of agreement."""
APART = 2
"""Raters disagree about an answer when their scores are this far apart."""

Scores = Mapping[str, Mapping[str, int]]
"""By question, then by rater."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Krippendorff's alpha of one scale."""

    alpha: float | None
    """1 is perfect, 0 what chance gives; None where two people scored fewer than two of the same answers, or all scores are equal."""
    low: float | None
    high: float | None
    """95 % interval, by a bootstrap over answers."""
    answers: int
    """How many were scored by two people or more."""
    raters: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """An answer about which raters are far apart."""

    question: str
    scores: tuple[tuple[str, int], ...]
    """Rater and score, by rater."""


def agreement(scores: Scores) -> Agreement:
    """How far raters agree on one scale, taken as ordinal.

    Source: Krippendorff, Content Analysis, 4th edition, 2019, chapter 12; the interval is a percentile bootstrap over answers.
    """
    shared = [of_question for of_question in scores.values() if len(of_question) > 1]
    raters = sorted({rater for of_question in shared for rater in of_question})
    if len(shared) < FEWEST:
        return Agreement(None, None, None, len(shared), len(raters))
    table = np.asarray([[of_question.get(rater, np.nan) for rater in raters] for of_question in shared], dtype=np.float64)
    alpha = _alpha(table)
    if alpha is None:
        return Agreement(None, None, None, len(shared), len(raters))
    draws = np.random.default_rng(SEED).integers(0, len(table), size=(RESAMPLES, len(table)))
    found = [value for draw in draws if (value := _alpha(table[draw])) is not None]
    low, high = np.quantile(found, [0.025, 0.975])
    return Agreement(alpha, float(low), float(high), len(shared), len(raters))


def disagreements(scores: Scores) -> list[Disagreement]:
    """The answers whose scores are furthest apart first, down to `APART`."""
    apart = [
        Disagreement(question, tuple(sorted(of_question.items())))
        for question, of_question in scores.items()
        if of_question and max(of_question.values()) - min(of_question.values()) >= APART
    ]
    return sorted(apart, key=lambda one: (-_spread([score for _, score in one.scores]), one.question))


def _alpha(table: NDArray[np.float64]) -> float | None:
    """Args: table of shape (answers, raters), NaN where there is no score."""
    if len(np.unique(table[~np.isnan(table)])) < 2:
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        value = float(krippendorff.alpha(reliability_data=table.T, level_of_measurement="ordinal", value_domain=list(SCALE)))
    return value if np.isfinite(value) else None


def _spread(scores: Sequence[int]) -> int:
    return max(scores) - min(scores)
