"""Fit which form of answer a question asks for, from its wording, and write src/ecqa/understanding/kinds.json; it reads no gold question.

In:  news_questions.jsonl of the training folder and train/written, each question with the kind its author gave it.
Out: weights of character n-grams, and on the terminal the share of questions that get their author's kind, by five folds
     over articles: by the patterns of kinds.py alone, and by patterns and weights together. Questions of method and of other
     things count as "fact".

usage: fit_kinds.py TRAINING_FOLDER
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from sklearn.linear_model import LogisticRegression

from ecqa.text.folding import fold, simplify
from ecqa.understanding.kinds import by_pattern
from ecqa.understanding.learned_kinds import LONGEST_GRAM, Table, combined

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "src/ecqa/understanding/kinds.json"
RIDGE, RAREST, LEAST = 0.3, 6, 0.2
"""C of scikit-learn's logistic regression, questions an n-gram must stand in, weight below which one is dropped."""
SAME = {"measures": "list", "strategy": "summary", "method": "fact", "other": "fact"}
FOLDS = 5


def main(training: Path) -> None:
    """Reads, fits, prints, writes."""
    files = [training / "news_questions.jsonl", *sorted((ROOT / "train/written").glob("*.jsonl"))]
    rows = [row for file in files for row in map(json.loads, file.read_text("utf-8").splitlines()) if "question" in row]
    texts = [fold(simplify(row["question"])) for row in rows]
    truth = np.array([SAME.get(row["kind"], row["kind"]) for row in rows])
    articles = sorted({row["doc"] for row in rows})
    random.Random(1).shuffle(articles)
    place = {article: number % FOLDS for number, article in enumerate(articles)}
    fold_of = np.array([place[row["doc"]] for row in rows])
    plain = np.array([by_pattern(simplify(row["question"])) for row in rows])
    both = plain.copy()
    for number in range(FOLDS):
        table = fitted([text for text, f in zip(texts, fold_of, strict=True) if f != number], truth[fold_of != number])
        for row in np.flatnonzero(fold_of == number):
            both[row] = combined(plain[row], texts[row], table)
    print(f"{len(rows)} questions: {np.mean(plain == truth):.3f} by patterns, {np.mean(both == truth):.3f} with weights")
    table = fitted(texts, truth)
    OUT.write_text(json.dumps(table, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")
    print(f"{len(table['weights'])} n-grams, {OUT.stat().st_size / 1000:.0f} kB")


def fitted(texts: list[str], truth: np.ndarray) -> Table:
    """The table of kinds.json for these questions."""
    grams = CountVectorizer(analyzer="char", ngram_range=(1, LONGEST_GRAM), min_df=RAREST, binary=True)
    rows = grams.fit_transform(texts)
    model = LogisticRegression(C=RIDGE, max_iter=400).fit(rows, truth)
    names = grams.get_feature_names_out()
    weights = {}
    for column in np.flatnonzero(np.abs(model.coef_).max(0) >= LEAST):
        weights[str(names[column])] = [round(float(weight), 2) for weight in model.coef_[:, column]]
    return {"kinds": [str(kind) for kind in model.classes_], "bias": model.intercept_.round(2).tolist(), "weights": weights}


if __name__ == "__main__":
    main(Path(sys.argv[1]))
