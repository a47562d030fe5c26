"""Signals to the probability of each kind of fault, by logistic regressions whose coefficients stand in risks.json; it breaks no rule itself.

    risk of kind k = 1 / (1 + exp(b + sum over its signals of w * (x - mean) / deviation))

Each regression tells true claims from those with one kind of fault. Every coefficient has the sign that its signal means, or is 0: none
gains by being further from the wording of the text. Fitted by train/fit_verifier.py.
"""

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from math import exp

from ecqa.answering.verification.signals import NAMES, Signals


@dataclass(frozen=True, slots=True)
class Risk:
    """One regression."""

    kind: str
    """Of fault: content, negation, roles, merged or quantifier."""
    intercept: float
    weights: tuple[tuple[int, float, float, float], ...]
    """Place of the signal in `NAMES`, its mean, deviation and coefficient."""

    def held(self, signals: list[float]) -> float:
        """Probability in [0, 1] that the claim has no such fault."""
        total = self.intercept + sum(weight * (signals[place] - mean) / deviation for place, mean, deviation, weight in self.weights)
        return 1 / (1 + exp(-max(-50.0, min(50.0, total))))


@dataclass(frozen=True, slots=True)
class Risks:
    """All regressions of one way to verify."""

    risks: tuple[Risk, ...]
    thresholds: dict[str, float]
    """Score from which on a claim is held, by strictness."""

    def weigh(self, signals: Signals) -> tuple[float, str]:
        """The product of the probabilities, in [0, 1], higher is better; and the kind of fault that is most likely."""
        vector = signals.vector()
        held = {one.kind: one.held(vector) for one in self.risks}
        score = 1.0
        for probability in held.values():
            score *= probability
        return score, min(held, key=lambda kind: held[kind])


@cache
def risks(with_reader: bool) -> Risks:
    """The regressions that were fitted with the reader's signals, or without."""
    told = json.loads(resources.files(__package__).joinpath("risks.json").read_text("utf-8"))["reader" if with_reader else "alone"]
    return Risks(tuple(_risk(kind, one) for kind, one in told["risks"].items()), {str(k): float(v) for k, v in told["thresholds"].items()})


def _risk(kind: str, told: dict[str, object]) -> Risk:
    signals = told["signals"]
    assert isinstance(signals, dict)
    intercept = told["intercept"]
    assert isinstance(intercept, float | int)
    weights = tuple((NAMES.index(name), float(one["mean"]), float(one["deviation"]), float(one["weight"])) for name, one in signals.items())
    return Risk(kind, float(intercept), weights)
