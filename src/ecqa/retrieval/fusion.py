"""Scores of several retrievers over the same candidates to one score each, by standardising and weighting."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]


def fuse(weighted: list[tuple[float, Scores]]) -> Scores:
    """The weighted sum of z-scores.

    Args:
        weighted: A weight and the scores, shape (n,), of each retriever; the n candidates are the same in all of them.

    Returns:
        Shape (n,), float64; higher is better, comparable within these candidates only.

    Source: weighted linear combination after zero-mean unit-variance normalisation; Montague and Aslam, Relevance score
        normalization for metasearch, CIKM 2001.
    """
    return np.asarray(sum(weight * standardise(scores) for weight, scores in weighted), dtype=np.float64)


def standardise(scores: Scores) -> Scores:
    """(x - mean) / standard deviation; zeros when all scores are equal."""
    spread = scores.std()
    return np.zeros_like(scores) if spread < 1e-12 else (scores - scores.mean()) / spread
