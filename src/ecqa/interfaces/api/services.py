"""What the addresses of the service work with, in one place; and how a question of theirs is asked and counted."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request

from ecqa.interfaces.api.access import Access, Caller
from ecqa.interfaces.api.figures import Figures
from ecqa.interfaces.api.running import Events, Running
from ecqa.pipeline import Assistant
from ecqa.schema import Answer, AnswerEvent, Question
from ecqa.storage import Storage


@dataclass(frozen=True, slots=True)
class Services:
    """The parts behind the addresses."""

    assistant: Assistant
    storage: Storage
    access: Access
    running: Running
    figures: Figures
    index: Path
    """Folder of the index, for texts that were replaced since."""
    lang: str
    """Language where a client asks for none that there is."""

    def events(self, caller: Caller, question: Question) -> Events:
        """What makes the events of an answer; it is counted before the whole answer is told, so that what was told survives a crash."""

        def counted() -> Iterator[AnswerEvent]:
            begun = time.perf_counter()
            for event in self.assistant.stream(question.text, question.history, question.filters, question.as_of):
                if event.answer is not None:
                    seconds = time.perf_counter() - begun
                    self.storage.usage.count(caller.owner, event.answer.question, event.answer, seconds * 1000)
                    self.figures.answered(event.answer.status, event.answer.mode, seconds)
                yield event

        return counted

    async def answer(self, caller: Caller, question: Question) -> Answer:
        """The whole answer.

        Raises:
            EcqaError: There is none.
        """
        answer: Answer | None = None
        async for event in self.running.events(self.events(caller, question)):
            if event is not None:
                answer = event.answer
        if answer is None:
            raise RuntimeError("an answer ended without its last event")
        return answer


def services_of(request: Request) -> Services:
    """The parts behind the addresses."""
    services: Services = request.app.state.services
    return services


Here = Annotated[Services, Depends(services_of)]
