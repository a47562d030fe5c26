"""What a thing must offer to be evaluated: answers to questions, the passages it found, and its articles."""

from collections.abc import Sequence
from typing import Protocol

from ecqa.schema import Answer, Article, Hit, Turn


class System(Protocol):
    """A question-answering system; `ecqa.pipeline.Assistant` is one."""

    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        """The answer to a question after the turns before it."""
        ...

    def search(self, query: str, k: int = 10, *, history: Sequence[Turn] = ()) -> list[Hit]:
        """The k best passages for the same question, best first."""
        ...

    def articles(self) -> Sequence[Article]:
        """All articles that can be answered from."""
        ...
