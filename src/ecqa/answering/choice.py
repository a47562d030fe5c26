"""Ranked evidence to the spans that make the answer, in reading order; it writes no text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.answering.evidence import Evidence
from ecqa.schema import Article, Question

MANY = frozenset({"list", "summary", "compare", "reason"})
"""Kinds whose answer may need several sentences."""

_MOST = {"summary": 6, "list": 8, "compare": 4, "reason": 4}
_MOST_OF_SEVERAL, _MOST_OTHERS = 4, 2
_LEAST_OF_SUMMARY = 4
"""Sentences, as far as the best one's article has them."""
_ASKS = re.compile(r"多少|几(?=[^乎])|谁|哪|什么|啥|怎么|咋|为何")
_HEADS = 15
"""Characters; a shorter sentence, or one that ends in a colon, announces the next."""
_SAME = 0.85
"""Share of a sentence's character pairs that another must have for the two to say the same."""
_LEANS_BACK = re.compile(r"^(?:[他她它]们?|该|其|这|此|上述|因为|因此|所以|而且?|但是?|不过|同时|此外|另外|并且?|对此|其中|也|还|即|据此)")
"""How a sentence begins that needs the one before it."""


@dataclass(frozen=True, slots=True)
class Least:
    """Chance that a further sentence must have to be part of the answer; the best one always is."""

    few: float
    many: float
    """For kinds in MANY."""


@dataclass(frozen=True, slots=True, eq=False)
class Chosen:
    """A span of the answer: a sentence, with a neighbour where it needs one."""

    article: Article
    start: int
    end: int
    evidence: Evidence


def choose(question: Question, ranked: Sequence[Evidence], least: Least, of_parts: Sequence[Evidence] = ()) -> list[Chosen]:
    """The best sentence, and those after it that are likely enough to answer as well.

    Args:
        question: Understood.
        ranked: Best first.
        least: What a further sentence must reach.
        of_parts: The best sentence for each thing asked, where the question asks for several; all of them are taken.

    Returns:
        At most two sentences (eight for a list, six for a summary, four for a reason, a comparison or several questions
        in one). Kinds in MANY read in text order, an article after the other; others begin with the best sentence.
    """
    if not ranked:
        return []
    several = len(_ASKS.findall(question.asked or question.query)) > 1
    many = question.kind in MANY or several
    most = _MOST.get(question.kind, _MOST_OF_SEVERAL if several else _MOST_OTHERS)
    least_of = _LEAST_OF_SUMMARY if question.kind == "summary" else 1
    floor = least.many if many else least.few
    chosen: list[Evidence] = [ranked[0]]
    for one in ranked[1:]:
        if len(chosen) >= most:
            break
        wanted = one.chance >= floor or (len(chosen) < least_of and one.article.id == ranked[0].article.id)
        if wanted and not any(_same(one, other) for other in chosen):
            chosen.append(one)
    for one in of_parts:
        if not any(_same(one, other) for other in chosen):
            chosen.append(one)
    return [_whole(one, chosen) for one in (_in_reading_order(chosen) if question.kind in MANY else chosen)]


def _in_reading_order(chosen: list[Evidence]) -> list[Evidence]:
    first: dict[str, int] = {}
    for place, one in enumerate(sorted(chosen, key=lambda one: -one.score)):
        first.setdefault(one.article.id, place)
    return sorted(chosen, key=lambda one: (first[one.article.id], one.start))


def _whole(one: Evidence, chosen: Sequence[Evidence]) -> Chosen:
    """The sentence, begun one earlier where it leans back and ended one later where it only announces; not over what is chosen anyway."""
    spans = one.hit.passage.sentences
    at = spans.index((one.start, one.end))
    taken = {other.start for other in chosen}
    start, end = one.start, one.end
    if at > 0 and _LEANS_BACK.match(one.text) and spans[at - 1][0] not in taken:
        start = spans[at - 1][0]
    if at + 1 < len(spans) and (len(one.text) < _HEADS or one.text.endswith(("：", ":"))) and spans[at + 1][0] not in taken:
        end = spans[at + 1][1]
    return Chosen(one.article, start, end, one)


def _same(one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are near copies, as reprints and repeated leads are."""
    pairs = {one.text[i : i + 2] for i in range(len(one.text) - 1)}
    others = {other.text[i : i + 2] for i in range(len(other.text) - 1)}
    return bool(pairs) and len(pairs & others) / len(pairs) >= _SAME
