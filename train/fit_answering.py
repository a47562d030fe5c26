"""Fit what chooses sentences and refuses questions, and write src/ecqa/answering/weights.json; see answering_cases.py for its data.

Two logistic regressions: over sentences, whether one answers (FEATURES); over questions, whether the sentences found hold
an answer (SIGNS). Every figure printed is for articles that the fit of that figure did not see: five folds by article.
The threshold of refusal keeps KEPT of the answerable questions over our own corpus, each judged by the fit of the folds that
it is not in. LEAST was chosen on the tune half and the practice questions.

usage: fit_answering.py TRAINING_FOLDER WORK_FOLDER
"""

import json
import random
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from answering_cases import ROOT, Case, collect
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ecqa.answering.evidence import FEATURES, Linear, logistic, rank
from ecqa.answering.refusal import SIGNS, look_again, signs
from ecqa.embedding import BertEmbedder
from ecqa.reading import BertReader

OUT = ROOT / "src/ecqa/answering/weights.json"
FOLDS = 5
KEPT = 0.93
"""Share of the answerable questions for one thing over our own corpus that stay answered: .985 of the tune half, .89 of the harder practice questions."""
OWN = ("gold", "practice")
"""Sources over our own corpus."""
RIDGE_SENTENCES, RIDGE_QUESTIONS = 1.0, 0.01
"""C of scikit-learn's logistic regression on standardised columns."""
LEAST = {"few": 0.4, "many": 0.08}


def fit_sentences(cases: Sequence[Case]) -> Linear:
    """Whether a sentence answers, over all sentences of the cases but those of the news: with them the tune half fares worse."""
    read = [case for case in cases if case.source != "news"]
    rows = np.concatenate([features_of(case) for case in read])
    return regression(rows, np.concatenate([case.target for case in read]), RIDGE_SENTENCES, None)


def fit_questions(cases: Sequence[Case], sentences: Linear) -> Linear:
    """Whether a question is answered by what was found; both answers count the same in all."""
    truth = np.array([case.answerable for case in cases])
    return regression(signs_of(cases, sentences), truth, RIDGE_QUESTIONS, "balanced")


def regression(rows: NDArray[np.float64], truth: NDArray[np.bool_], ridge: float, balance: str | None) -> Linear:
    """A logistic regression on standardised columns, as weights of the columns themselves."""
    mean, spread = rows.mean(0), rows.std(0) + 1e-9
    model = LogisticRegression(C=ridge, max_iter=3000, class_weight=balance).fit((rows - mean) / spread, truth)
    found = model.coef_[0] / spread
    return Linear(found, float(model.intercept_[0] - found @ mean))


def features_of(case: Case) -> NDArray[np.float64]:
    """Shape (sentences, len(FEATURES)), in the order of `case.found`; cosines standardised, as `rank` does it."""
    by_place = {(one.hit.rank, one.start): one.features for one in rank(case.found, Linear(np.zeros(len(FEATURES))))}
    return np.array([by_place[one.hit.rank, one.start] for one in case.found]).reshape(-1, len(FEATURES))


def signs_of(cases: Sequence[Case], sentences: Linear) -> NDArray[np.float64]:
    """Shape (cases, len(SIGNS)); all 0 where nothing was found."""
    ranked = [rank(case.found, sentences) for case in cases]
    pairs = zip(cases, ranked, strict=True)
    return np.array([signs(case.question, r, case.again, case.rarity) if r else np.zeros(len(SIGNS)) for case, r in pairs])


def read_again(cases: Sequence[Case], sentences: Linear, reader: BertReader) -> None:
    """Fills `again` of every case: the sentence that is best by the fit over all cases, in each fold, for a reading a fold takes too long."""
    for case in cases:
        if ranked := rank(case.found, sentences):
            case.again[:] = reader.read(case.question.query, look_again(ranked[0]))


def across_folds(cases: Sequence[Case], others: Sequence[Case], score: Callable[[Sequence[Case], Case], float]) -> list[float]:
    """The score of each case by a fit that saw no case of its article.

    Args:
        cases: To score.
        others: In every fit.
        score: Of a fit on the first and a case; called with the same list for all cases of a fold.
    """
    articles = sorted({case.article for case in cases})
    random.Random(3).shuffle(articles)
    fold = {article: number % FOLDS for number, article in enumerate(articles)}
    kept = [[*(one for one in cases if fold[one.article] != number), *others] for number in range(FOLDS)]
    return [score(kept[fold[case.article]], case) for case in cases]


def main(training: Path, work: Path) -> None:
    """Collects, fits, prints, writes."""
    reader = BertReader()
    cases = collect(training, work, BertEmbedder(), reader)
    read_again(cases, fit_sentences(cases), reader)
    fits: dict[int, tuple[Linear, Linear]] = {}

    def both(seen: Sequence[Case]) -> tuple[Linear, Linear]:
        if id(seen) not in fits:
            sentences = fit_sentences(seen)
            fits[id(seen)] = sentences, fit_questions(seen, sentences)
        return fits[id(seen)]

    kept: list[float] = []
    for source in (*OWN, "news", "letters"):
        these = [case for case in cases if case.source == source]
        rest = [case for case in cases if case.source != source]
        logits = across_folds(these, rest, lambda seen, case: both(seen)[1].logit(signs_of([case], both(seen)[0])[0]))
        places = across_folds(these, rest, lambda seen, case: first_right(case, both(seen)[0]))
        show(source, these, logits, places)
        kept += [logit for case, logit in zip(these, logits, strict=True) if source in OWN and case.answerable and not case.question.parts]
    sentences, questions = both(cases)
    threshold = logistic(float(np.quantile(kept, 1 - KEPT)))
    stored = {
        "sentence": named(FEATURES, sentences),
        "answerable": named(SIGNS, questions),
        "threshold": round(threshold, 4),
        "least": LEAST,
    }
    OUT.write_text(json.dumps(stored, indent=1) + "\n", "utf-8")


def first_right(case: Case, sentences: Linear) -> float:
    """Place, from 1, of the first sentence that answers; infinity where none was found."""
    right = case.target[np.argsort(-(features_of(case) @ sentences.weights))] if len(case.found) else np.zeros(0, bool)
    return float(right.argmax()) + 1 if right.any() else float("inf")


def show(source: str, cases: Sequence[Case], logits: Sequence[float], places: Sequence[float]) -> None:
    """One line: right sentences among the best, and how well the answerable are told from the rest."""
    answerable = np.array([case.answerable for case in cases])
    first = np.array(places)[answerable]
    scores = np.array(logits)
    kept = {share: float(np.quantile(scores[answerable], 1 - share, method="lower")) for share in (0.99, 0.97, 0.95, 0.9)}
    refused = {share: round(float((scores[~answerable] < floor).mean()), 3) for share, floor in kept.items()}
    among = [round(float((first <= n).mean()), 3) for n in (1, 2, 3)]
    auc = roc_auc_score(answerable, scores)
    print(f"{source}: n {len(cases)}, answer's sentence among 1, 2, 3 best {among}; AUC {auc:.3f}; refused at answer rate {refused}")


def named(names: Sequence[str], fit: Linear) -> dict[str, float]:
    """Weights by name, with the bias."""
    return {**dict(zip(names, fit.weights.round(4).tolist(), strict=True)), "bias": round(fit.bias, 4)}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
