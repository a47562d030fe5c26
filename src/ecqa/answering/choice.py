"""Ranked evidence to the sentences that make the answer, in reading order; it writes no text."""

import re

from ecqa.answering.evidence import Evidence
from ecqa.schema import Question

MANY = frozenset({"list", "summary", "compare", "reason"})
"""Kinds whose answer may need several sentences."""

_MOST = {"summary": 5, "list": 4, "compare": 4, "reason": 4}
_SAME = 0.85
"""Share of a sentence's character pairs that another must have for the two to say the same."""
_LEANS_BACK = re.compile(r"^(?:[他她它]们?|该|其|这|此|上述|因为|因此|所以|而且?|但是?|不过|同时|此外|另外|并且?|对此|其中|也|还|即|据此)")
"""How a sentence begins that needs the one before it."""
_SHORT = 30
"""Characters; a shorter sentence is seldom the whole answer."""


def choose(question: Question, ranked: list[Evidence], margin: float) -> list[Evidence]:
    """The best sentence, those after it that come near enough, and what these lean on.

    Args:
        question: Understood.
        ranked: Best first.
        margin: How far below the best a sentence may score; kinds in MANY get one and a half times as much.

    Returns:
        At most three sentences (five for a summary, four for a list, reason or comparison) and the neighbours that
        they need. Kinds in MANY read in text order, an article after the other; others begin with the best sentence.
    """
    if not ranked:
        return []
    floor = ranked[0].score - margin * (1.5 if question.kind in MANY else 1.0)
    chosen: list[Evidence] = []
    for one in ranked:
        if one.score < floor or len(chosen) >= _MOST.get(question.kind, 3):
            break
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    together = [chosen[0], *_neighbours(chosen[0], ranked)]
    places = {(one.article.id, one.start) for one in together}
    others = [one for one in chosen if (one.article.id, one.start) not in places]
    if question.kind in MANY:
        return _in_reading_order([*together, *others])
    return [*_in_reading_order(together), *_in_reading_order(others)]


def _in_reading_order(chosen: list[Evidence]) -> list[Evidence]:
    first: dict[str, int] = {}
    for place, one in enumerate(sorted(chosen, key=lambda one: -one.score)):
        first.setdefault(one.article.id, place)
    return sorted(chosen, key=lambda one: (first[one.article.id], one.start))


def _neighbours(best: Evidence, ranked: list[Evidence]) -> list[Evidence]:
    """What the best sentence needs: the one before it when it leans back, the one after it when that leans on it."""
    spans = best.hit.passage.sentences
    at = spans.index((best.start, best.end))
    by_span = {(one.article.id, one.start): one for one in ranked}
    needed = []
    if at > 0 and _LEANS_BACK.match(best.text):
        needed.append(by_span[best.article.id, spans[at - 1][0]])
    if at + 1 < len(spans):
        after = by_span[best.article.id, spans[at + 1][0]]
        if _LEANS_BACK.match(after.text) or len(best.text) < _SHORT:
            needed.append(after)
    return needed


def _same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are near copies, as reprints and repeated leads are."""
    pairs = {one.text[i : i + 2] for i in range(len(one.text) - 1)}
    others = {other.text[i : i + 2] for i in range(len(other.text) - 1)}
    return bool(pairs) and len(pairs & others) / len(pairs) >= _SAME
