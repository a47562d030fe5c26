"""A follow-up and the turns before it to a question on its own feet, by a chat model; what the model adds beyond them is not taken."""

import re
import unicodedata
from collections.abc import Sequence

from ecqa.answering.chat.calls import Chat
from ecqa.answering.chat.cutting import spoken
from ecqa.answering.chat.failures import ChatError
from ecqa.answering.chat.prompts import for_rewrite, prompt
from ecqa.schema import Rewriting, Turn
from ecqa.text.folding import clean, fold, simplify
from ecqa.text.segmentation import bigrams

TURNS = 6
"""Turns before that the model is shown."""
TURN_CHARACTERS = 300
LONGEST = 150
"""Characters of a question that is taken."""
REPLY_TOKENS = 200
KNOWN = 0.7
"""Share of the question's character pairs that must stand in the conversation."""

_DIGITS = re.compile(r"\d+(?:\.\d+)?")
_OWN = re.compile(r"(?<![第\d.])\d+(?:\.\d+)?")
"""Numbers of a question that its rewriting must keep; 第2个 points at something and goes."""


class ChatRewriter:
    """Rewrites follow-ups; safe to use from several threads.

    Args:
        chat: Writes.
    """

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    def rewrite(self, question: str, history: Sequence[Turn]) -> Rewriting:
        """The question on its own feet, with what that took.

        Args:
            question: Simplified text.
            history: The turns before, oldest first, at least one.
        """
        calls = self._chat.calls()
        turns = list(history)[-TURNS:]
        try:
            reply = "".join(spoken(calls.stream(for_rewrite(question, turns, TURN_CHARACTERS), REPLY_TOKENS)))
        except ChatError:  # the rules that work without a model take over; the answer's own call tells what is wrong
            reply = ""
        written = simplify(unicodedata.normalize("NFKC", clean(reply))).strip()
        usable = written if _stands_in(written, question, turns) else None
        return Rewriting(usable, prompt("rewrite").version, calls.prompt_tokens, calls.completion_tokens, calls.cost)


def _stands_in(written: str, question: str, turns: Sequence[Turn]) -> bool:
    """Whether a rewritten question is one line, made of what was said, with all numbers of the question itself and none of its own."""
    if not 2 <= len(written) <= LONGEST or "\n" in written:
        return False
    said = fold("\n".join([question, *(turn.content for turn in turns)]))
    numbers = set(_DIGITS.findall(fold(written)))
    if not set(_OWN.findall(question)) <= numbers <= set(_DIGITS.findall(said)):
        return False
    pairs = set(bigrams(fold(written)))
    return bool(pairs) and len(pairs.intersection(bigrams(said))) >= KNOWN * len(pairs)
