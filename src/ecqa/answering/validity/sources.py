"""Statements about validity to citations, and to the hits that hold them; only articles that the question may use are cited."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ecqa.answering.citations import cite
from ecqa.answering.validity.saying import Said
from ecqa.index.opened import Index
from ecqa.index.relations import Ending, Relations
from ecqa.schema import Article, Citation, Hit, Statement
from ecqa.text.folding import compact

Allowed = Callable[[Article], bool]


@dataclass(frozen=True, slots=True, eq=False)
class Sources:
    """What one question may cite."""

    index: Index
    relations: Relations
    rules: tuple[Article, ...]
    """The documents of the index that hold from a day to a day."""
    allowed: Allowed
    day: str
    """ISO date as of which is answered."""
    named_day: bool
    """Whether the question or its filter names that day."""
    beside: list[Hit]
    """Gets the hits of what is cited."""

    def endings(self, article: Article) -> list[Ending]:
        """What repeals an article, the earliest first."""
        return [one for one in self.relations.by_id.get(article.id, ()) if self.allowed(one.article)]

    def named(self, name: str) -> list[Ending]:
        """What repeals a document of that name."""
        return [one for one in self.relations.by_name.get(compact(name), ()) if self.allowed(one.article)]

    def cited(self, said: Said, known: Sequence[Citation]) -> tuple[Citation, ...]:
        """The citations of a line, none twice; those that an answer has already keep their numbers, others are counted on."""
        found: list[Citation] = []
        for article, statement in said.spans:
            span = self._span(article, statement)
            if span is None:
                continue
            same = [one for one in (*known, *found) if (one.article_id, one.start, one.end) == (article.id, *span)]
            marker = max((one.marker for one in (*known, *found)), default=0) + 1
            one = same[0] if same else cite(marker, article, *span)
            if one not in found:
                found.append(one)
        return tuple(found)

    def is_statement(self, citation: Citation) -> bool:
        """Whether a citation is of a sentence that says something of validity, not of the head of a document."""
        article = self.index.articles[citation.article_id]
        return any(one.start <= citation.start and citation.end <= one.end for one in article.validity)

    def _span(self, article: Article, statement: Statement | None) -> tuple[int, int] | None:
        """The part of a sentence, or of the head of a document, that one passage holds; None where none does."""
        passages = self.index.passages_of(article.id)
        if statement is None:
            held = [one for one in passages if one.sentences]
            span = held[0].sentences[0] if held else None
            passage = held[0] if held else None
        else:
            passage = next((one for one in passages if one.start <= statement.start < one.end), None)
            span = None if passage is None else (statement.start, min(statement.end, passage.end))
        if passage is None or span is None:
            return None
        self.beside.append(Hit(passage, article, 0.0, len(self.beside) + 1))
        return span
