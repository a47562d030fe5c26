"""An answer and the hits to two sentences that say the same of the same thing with another figure; precision first, where it is not sure there is none.

Sure it is where two articles, both with a date, have a sentence of the same words, one figure or day of which differs, and no word of it counts from
the day on which it was written (去年, 本月): then the difference is no change over time.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.schema import Answer, Article, Hit, Question
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams

ALIKE = 0.85
"""Share of pairs of characters that two sentences must have in common, figures apart."""
SHORTEST = 8
"""Characters of a sentence besides its figures."""
KINDS = frozenset({"number", "date", "fact"})
"""Kinds of questions whose answer is one figure or day."""

_FIGURE = re.compile(
    r"(?:(?P<year>(?:19|20)\d\d)年)?\d{1,2}月\d{1,2}日|(?:19|20)\d\d年(?:\d{1,2}月)?|第\d+[条章批届期]|\d+(?:\.\d+)?(?:[万亿千百]+)?[a-z%元家个人年月天日倍吨件]?"
)
_RELATIVE = re.compile(
    r"[去今昨前本上同当次]\s*[年月日天周季]|目前|(?<!\d)日前|近日|最近|截至|同比|环比|累计|季度|半年|以来|期间|预计|平均"
)
_NUMBERING = re.compile(r"^\s*(?:第[\d一二三四五六七八九十百]+条|[（(]?[\d一二三四五六七八九十]{1,3}[）)、.．])\s*")

Span = tuple[Article, int, int]


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sentences that contradict each other, that of the newer article first."""

    sides: tuple[Span, Span]


@dataclass(frozen=True, slots=True)
class _Claim:
    article: Article
    start: int
    end: int
    figures: tuple[str, ...]
    pairs: frozenset[str]


def may_disagree(question: Question, hits: Sequence[Hit]) -> bool:
    """Whether two of the hits contradict each other at all, so that an answer had better be whole before it is shown."""
    if question.kind not in KINDS or question.parts:
        return False
    found = _claims(hits)
    return any(_contradict(one, other) for i, one in enumerate(found) for other in found[i + 1 :])


def disagreement(answer: Answer, hits: Sequence[Hit]) -> Disagreement | None:
    """What contradicts the first sentence of an answer, and that sentence; None where nothing does for sure."""
    if not answer.citations:
        return None
    first, found = answer.citations[0], _claims(hits)
    own = [one for one in found if one.article.id == first.article_id and first.start <= one.start and one.end <= first.end]
    for one in own:
        for other in found:
            if _contradict(one, other):
                sides = sorted((one, other), key=lambda side: side.article.date or "", reverse=True)
                newer, older = ((side.article, side.start, side.end) for side in sides)
                return Disagreement((newer, older))
    return None


def _claims(hits: Sequence[Hit]) -> list[_Claim]:
    claims = []
    for hit in hits:
        if hit.article.date is None:
            continue
        for start, end in hit.passage.sentences:
            folded = _NUMBERING.sub("", fold(hit.article.text[start:end]))
            figures = tuple(match.group() for match in _FIGURE.finditer(folded))
            words = _FIGURE.sub("□", folded)
            if figures and len(words) >= SHORTEST and not _RELATIVE.search(folded):
                claims.append(_Claim(hit.article, start, end, figures, frozenset(bigrams(words))))
    return claims


def _contradict(one: _Claim, other: _Claim) -> bool:
    if one.article.id == other.article.id or one.article.date == other.article.date or len(one.figures) != len(other.figures):
        return False
    differing = [(a, b) for a, b in zip(one.figures, other.figures, strict=True) if a != b]
    if len(differing) != 1 or _measure(differing[0][0]) != _measure(differing[0][1]):
        return False
    if _years(one.article.title) != _years(other.article.title):
        return False
    return len(one.pairs & other.pairs) >= ALIKE * len(one.pairs | other.pairs)


def _measure(figure: str) -> str:
    """What a figure counts, or the year of a day: days of different years are of different occasions."""
    match = _FIGURE.fullmatch(figure)
    return f"{match['year']}年" if match and match["year"] else re.sub(r"[\d.万亿千百]", "", figure)


def _years(text: str) -> list[str]:
    return re.findall(r"(?:19|20)\d\d", text)
