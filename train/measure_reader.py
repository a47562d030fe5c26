"""A reader's folder to its figures on what it was not trained on: CMRC trial questions and news articles; it changes nothing.

Printed for each: exact match and F1 of the best span (characters, as CMRC 2018 counts them, without punctuation), the
share whose best sentence is the evidence, and how well the no-answer score tells a question asked of its own text from the
same asked of the best other passage of the article ("near"), or, for the news, from questions without an answer.

usage: measure_reader.py TRAINING [READER]
"""

import argparse
import re
from collections import Counter
from pathlib import Path

import numpy as np
from reading_data import Asked, Data, Text, load
from sklearn.metrics import roc_auc_score

from ecqa.protocols import Reading, ToRead
from ecqa.reading import BertReader
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams
from ecqa.text.sentences import split


def best_of(texts: list[Text], readings: list[Reading]) -> tuple[str, str, float, float]:
    """Best span, best sentence by evidence, score of the span above no answer, highest logit that a passage holds an answer."""
    spans = [(reading.best_span(0, len(text.passage)), text) for text, reading in zip(texts, readings, strict=True)]
    (start, end, score), text = max(spans, key=lambda one: one[0][2])
    sentences = [
        (float(r.evidence[a:b].clip(-20).mean()), t.passage[a:b]) for t, r in zip(texts, readings, strict=True) for a, b in split(t.passage)
    ]
    return text.passage[start:end], max(sentences)[1], score, max(one.holds for one in readings)


def exact_and_f1(answer: str, gold: str) -> tuple[float, float]:
    """As CMRC 2018: characters (Latin words and numbers as one) in common, punctuation left out."""
    one, other = (re.findall(r"[a-z0-9.]+|[\u4e00-\u9fff]", fold(text)) for text in (answer, gold))
    common = sum((Counter(one) & Counter(other)).values())
    precision, recall = common / max(len(one), 1), common / max(len(other), 1)
    return float(one == other), 2 * precision * recall / (precision + recall) if common else 0.0


def of_public(reader: BertReader, data: Data) -> None:
    """CMRC trial questions; the near miss is the best lexical match among the other paragraphs of the set."""
    asked = [one for one in data.asked if one.public and one.held_out]
    texts = {name: passages for name, passages in data.texts.items() if name.startswith("cmrc")}
    grams = {name: set(bigrams(fold("".join(one.passage for one in passages)))) for name, passages in texts.items()}
    rows, right, wrong = [], [], []
    for one in asked:
        span, sentence, score, _ = read(reader, one.question, texts[one.article])
        rows.append((*exact_and_f1(span, one.answer), float(any(sentence in part or part in sentence for part in one.evidence))))
        terms = set(bigrams(fold(one.question)))
        near = max((name for name in texts if name != one.article), key=lambda name: len(terms & grams[name]))
        right.append(score)
        wrong.append(read(reader, one.question, texts[near])[2])
    show("CMRC trial, held out", rows, [*right, *wrong], [1] * len(right) + [0] * len(wrong))


def of_news(reader: BertReader, data: Data, name: str, asked: list[Asked]) -> None:
    """News questions, each asked of its own article, answerable or not."""
    rows, scores, holds = [], [], []
    for one in asked:
        span, sentence, score, held = read(reader, one.question, data.texts[one.article])
        scores.append(score)
        holds.append(held)
        if one.answerable:
            rows.append((*exact_and_f1(span, one.answer), float(any(sentence in part or part in sentence for part in one.evidence))))
    truth = [one.answerable for one in asked]
    show(name, rows, scores, truth)
    print(f"  AUC of 'holds' {roc_auc_score(truth, holds):.3f}, of both {roc_auc_score(truth, np.array(scores) / 2 + np.array(holds)):.3f}")


def read(reader: BertReader, question: str, texts: list[Text]) -> tuple[str, str, float, float]:
    """All passages of a text at once."""
    return best_of(texts, reader.read(question, [ToRead(one.passage, one.above) for one in texts]))


def show(name: str, rows: list[tuple[float, float, float]], scores: list[float], truth: list[int] | list[bool]) -> None:
    """One line."""
    exact, f1, sentence = np.mean(rows, axis=0)
    print(
        f"{name}: n {len(rows)}, EM {exact:.3f}, F1 {f1:.3f}, sentence {sentence:.3f}; no-answer AUC {roc_auc_score(truth, scores):.3f} (n {len(truth)})",
        flush=True,
    )


def main() -> None:
    """Prints the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("training", type=Path)
    parser.add_argument("reader", type=Path, nargs="?")
    parser.add_argument("--threads", type=int, default=1)
    args = parser.parse_args()
    data = load(args.training)
    reader = BertReader(args.reader, args.threads)
    of_public(reader, data)
    of_news(
        reader, data, "news, held out", [one for one in data.asked if not one.public and one.held_out and one.article.startswith("news")]
    )
    of_news(
        reader,
        data,
        "newsletters, held out",
        [one for one in data.asked if one.held_out and not one.public and not one.article.startswith("news")],
    )


if __name__ == "__main__":
    main()
