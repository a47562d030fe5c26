"""Fit the risks of the verifier on the tune half of the claims, and choose its thresholds, by cross-validation with articles kept whole.

In:  eval/gold/claims.jsonl (lines with "split": "tune" only), the corpus.
Out: src/ecqa/answering/verification/risks.json, and a table of what is caught and passed at each threshold.

One logistic regression a kind of fault, on the claims that break no rule: true ones against those of that kind, each class weighing the same.
A coefficient that would have the wrong sign becomes 0. The altered claims of the set are nearer to the wording of their source than the true ones, which say
it in other words; free signs would learn that, and reject quotations.

usage: fit_verifier.py
"""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "eval"))

from claims import Claim, read_claims  # noqa: E402

from ecqa.answering.verification.signals import NAMES, READ, Compared, compare  # noqa: E402
from ecqa.answering.verification.spans import context_of, parts  # noqa: E402
from ecqa.answering.verification.words import said  # noqa: E402
from ecqa.protocols import ToRead  # noqa: E402
from ecqa.reading import BertReader  # noqa: E402

OUT = ROOT / "src/ecqa/answering/verification/risks.json"
FOLDS = 7
PENALTY = 3.0
"""Of the squares of the coefficients, over half."""
EVEN = 0.9
"""Share of the true claims of the tune half that is to pass where the verifier is even."""
STRICT = 0.6
"""The same where it is strict."""
KINDS = {
    "content": (("added", "passage", "name", "number", "date"), ("gap", "uncovered", "elsewhere", "new", *READ)),
    "negation": (("negation",), ("denied", "denial_added", "denial_lost", "opposed")),
    "roles": (("roles",), ("swapped", "swapped_any", "unordered", "misattached")),
    "merged": (("merged",), ("misattached", "across", "scattered", "several", "evidence", "span")),
    "quantifier": (("quantifier",), ("quantifier_contrary", "quantifier_added", "counted", "evidence")),
}
"""Kinds of fault, the kinds of claim that have it, and its signals."""

Array = NDArray[np.float64]


@dataclass
class Fitted:
    """One regression on standardised signals."""

    names: tuple[str, ...]
    mean: Array
    deviation: Array
    weights: Array
    intercept: float

    def held(self, signals: Array) -> Array:
        """Probability of no fault, for each row."""
        rows = signals[:, [NAMES.index(name) for name in self.names]]
        return 1 / (1 + np.exp(-np.clip((rows - self.mean) / self.deviation @ self.weights + self.intercept, -50, 50)))


def fit(signals: Array, true: NDArray[np.bool_], names: tuple[str, ...]) -> Fitted:
    """A logistic regression whose coefficients are at least 0 for the reader's signals and at most 0 for all others."""
    rows = signals[:, [NAMES.index(name) for name in names]]
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    rows = (rows - mean) / deviation
    side = np.where(true, 1.0, -1.0)
    weight = np.where(true, 0.5 / true.mean(), 0.5 / (1 - true.mean()))

    def loss(point: Array) -> tuple[float, Array]:
        margin = side * (rows @ point[:-1] + point[-1])
        slope = -side * weight / (1 + np.exp(np.clip(margin, -50, 50)))
        value = (weight * np.logaddexp(0, -margin)).sum() + PENALTY * point[:-1] @ point[:-1] / 2
        return float(value), np.append(rows.T @ slope + PENALTY * point[:-1], slope.sum())

    bounds = [(0, None) if name in READ else (None, 0) for name in names] + [(None, None)]
    point = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return Fitted(names, mean, deviation, point[:-1], float(point[-1]))


def fit_all(signals: Array, kinds: NDArray[np.str_], rows: NDArray[np.intp], *, read: bool) -> dict[str, Fitted]:
    """All regressions, on some of the claims."""
    fitted = {}
    for kind, (altered, names) in KINDS.items():
        own = rows[(kinds[rows] == "true") | np.isin(kinds[rows], altered)]
        fitted[kind] = fit(signals[own], kinds[own] == "true", tuple(name for name in names if read or name not in READ))
    return fitted


def score(fitted: dict[str, Fitted], signals: Array) -> Array:
    """The product of the probabilities of no fault."""
    return np.prod([one.held(signals) for one in fitted.values()], axis=0)


def cross_validated(signals: Array, kinds: NDArray[np.str_], broken: NDArray[np.bool_], articles: list[str], *, read: bool) -> Array:
    """The score of each claim by regressions that saw no claim of its article; 0 where a rule is broken."""
    order = {article: number for number, article in enumerate(dict.fromkeys(articles))}
    folds = np.array([order[article] % FOLDS for article in articles])
    scores = np.zeros(len(kinds))
    for fold in range(FOLDS):
        rows = np.flatnonzero((folds != fold) & ~broken)
        held_out = folds == fold
        scores[held_out] = score(fit_all(signals, kinds, rows, read=read), signals[held_out])
    scores[broken] = 0
    return scores


def compared(claims: list[Claim], reader: BertReader) -> list[Compared]:
    """Each claim beside its spans, with the reader's signals."""
    found = []
    for claim in claims:
        words = said(claim.text)
        chosen = parts(words, claim.hits, context_of(claim.hits))
        above = [f"{hit.article.title} {hit.article.date or ''} {hit.passage.heading}".strip() for hit in claim.hits]
        readings = reader.read(words.text, [ToRead(hit.passage.text, over) for hit, over in zip(claim.hits, above, strict=True)])
        found.append(compare(words, chosen, claim.hits, readings))
    return found


def main() -> None:
    """Fits, prints and writes."""
    claims = [claim for claim in read_claims() if claim.split == "tune"]
    found = compared(claims, BertReader())
    signals = np.array([one.signals.vector() for one in found])
    broken = np.array([one.broken is not None for one in found])
    kinds = np.array([claim.kind for claim in claims])
    told = {}
    for name, read in (("reader", True), ("alone", False)):
        scores = cross_validated(signals, kinds, broken, [claim.article for claim in claims], read=read)
        true = scores[kinds == "true"]
        print(name)
        for passed in (0.95, 0.93, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3):
            limit = float(np.quantile(true, 1 - passed))
            caught = [f"{kind} {(scores[kinds == kind] < limit).mean():.2f}" for kind in dict.fromkeys(kinds) if kind != "true"]
            print(
                f"  {limit:.3f} passes {(true >= limit).mean():.2f} catches {(scores[kinds != 'true'] < limit).mean():.3f}:",
                ", ".join(caught),
            )
        fitted = fit_all(signals, kinds, np.flatnonzero(~broken), read=read)
        told[name] = {
            "thresholds": {"even": round(float(np.quantile(true, 1 - EVEN)), 4), "strict": round(float(np.quantile(true, 1 - STRICT)), 4)},
            "risks": {kind: _told(one) for kind, one in fitted.items()},
        }
        print({kind: {n: round(w["weight"], 2) for n, w in one["signals"].items()} for kind, one in told[name]["risks"].items()})
    OUT.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _told(one: Fitted) -> dict[str, object]:
    columns = zip(one.names, one.mean, one.deviation, one.weights, strict=True)
    return {
        "intercept": round(one.intercept, 5),
        "signals": {
            name: {"mean": round(m, 5), "deviation": round(d, 5), "weight": round(w, 5)} for name, m, d, w in columns if abs(w) > 1e-9
        },
    }


if __name__ == "__main__":
    main()
