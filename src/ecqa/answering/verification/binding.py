"""A claim and the clauses it cites to whether what is said together there is said together here; the figures with their subjects first of all."""

from collections.abc import Sequence

from ecqa.answering.verification.content import Match
from ecqa.answering.verification.figures import Figure
from ecqa.answering.verification.words import Said

NEAR = 1
"""Clauses before that may hold a figure's subject."""


def apart(claim: Said, sentences: Sequence[Said], found: Sequence[Match], pairs: Sequence[tuple[Figure, int, Figure]]) -> tuple[float, str]:
    """The least share of the words by a figure of the claim that stand by the same figure in the text, less the share that stands anywhere; and the figure.

    Returns:
        In [0, 1], 0 where all that is found stands by it; the wording of the figure with the greatest gap.
    """
    worst, wording = 0.0, ""
    for figure in dict.fromkeys(one for one, _, _ in pairs):
        own = _around(claim, figure.start, 0)
        words = [one for one in found if own[0] <= one.word.start < own[1] and one.places]
        total = sum(one.word.weight * one.strength for one in words)
        if not total:
            continue
        best = 0.0
        for number, other in ((n, other) for one, n, other in pairs if one == figure):
            start, end = _around(sentences[number], other.start, NEAR)
            near = sum(one.word.weight * one.strength for one in words if any(n == number and start <= at < end for n, at in one.places))
            best = max(best, near / total)
        if 1 - best > worst:
            worst, wording = 1 - best, figure.text
    return worst, wording


def scattered(claim: Said, sentences: Sequence[Said], found: Sequence[Match]) -> float:
    """How far the words of one clause of the claim are spread over clauses of the text, in [0, 1]; the worst clause counts."""
    worst = 0.0
    for number in range(len(claim.clauses)):
        own = [one for one in found if claim.clause_of(one.word.start) == number and one.places]
        total = sum(one.word.weight * one.strength for one in own)
        if len(own) < 2 or not total:
            continue
        best = 0.0
        for place, sentence in enumerate(sentences):
            for clause in range(len(sentence.clauses)):
                start, end = sentence.clauses[max(0, clause - NEAR)][0], sentence.clauses[clause][1]
                best = max(best, sum(one.word.weight * one.strength for one in own if any(n == place and start <= at < end for n, at in one.places)))
        worst = max(worst, 1 - best / total)
    return worst


def _around(text: Said, at: int, before: int) -> tuple[int, int]:
    clause = text.clause_of(at)
    return text.clauses[max(0, clause - before)][0], text.clauses[clause][1]
