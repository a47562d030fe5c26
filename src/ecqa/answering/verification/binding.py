"""A claim and the texts it cites to what is said together in the claim and apart in the texts; it looks at no figure."""

import itertools
import re
from collections.abc import Sequence

from ecqa.answering.verification.content import Match
from ecqa.answering.verification.words import Said

NEAR = 1
"""Clauses before that may hold the subject of a clause."""
_NAMED = ("n", "eng", "j", "s")
_ITEMS = re.compile(r"[、，,。；;：:！!？?]")


def across(claim: Said, texts: Sequence[Said], found: Sequence[Match]) -> float:
    """How far the words of one clause of the claim stand in several texts and in none together, in [0, 1]; the worst clause counts."""
    worst = 0.0
    for start, end in claim.clauses:
        own = [one for one in found if start <= one.word.start < end and one.places]
        total = sum(one.word.weight * one.strength for one in own)
        if total:
            best = max(
                sum(one.word.weight * one.strength for one in own if any(n == number for n, _ in one.places))
                for number in range(len(texts))
            )
            worst = max(worst, 1 - best / total)
    return worst


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
                best = max(
                    best,
                    sum(one.word.weight * one.strength for one in own if any(n == place and start <= at < end for n, at in one.places)),
                )
        worst = max(worst, 1 - best / total)
    return worst


def misattached(claim: Said, sentences: Sequence[Said], found: Sequence[Match]) -> tuple[float, str]:
    """Two words side by side in the claim that the text has in different items of a list, and never in one: a person with the office of another.

    Returns:
        The greatest weight of such a pair, 0 for none; and both words.
    """
    worst, wording = 0.0, ""
    placed = [one for one in found if one.strength >= 0.6 and one.places and one.word.tag.startswith(_NAMED)]
    for one, other in itertools.pairwise(placed):
        if other.word.start - one.word.end > 8 or claim.clause_of(one.word.start) != claim.clause_of(other.word.start):
            continue
        if re.search("[、和与及]", claim.text[one.word.end : other.word.start]):
            continue
        together = any(n == m and _item(sentences[n], a) == _item(sentences[n], b) for n, a in one.places for m, b in other.places)
        if not together:
            weight = min(one.word.weight * one.strength, other.word.weight * other.strength)
            if weight > worst:
                worst, wording = weight, f"{one.word.text}…{other.word.text}"
    return worst, wording


def _item(text: Said, at: int) -> tuple[int, int]:
    """The stretch between commas, list commas and sentence ends that holds an offset."""
    start = max((match.end() for match in _ITEMS.finditer(text.text, 0, at)), default=0)
    end = _ITEMS.search(text.text, at)
    return start, end.start() if end else len(text.text)
