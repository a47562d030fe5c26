"""Fit the risks of the verifier on the tune half of the claims and on written ones, and choose its thresholds, by cross-validation with articles kept whole.

In:  eval/gold/claims.jsonl (lines with "split": "tune" only), the corpus; train/written/claims-*.jsonl and the articles that they are about.
Out: src/ecqa/answering/verification/risks.json, and tables of what is caught and passed at each threshold: in cross-validation on the tune half,
     and on the written claims that are held out (claims-4), by what ships.

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

from ecqa.answering.verification import cited  # noqa: E402
from ecqa.answering.verification.signals import NAMES, READ, Compared, compare, read  # noqa: E402
from ecqa.answering.verification.spans import context_of, parts  # noqa: E402
from ecqa.answering.verification.words import said  # noqa: E402
from ecqa.reading import BertReader  # noqa: E402
from ecqa.schema import Article  # noqa: E402

OUT = ROOT / "src/ecqa/answering/verification/risks.json"
WRITTEN = ROOT / "train/written"
HELD_OUT = 4
"""Number of the file of written claims that nothing is fitted on."""
FOLDS = 7
WORTH = 0.25
"""What a written claim counts beside one of the tune half: there are more of them, further from the corpus."""
PENALTY = 3.0
"""Of the squares of the coefficients, over half."""
EVEN = 0.9
"""Share of the true claims of the tune half that is to pass where the verifier is even."""
STRICT = 0.7
"""The same where it is strict."""
KINDS = {
    "content": (
        ("added", "passage", "name", "number", "date", "amount"),
        ("gap", "uncovered", "elsewhere", "new", "counted", "person_elsewhere", *READ),
    ),
    "negation": (("negation",), ("denied", "denial_added", "denial_lost", "opposed")),
    "roles": (("roles",), ("swapped", "swapped_any", "unordered", "misattached", "exchanged")),
    "merged": (
        ("merged",),
        ("misattached", "figure_elsewhere", "person_elsewhere", "exchanged", "across", "scattered", "several", "evidence", "span"),
    ),
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


def fit(signals: Array, true: NDArray[np.bool_], names: tuple[str, ...], counts: Array) -> Fitted:
    """A logistic regression whose coefficients are at least 0 for the reader's signals and at most 0 for all others."""
    rows = signals[:, [NAMES.index(name) for name in names]]
    mean, deviation = rows.mean(0), rows.std(0) + 1e-6
    rows = (rows - mean) / deviation
    side = np.where(true, 1.0, -1.0)
    share = counts[true].sum() / counts.sum()
    weight = counts / counts.mean() * np.where(true, 0.5 / share, 0.5 / (1 - share))

    def loss(point: Array) -> tuple[float, Array]:
        margin = side * (rows @ point[:-1] + point[-1])
        slope = -side * weight / (1 + np.exp(np.clip(margin, -50, 50)))
        value = (weight * np.logaddexp(0, -margin)).sum() + PENALTY * point[:-1] @ point[:-1] / 2
        return float(value), np.append(rows.T @ slope + PENALTY * point[:-1], slope.sum())

    bounds = [(0, None) if name in READ else (None, 0) for name in names] + [(None, None)]
    point = minimize(loss, np.zeros(len(names) + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return Fitted(names, mean, deviation, point[:-1], float(point[-1]))


def fit_all(signals: Array, kinds: NDArray[np.str_], counts: Array, rows: NDArray[np.intp], *, read: bool) -> dict[str, Fitted]:
    """All regressions, on some of the claims."""
    fitted = {}
    for kind, (altered, names) in KINDS.items():
        own = rows[(kinds[rows] == "true") | np.isin(kinds[rows], altered)]
        fitted[kind] = fit(signals[own], kinds[own] == "true", tuple(name for name in names if read or name not in READ), counts[own])
    return fitted


def score(fitted: dict[str, Fitted], signals: Array) -> Array:
    """The product of the probabilities of no fault."""
    return np.prod([one.held(signals) for one in fitted.values()], axis=0)


def cross_validated(
    signals: Array, kinds: NDArray[np.str_], counts: Array, broken: NDArray[np.bool_], articles: list[str], *, read: bool
) -> Array:
    """The score of each claim by regressions that saw no claim of its article; 0 where a rule is broken."""
    order = {article: number for number, article in enumerate(dict.fromkeys(articles))}
    folds = np.array([order[article] % FOLDS for article in articles])
    scores = np.zeros(len(kinds))
    for fold in range(FOLDS):
        rows = np.flatnonzero((folds != fold) & ~broken)
        held_out = folds == fold
        scores[held_out] = score(fit_all(signals, kinds, counts, rows, read=read), signals[held_out])
    scores[broken] = 0
    return scores


def read_written(number: int) -> list[Claim]:
    """One file of written claims, each quote as a passage of its invented article."""
    lines = [json.loads(line) for line in (WRITTEN / f"letters-{number}.jsonl").read_text("utf-8").splitlines()]
    articles = {}
    for one in lines:
        if "article" in one:
            text = f"{one['headline']}\n{one['text']}"
            articles[one["article"]] = Article(one["article"], one["headline"], text, "0" * 12, "letters", 0, date=one["date"])
    claims = []
    for line in (WRITTEN / f"claims-{number}.jsonl").read_text("utf-8").splitlines():
        told = json.loads(line)
        article = articles[told["article"]]
        hits = [cited(article, article.text.index(quote), article.text.index(quote) + len(quote)) for quote in told["quotes"]]
        claims.append(
            Claim(told["id"], told["claim"], told["article"], told["kind"], "held out" if number == HELD_OUT else "written", hits)
        )
    return claims


def compared(claims: list[Claim], reader: BertReader) -> list[Compared]:
    """Each claim beside its spans, with the reader's signals."""
    found = []
    for claim in claims:
        words = said(claim.text)
        chosen = parts(words, claim.hits, context_of(claim.hits))
        found.append(read(compare(words, chosen, claim.hits), words, chosen, claim.hits, reader))
    return found


def table(scores: Array, kinds: NDArray[np.str_]) -> None:
    """Prints what is caught where so many true claims pass."""
    true = scores[kinds == "true"]
    for passed in (0.95, 0.93, 0.9, 0.85, 0.8, 0.7, 0.6, 0.5):
        limit = float(np.quantile(true, 1 - passed))
        if limit > 0:
            caught = [f"{kind} {(scores[kinds == kind] < limit).mean():.2f}" for kind in dict.fromkeys(kinds) if kind != "true"]
            print(
                f"  {limit:.3f} passes {(true >= limit).mean():.2f} catches {(scores[kinds != 'true'] < limit).mean():.3f}:",
                ", ".join(caught),
            )


def main() -> None:
    """Fits, prints and writes."""
    claims = [claim for claim in read_claims() if claim.split == "tune"]
    claims += [claim for number in range(1, HELD_OUT + 1) for claim in read_written(number)]
    found = compared(claims, BertReader())
    signals = np.array([one.signals.vector() for one in found])
    broken = np.array([one.broken is not None for one in found])
    kinds = np.array([claim.kind for claim in claims])
    splits = np.array([claim.split for claim in claims])
    counts = np.where(splits == "tune", 1.0, WORTH)
    articles = [claim.article for claim in claims]
    used, tune, held_out = (np.flatnonzero(which) for which in (splits != "held out", splits == "tune", splits == "held out"))
    told = {}
    for name, with_reader in (("reader", True), ("alone", False)):
        scores = np.zeros(len(claims))
        scores[used] = cross_validated(
            signals[used], kinds[used], counts[used], broken[used], [articles[row] for row in used], read=with_reader
        )
        true = scores[tune][kinds[tune] == "true"]
        print(name, "tune, in cross-validation")
        table(scores[tune], kinds[tune])
        fitted = fit_all(signals, kinds, counts, used[~broken[used]], read=with_reader)
        print(name, "held-out written claims")
        table(np.where(broken, 0, score(fitted, signals))[held_out], kinds[held_out])
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
