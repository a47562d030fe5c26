"""Ranked evidence to the sentences that make the answer, in reading order; it writes no text."""

from ecqa.answering.evidence import Evidence
from ecqa.schema import Question

MANY = frozenset({"list", "summary", "compare", "reason"})
"""Kinds whose answer may need several sentences."""

_MOST = {"summary": 5, "list": 4, "compare": 4, "reason": 3}
_SAME = 0.85
"""Share of a sentence's terms that another must have for the two to say the same."""


def choose(question: Question, ranked: list[Evidence], margin: float) -> list[Evidence]:
    """The best sentence, and those after it that come near enough.

    Args:
        question: Understood.
        ranked: Best first.
        margin: How far below the best a sentence may score; kinds in MANY get one and a half times as much.

    Returns:
        At most three sentences (five for a summary, four for a list or comparison), articles by their best sentence,
        sentences of an article in text order.
    """
    if not ranked:
        return []
    many = question.kind in MANY
    floor = ranked[0].score - margin * (1.5 if many else 1.0)
    chosen: list[Evidence] = []
    for one in ranked:
        if one.score < floor or len(chosen) == _MOST.get(question.kind, 3):
            break
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return in_reading_order(chosen)


def in_reading_order(chosen: list[Evidence]) -> list[Evidence]:
    """Sentences with those of one article together: articles in the order of their best sentence, then by place."""
    first: dict[str, int] = {}
    for place, one in enumerate(sorted(chosen, key=lambda one: -one.score)):
        first.setdefault(one.article.id, place)
    return sorted(chosen, key=lambda one: (first[one.article.id], one.start))


def _same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are near copies, as reprints and repeated leads are."""
    pairs = {one.text[i : i + 2] for i in range(len(one.text) - 1)}
    others = {other.text[i : i + 2] for i in range(len(other.text) - 1)}
    return bool(pairs) and len(pairs & others) / len(pairs) >= _SAME
