"""A question and its ranked evidence to how likely an answer stands there, and to what of the question is missing in it."""

import math
import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecqa.answering.evidence import FEATURES, Evidence, Rarity
from ecqa.schema import Question
from ecqa.text.folding import fold
from ecqa.text.names import nouns
from ecqa.text.segmentation import content_terms, content_words

SIGNS = ("cosine", "overlap", "overlap_context", "uncovered", "rarest_missing", "form", "lead", "year_missing")
"""What answerability is judged by, over the three best sentences:

cosine           the best cosine
overlap          the best share of the question's terms in one sentence
overlap_context  the best share in one sentence with its context
uncovered        share of the question's terms, weighted by rarity, that stand in none of the three nor their context
rarest_missing   rarity of the rarest of those, divided by that of a term no passage holds
form             the best fit of form
lead             score of the best sentence above the mean of the next five
year_missing     1 when a year that the question names stands in none of the three, their headings, titles or dates
"""

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?=年|-|/|\D|$)")


def signs(question: Question, ranked: Sequence[Evidence], rarity: Rarity) -> NDArray[np.float64]:
    """What the evidence looks like, in the order of SIGNS.

    Args:
        question: Understood.
        ranked: Best first, at least one.
        rarity: Weight of a term.
    """
    best = ranked[:3]
    features = dict(zip(FEATURES, np.max([one.features for one in best], axis=0), strict=True))
    terms = content_terms(fold(question.query))
    held = {term for one in best for term in one.terms_context}
    missing = [rarity(term) for term in terms if term not in held]
    total = sum(rarity(term) for term in terms) or 1.0
    after = [one.score for one in ranked[1:6]] or [best[0].score]
    return np.array(
        [
            features["cosine"],
            features["overlap"],
            features["overlap_context"],
            sum(missing) / total,
            max(missing, default=0.0) / rarity("\x00"),
            features["form"],
            best[0].score - sum(after) / len(after),
            float(bool(missing_years(question, best))),
        ]
    )


def probability(values: NDArray[np.float64], weights: NDArray[np.float64], bias: float) -> float:
    """Probability in [0, 1] that the evidence holds the answer: logistic of the weighted signs."""
    return 1 / (1 + math.exp(-float(values @ weights) - bias))


def missing_years(question: Question, evidence: Sequence[Evidence]) -> list[str]:
    """Years that the question names and the evidence, its headings, titles and dates do not."""
    asked = dict.fromkeys(_YEAR.findall(fold(question.query)))
    said = set[str]().union(*(_years_of(one) for one in evidence))
    return [year for year in asked if year not in said]


def _years_of(evidence: Evidence) -> set[str]:
    """Years that a sentence's passage, title and date name; with a date, 去年 and 上年 name the year before it."""
    article = evidence.article
    text = fold(f"{evidence.text} {evidence.hit.passage.text} {article.title} {article.date or ''}")
    years = set(_YEAR.findall(text))
    if article.date and re.search("去年|上年", text):
        years.add(str(int(article.date[:4]) - 1))
    return years


def missing_nouns(question: Question, evidence: Sequence[Evidence]) -> list[str]:
    """What the question is about and the passages of the evidence never name, as the question words it; at most three."""
    said = fold(" ".join(dict.fromkeys(f"{one.article.title} {one.hit.passage.heading} {one.hit.passage.text}" for one in evidence)))
    asked = [word for word in nouns(question.query) if word in content_words(question.query)]
    return [word for word in asked if fold(word) not in said][:3]
