"""A question for what is new to the titles of the newest articles, each with its citation; any other question goes to another answerer."""

from collections.abc import Iterator

from ecqa.answering.citations import cite, on_one_line, told, unmarked
from ecqa.messages import Messages
from ecqa.protocols import Answerer
from ecqa.schema import Answer, AnswerEvent, Citation, Hit, Question
from ecqa.text.newest import newest_asked


class NewestAnswerer:
    """Lists the articles that were found for a question for new ones.

    Args:
        inner: Answers all other questions, and refuses where nothing new was found.
        messages: The catalogue for what is not quoted.
    """

    def __init__(self, inner: Answerer, messages: Messages) -> None:
        self._inner = inner
        self._messages = messages

    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        """The list, or what the other answerer says."""
        return self._listed(question, hits) or self._inner.answer(question, hits)

    def stream(self, question: Question, hits: list[Hit]) -> Iterator[AnswerEvent]:
        """The same as events."""
        answer = self._listed(question, hits)
        if answer is None:
            yield from self._inner.stream(question, hits)
            return
        yield from told(answer)

    def _listed(self, question: Question, hits: list[Hit]) -> Answer | None:
        if not hits or newest_asked(question.query or question.text) is None:
            return None
        citations: list[Citation] = []
        lines = [self._messages.text("answer.newest", n=len(hits), date=hits[0].article.date)]
        for marker, hit in enumerate(hits, 1):
            article = hit.article
            opening = hit.passage.sentences[0] if hit.passage.sentences else (hit.passage.start, hit.passage.end)
            citations.append(cite(marker, article, *((0, len(article.title)) if article.text.startswith(article.title) else opening)))
            lines.append(self._messages.text("answer.newest-line", date=article.date, title=on_one_line(article.title)) + f"[{marker}]")
        return Answer(question.text, "answered", "\n".join([unmarked(lines[0]), *lines[1:]]), tuple(citations))
