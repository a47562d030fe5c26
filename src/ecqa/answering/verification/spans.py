"""A claim and the passages it cites to the sentences that say most of it; it does not judge whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.verification.content import Match, coverage, joined, matches_in
from ecqa.answering.verification.held_dates import wrong_date
from ecqa.answering.verification.held_figures import held_figures
from ecqa.answering.verification.words import Said, normal, said, together
from ecqa.schema import Article, Hit, Passage
from ecqa.text.sentences import split

LONGEST = 3
"""Sentences that stand together as one span."""
MOST = 3
"""Spans of one claim."""
COSTS = 0.03
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
    sentences: int


def cited(article: Article, start: int, end: int) -> Hit:
    """A span of an article as a passage that a claim cites.

    Args:
        article: In the revision that is cited.
        start: Offset in its text.
        end: Offset in its text, not included.
    """
    text = article.text[start:end]
    return Hit(Passage(f"{article.id}:{start}-{end}", article.id, start, end, text, "", tuple(split(text, start))), article, 0.0, 1)


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
    if (whole := next((part for part, _ in sorted(windows, key=lambda one: one[0].sentences) if verbatim(claim, part)), None)) is not None:
        return [whole]
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


def verbatim(claim: Said, part: Part) -> bool:
    """Whether a claim stands in a span as it is, from the beginning of a clause to the end of one."""
    bare = claim.text.rstrip("。.!?;；,，")
    at = part.text.text.find(bare) if bare else -1
    while at >= 0:
        before, after = part.text.text[at - 1 : at] if at else "", part.text.text[at + len(bare) : at + len(bare) + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        at = part.text.text.find(bare, at + 1)
    return False


def _windows(claim: Said, number: int, hit: Hit) -> list[tuple[Part, list[Match]]]:
    sentences = hit.passage.sentences or ((hit.passage.start, hit.passage.end),)
    texts = [said(hit.article.text[start:end]) for start, end in sentences]
    by_sentence = [matches_in(claim, text) for text in texts]
    found = []
    for first in range(len(sentences)):
        for last in range(first, min(first + LONGEST, len(sentences))):
            start, end = sentences[first][0], sentences[last][1]
            text = texts[first] if first == last else together(texts[first : last + 1])
            found.append((Part(number, start, end, text, last - first + 1), joined(by_sentence[first : last + 1], claim, "")))
    return found


def _score(claim: Said, chosen: Sequence[tuple[Part, list[Match]]], context: str) -> float:
    sentences = sum(part.sentences for part, _ in chosen)
    covered = coverage(joined([found for _, found in chosen], claim, context))
    texts = [part.text.text for part, _ in chosen]
    lacks = held_figures(claim.text, texts, context).missing or wrong_date(claim.text, texts, context, None)
    return covered - COSTS * sentences - (FIGURE if lacks else 0.0)
