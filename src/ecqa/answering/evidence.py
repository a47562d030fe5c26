"""A question and its hits to the sentences that may answer it, each with features and one score; it picks and refuses nothing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ecqa.answering.form import demand
from ecqa.schema import Article, Hit, Question
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams, content_terms, content_words, words

Rarity = Callable[[str], float]
"""Term to its weight, >= 0: the inverse document frequency over the passages of the index."""

TAKEN_OVER = 0.15
"""What a term counts that a follow-up took over from the turns before."""

FEATURES = ("cosine", "cosine_above", "overlap", "overlap_context", "words", "passage", "form", "short", "opening")
"""What a sentence is judged by:

cosine           cosine of question and sentence
cosine_above     the same, standardised over all sentences of the hits
overlap          share of the question's terms, weighted by rarity, that stand in the sentence
overlap_context  the same, in the sentence, the one before it, its heading and its article's title
words            as overlap, of jieba's words instead of character pairs
passage          fused score of the passage below the best one's, at most 0
form             how far the sentence has the form that the question asks for (form.py), in [0, 1]
short            1 when the sentence has fewer than 12 characters
opening          1 when the passage opens its article
"""


@dataclass(frozen=True, slots=True, eq=False)
class Evidence:
    """A sentence that may answer, with how well it does."""

    hit: Hit
    start: int
    end: int
    text: str
    features: NDArray[np.float64]
    """In the order of FEATURES."""
    terms: frozenset[str]
    """Terms of the question that stand in the sentence."""
    terms_context: frozenset[str]
    """Terms of the question that stand in the sentence or its context."""
    score: float = 0.0

    @property
    def article(self) -> Article:
        """The article it stands in."""
        return self.hit.article


def gather(question: Question, hits: list[Hit], rarity: Rarity, weights: NDArray[np.float64]) -> list[Evidence]:
    """The sentences of all hits, best first.

    Args:
        question: Understood.
        hits: Best first, with `sentence_scores`.
        rarity: Weight of a term.
        weights: One for each of FEATURES.
    """
    query = fold(question.query or question.text)
    terms = content_terms(query) or list(dict.fromkeys(bigrams(query)))
    own = fold(question.text)
    asked = _Asked(terms, rarity, own)
    asked_words = _Asked(content_words(query), rarity, own)
    met = demand(own, question.kind)
    found: list[Evidence] = []
    for hit in hits:
        above = set(bigrams(fold(f"{hit.article.title}\n{hit.passage.heading}")))
        before: set[str] = set()
        for (start, end), cosine in zip(hit.passage.sentences, hit.sentence_scores, strict=True):
            text = hit.article.text[start:end]
            folded = fold(text)
            inside = set(bigrams(folded))
            held, context = inside.intersection(terms), (inside | before | above).intersection(terms)
            features = [
                cosine,
                0.0,
                asked.share(held),
                asked.share(context),
                asked_words.share(asked_words.weight.keys() & set(words(folded))),
                hit.score - hits[0].score,
                met(folded),
                float(len(text) < 12),
                float(start < len(hit.article.title) + 40),
            ]
            found.append(Evidence(hit, start, end, text, np.array(features), frozenset(held), frozenset(context)))
            before = inside
    return rank(found, weights)


class _Asked:
    """The terms of a question, weighted by rarity; those it took over from the turns before count less."""

    def __init__(self, terms: Sequence[str], rarity: Rarity, own: str) -> None:
        self.weight = {term: rarity(term) * (1.0 if term in own else TAKEN_OVER) for term in terms}
        self._total = sum(self.weight.values()) or 1.0

    def share(self, held: Iterable[str]) -> float:
        """Share in [0, 1] of the question that these of its terms make up."""
        return sum(self.weight[term] for term in held) / self._total


def rank(found: Sequence[Evidence], weights: NDArray[np.float64]) -> list[Evidence]:
    """Sentences with their scores under these weights, best first.

    Args:
        found: All sentences of the hits of one question, in any order; cosines are standardised over them.
        weights: One for each of FEATURES.
    """
    if not found:
        return []
    cosines = np.array([one.features[0] for one in found])
    spread = cosines.std() or 1.0
    scored = []
    for one in found:
        features = one.features.copy()
        features[1] = (features[0] - cosines.mean()) / spread
        scored.append(Evidence(one.hit, one.start, one.end, one.text, features, one.terms, one.terms_context, float(features @ weights)))
    return sorted(scored, key=lambda one: (-one.score, one.hit.rank, one.start))
