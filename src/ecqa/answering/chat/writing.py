"""A model's reply to the sentences of it that may be shown, while it arrives; it says what became of the others and why there are no more."""

from collections.abc import Iterator, Sequence
from contextlib import closing

from langchain_core.messages import BaseMessage

from ecqa.answering.chat.calls import Calls
from ecqa.answering.chat.cutting import SentenceCutter, Written, spoken, written
from ecqa.answering.chat.failures import ChatError, Kind
from ecqa.answering.chat.prompts import DECLINED, for_repair
from ecqa.answering.chat.release import Release
from ecqa.schema import AnswerEvent

REPAIR_TOKENS = 200
"""That another wording of a sentence may have."""
MOST_REPAIRS = 6
"""Sentences of a reply for which another wording is asked, as many as a reply is to have: one that runs on costs no more."""
ANNOUNCES = ("：", ":")
"""How a sentence ends that only announces the next ones: they say it without it, and it says nothing where none of them is shown."""
MOST_LEFT_OUT = 12
"""Sentences of a reply that may fail before no more of it is read."""


class Writing:
    """One reply under way.

    Args:
        calls: Asks the model.
        release: Lets sentences through.
    """

    def __init__(self, calls: Calls, release: Release) -> None:
        self.declined = False
        """Whether the model said that the passages don't hold an answer."""
        self.failure: Kind | None = None
        """Why the reply did not come to its end."""
        self.left_out = 0
        self.repaired = 0
        self._asked_again = 0
        self._taken_before: set[str] = set()
        self._calls = calls
        self._release = release

    def events(self, prompt: Sequence[BaseMessage], longest: int) -> Iterator[AnswerEvent]:
        """A sentence event for each sentence that its sources hold.

        Args:
            prompt: For the answer.
            longest: Tokens that the reply may have.
        """
        cutter = SentenceCutter()
        try:
            with closing(self._calls.stream(prompt, longest)) as pieces:
                for piece in spoken(pieces):
                    for sentence in cutter.feed(piece):
                        yield from self._taken(sentence)
            for sentence in cutter.close():
                yield from self._taken(sentence)
        except ChatError as failure:
            self.failure = failure.kind

    def _taken(self, sentence: Written) -> Iterator[AnswerEvent]:
        if sentence.text.rstrip("。") == DECLINED:
            self.declined = True
            return
        if sentence.text in self._taken_before or sentence.text.endswith(ANNOUNCES):
            return
        self._taken_before.add(sentence.text)
        if event := self._release.check(sentence):
            yield event
        elif event := self._repaired(sentence):
            self.repaired += 1
            yield event
        else:
            self.left_out += 1
            if self.left_out == MOST_LEFT_OUT:
                raise ChatError("endless")

    def _repaired(self, sentence: Written) -> AnswerEvent | None:
        """The sentence in other words, asked for once; None when they don't hold either, or there are none."""
        evidence = self._release.cited(sentence) | self._release.nearest(sentence)
        if not evidence or self._asked_again == MOST_REPAIRS:
            return None
        self._asked_again += 1
        try:
            with closing(self._calls.stream(for_repair(sentence.text, evidence), REPAIR_TOKENS)) as pieces:
                reply = written("".join(spoken(pieces)))
        except ChatError:  # what is wrong with the model is told by its reply, if at all
            return None
        if not reply or reply[0].text.rstrip("。") == DECLINED or reply[0].text in self._taken_before:
            return None
        self._taken_before.add(reply[0].text)
        return self._release.check(reply[0])
