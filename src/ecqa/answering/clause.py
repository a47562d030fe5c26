"""A question for the wording of a clause (第四十二条规定了什么) to that wording, quoted whole; any other question goes to another answerer."""

import re
from collections.abc import Iterator

from ecqa.answering.citations import cite
from ecqa.protocols import Answerer
from ecqa.schema import Answer, AnswerEvent, Citation, Hit, Question
from ecqa.text.clauses import clauses_asked
from ecqa.text.folding import fold
from ecqa.text.segmentation import bigrams

_MENTION = re.compile(r"第\s?[零〇一二两三四五六七八九十百千\d]{1,8}\s?条(?:之[一二三四五六七八九十]{1,2})?")
_ASKING = re.compile(
    r"《[^《》]*》|规定|内容|条文|原文|全文|具体|讲述?|说明?|写|是|了|的|些|什么|啥|哪|有|怎么样?|如何|请|告诉我|列出|给我|看|显示|一下|吗|呢|里|中|都|和|与|及|这|条例|办法|法|[\s、，。？?！!：:“”]"
)


class ClauseAnswerer:
    """Quotes clauses that a question asks for by number alone.

    Args:
        inner: Answers all other questions.
    """

    def __init__(self, inner: Answerer) -> None:
        self._inner = inner

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        """The wording of the clauses, or what the other answerer says."""
        return _quoted(question, hits) or self._inner.answer(question, hits)

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        """The same as events."""
        answer = _quoted(question, hits)
        if answer is None:
            yield from self._inner.stream(question, hits)
            return
        yield AnswerEvent("stage", stage="read", count=len({citation.article_id for citation in answer.citations}))
        for citation in answer.citations:
            yield AnswerEvent("sentence", text=f"{citation.quote}[{citation.marker}]", citations=(citation,))
        yield AnswerEvent("answer", answer=answer)


def _quoted(question: Question, hits: list[Hit]) -> Answer | None:
    """The clauses' sentences; None where the question asks for more than them, or none of the hits is of one."""
    text = question.query or question.text
    labels = clauses_asked(text)
    named = [hit for hit in hits if any(hit.passage.heading.split(" ")[-1] == label for label in labels)] if labels else []
    if not named or not _asks_for_the_wording(text, named[0].article.title):
        return None
    citations: list[Citation] = []
    for hit in sorted(named, key=lambda hit: (hits[0].article.id != hit.article.id, hit.article.id, hit.passage.start)):
        citations += [cite(len(citations) + n, hit.article, start, end) for n, (start, end) in enumerate(hit.passage.sentences, 1)]
    if not citations:
        return None
    lines = "\n".join(f"{citation.quote}[{citation.marker}]" for citation in citations)
    return Answer(question.text, "answered", lines, tuple(citations))


def _asks_for_the_wording(question: str, title: str) -> bool:
    """Whether nothing is left of a question without the clause, the regulation's name and the words it is asked with."""
    rest = _ASKING.sub(" ", _MENTION.sub(" ", question))
    known = set(bigrams(fold(title)))
    return all(pair in known for pair in bigrams(fold(rest)))
