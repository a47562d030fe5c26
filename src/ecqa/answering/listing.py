"""What answerers share that list articles for one sort of question and leave all others to another answerer."""

from abc import ABC, abstractmethod
from collections.abc import Iterator

from ecqa.answering.citations import told
from ecqa.messages import Messages
from ecqa.protocols import Answerer
from ecqa.schema import Answer, AnswerEvent, Hit, Question


class ListingAnswerer(ABC):
    """An answerer of one sort of question.

    Args:
        inner: Answers all other questions, and those for which there is nothing to list.
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
        yield from self._inner.stream(question, hits) if answer is None else told(answer)

    @abstractmethod
    def _listed(self, question: Question, hits: list[Hit]) -> Answer | None:
        """The list; None where the question is of another sort, or nothing is to be listed."""
