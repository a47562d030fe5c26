"""A question for what is new to the titles of the newest articles, each with its citation; any other question goes to another answerer."""

from ecqa.answering.citations import cite, on_one_line, unmarked
from ecqa.answering.listing import ListingAnswerer
from ecqa.schema import Answer, Citation, Hit, Question
from ecqa.text.newest import newest_asked


class NewestAnswerer(ListingAnswerer):
    """Lists the articles that were found for a question for new ones."""

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
