"""A question for the articles that mention something to each such article's title and the sentence that does; any other question goes to another answerer."""

import re

from ecqa.answering.citations import cite, on_one_line
from ecqa.answering.listing import ListingAnswerer
from ecqa.schema import Answer, Article, Citation, Hit, Question
from ecqa.text.folding import compact, fold
from ecqa.text.segmentation import content_words

MOST = 6
"""Articles that are listed."""

_ASKED = re.compile(
    r"(?:哪些|哪几|什么|啥|几)(?:篇|条|个|份)?(?:报道|文章|新闻|资料|消息|材料|稿件|会刊)\S{0,4}?(?:涉及|提到|提及|讲到|说到|谈到|写到|报道|介绍|关于|有关|跟)(?:了|过)?(?P<what>[^，。？?；;！!]+)"
)
_TAIL = re.compile(r"(?:的|了|有关|相关|吗|呢|这件事|这个|方面|情况|报道|文章|新闻|内容)+$")


class MentionsAnswerer(ListingAnswerer):
    """Lists the articles that a question asks for by what they mention."""

    def _listed(self, question: Question, hits: list[Hit]) -> Answer | None:
        what = asked_for(question.query or question.text)
        found = mentions(what, hits) if what else {}
        if not found:
            return None
        citations: list[Citation] = []
        lines = [self._messages.text("answer.mentions", what=on_one_line(what), n=len(found))]
        for spans in found.values():
            cited = [cite(len(citations) + n, *span) for n, span in enumerate(spans, 1)]
            citations += cited
            lines.append(" ".join(f"{on_one_line(one.quote)}[{one.marker}]" for one in cited))
        return Answer(question.text, "answered", "\n".join(lines), tuple(citations))


Span = tuple[Article, int, int]


def asked_for(query: str) -> str:
    """What the articles shall mention; empty where the question asks for something else."""
    match = _ASKED.search(query)
    return _TAIL.sub("", match["what"].strip()).strip('《》“”"') if match else ""


def mentions(what: str, hits: list[Hit]) -> dict[str, list[Span]]:
    """For each article of which a hit names all words of it: the title, where a hit holds it, and the sentence that names most of it.

    Args:
        what: As the question words it.
        hits: Best first; at most MOST articles of them are taken, in that order.
    """
    words = [compact(word) for word in content_words(fold(what))] or [compact(what)]
    opening = {hit.article.id for hit in hits if hit.passage.start == 0 and hit.article.text.startswith(hit.article.title)}
    found: dict[str, list[Span]] = {}
    for hit in hits:
        article = hit.article
        lines = [(start, end) for start, end in hit.passage.sentences if start >= len(article.title)]
        if article.id in found or not lines or not all(word in compact(hit.passage.text) for word in words):
            continue
        named = max(lines, key=lambda span: (sum(word in compact(article.text[slice(*span)]) for word in words), -span[0]))
        found[article.id] = [*([(article, 0, len(article.title))] if article.id in opening else []), (article, *named)]
    return dict(list(found.items())[:MOST])
