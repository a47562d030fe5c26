"""A question about an article as a whole, and its hits, to the article's headings as a list; single facts are not its business."""

import re
from dataclasses import dataclass

from ecqa.answering.evidence import Rarity
from ecqa.passages import cut
from ecqa.schema import Article, Hit, Question
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams, content_terms

LEAST = 3
"""Headings that make an outline."""
ABOUT = 0.8
"""Share of the question's terms, weighted by rarity, that the title must hold for the question to be about the article."""

_GENERIC = re.compile(r"战略|情况|要点|内容|条款|规定|方面|步骤|方法|措施|建议|主要|整体|总体|基本|重点|方向|分析|做法|问题|趋势|特点|政策")
_ASKS_WHOLE = re.compile(
    r"哪些|哪几|几[点条个步方]|有什么|有啥|战略|总结|概括|归纳|要点|主要|介绍|讲(?:了)?(?:什么|啥)|说(?:了)?(?:什么|啥)|包括|是什么|情况|方法|步骤|五部曲"
)


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading line of an article that one of the hits holds."""

    article: Article
    start: int
    end: int


def outline(question: Question, hits: list[Hit], rarity: Rarity) -> list[Heading]:
    """The headings of the article that the question is about, in text order; none when it asks for something else.

    Args:
        question: Understood.
        hits: Best first.
        rarity: Weight of a term.
    """
    if question.kind not in ("list", "summary", "fact", "definition", "number") or not _ASKS_WHOLE.search(question.query) or not hits:
        return []
    for article in dict.fromkeys(hit.article for hit in hits[:3]):
        if _about(question.query, article, rarity) and (headings := _headings(article, hits)):
            return headings
    return []


def _about(query: str, article: Article, rarity: Rarity) -> bool:
    """Whether all but the generic words of a question stand in the title."""
    folded = fold(query)
    asked = content_terms(_GENERIC.sub(" ", folded))
    title = set(bigrams(fold(article.title)))
    total = sum(rarity(term) for term in asked)
    return total > 0 and sum(rarity(term) for term in asked if term in title) / total >= ABOUT


def _headings(article: Article, hits: list[Hit]) -> list[Heading]:
    """The heading lines at which passages among the hits open; empty when they are few, or one of the article's is not among them."""
    found: dict[str, Heading] = {}
    for hit in hits:
        passage = hit.passage
        if passage.article_id != article.id or not passage.heading or passage.heading in found:
            continue
        at = passage.text.find(passage.heading)
        if at >= 0 and (not passage.sentences or passage.start + at < passage.sentences[0][0]):
            found[passage.heading] = Heading(article, passage.start + at, passage.start + at + len(passage.heading))
    if len(found) < LEAST or any(passage.heading and passage.heading not in found for passage in cut(article)):
        return []
    return sorted(found.values(), key=lambda heading: heading.start)
