"""A claim and the passages it cites to the sentences that say most of it; it does not judge whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.verification.content import Match, coverage, joined, matches_in
from ecqa.answering.verification.held_dates import wrong_date
from ecqa.answering.verification.held_figures import held_figures
from ecqa.answering.verification.words import Said, normal, said
from ecqa.schema import Hit

LONGEST = 3
"""Sentences that stand together as one span."""
MOST = 3
"""Spans of one claim."""
COSTS = 0.02
"""Coverage that each further sentence of a span must add."""
ADDS = 0.08
"""Coverage that a further span must add."""
FIGURE = 0.15
"""What a figure of the claim or a date that a span lacks takes from it."""


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences of a cited passage that stand together."""

    hit: int
    """Number of the passage among those cited."""
    start: int
    end: int
    """Offsets in the article's text."""
    text: Said


def context_of(hits: Sequence[Hit]) -> str:
    """What stands above the passages: title, date and heading, normalised, each once."""
    above = (part for hit in hits for part in (hit.article.title, hit.article.date or "", hit.passage.heading))
    return normal("\n".join(dict.fromkeys(part for part in above if part)))


def parts(claim: Said, hits: Sequence[Hit], context: str) -> list[Part]:
    """The spans that together say most of a claim, in the order of the passages; one where one is enough, none where nothing is cited.

    Args:
        claim: The claim.
        hits: The passages that it cites.
        context: From `context_of`.
    """
    windows = [window for number, hit in enumerate(hits) for window in _windows(claim, number, hit)]
    chosen: list[tuple[Part, list[Match]]] = []
    score = 0.0
    while windows and len(chosen) < MOST:
        scored = [(_score(claim, [*chosen, window], context), window) for window in windows]
        best, window = max(scored, key=lambda one: one[0])
        if chosen and best - score < ADDS:
            break
        chosen.append(window)
        score = best
        windows = [one for one in windows if one[0].hit != window[0].hit or one[0].end <= window[0].start or window[0].end <= one[0].start]
    return sorted((part for part, _ in chosen), key=lambda part: (part.hit, part.start))


def _windows(claim: Said, number: int, hit: Hit) -> list[tuple[Part, list[Match]]]:
    sentences = hit.passage.sentences or ((hit.passage.start, hit.passage.end),)
    texts = [said(hit.article.text[start:end]) for start, end in sentences]
    by_sentence = [matches_in(claim, text) for text in texts]
    found = []
    for first in range(len(sentences)):
        for last in range(first, min(first + LONGEST, len(sentences))):
            start, end = sentences[first][0], sentences[last][1]
            text = texts[first] if first == last else said(hit.article.text[start:end])
            found.append((Part(number, start, end, text), joined(by_sentence[first : last + 1], claim, "")))
    return found


def _score(claim: Said, chosen: Sequence[tuple[Part, list[Match]]], context: str) -> float:
    sentences = sum(max(1, sum(part.text.text.count(mark) for mark in "。!?\n")) for part, _ in chosen)
    covered = coverage(joined([found for _, found in chosen], claim, context))
    texts = [part.text.text for part, _ in chosen]
    lacks = held_figures(claim.text, texts, context).missing or wrong_date(claim.text, texts, context, None)
    return covered - COSTS * sentences - (FIGURE if lacks else 0.0)
