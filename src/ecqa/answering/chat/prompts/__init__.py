"""What chat models are told: a question and passages, a sentence or a conversation to messages, all of it fenced as data; it calls no model.

The words stand in the `.txt` files beside this module. The first line of each is its version, which is recorded with every answer.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from langchain_core.messages import BaseMessage, HumanMessage, SystemMessage

from ecqa.answering.evidence import to_read
from ecqa.schema import Hit, Question, Turn
from ecqa.text.folding import clean
from ecqa.text.instructions import without_orders

DECLINED = "【资料不足】"
"""The whole reply of a model that finds no answer in the passages."""

PASSAGE, QUESTION, SENTENCE, CONVERSATION = "资料", "问题", "句子", "对话"
"""What the fences are called, as the words in the files name them."""
USER, ASSISTANT = "用户", "回答"

_UNFENCED = str.maketrans({"<": "\uff1c", ">": "\uff1e", "[": "【", "]": "】"})
"""Data holds no fence and no marker of ours: its < and > become full-width, its [1] 【1】."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """One file of words."""

    version: str
    rules: str

    def messages(self, data: str) -> list[BaseMessage]:
        """The prompt round some data."""
        return [SystemMessage(self.rules), HumanMessage(data)]


@cache
def prompt(name: str) -> Prompt:
    """The prompt of a file: `answer`, `repair` or `rewrite`."""
    version, _, rules = resources.files(__package__).joinpath(f"{name}.txt").read_text("utf-8").partition("\n")
    return Prompt(version.strip(), rules.strip())


def for_answer(question: Question, shown: Sequence[Hit]) -> list[BaseMessage]:
    """The prompt for an answer.

    Args:
        question: Understood.
        shown: Passages, which get the numbers 1, 2, ...
    """
    asked = question.query or question.text
    return prompt("answer").messages(f"{_passages(dict(enumerate(shown, 1)))}\n\n{_fenced(QUESTION, asked)}")


def for_repair(sentence: str, shown: dict[int, Hit]) -> list[BaseMessage]:
    """The prompt for another wording of a sentence that its sources don't hold.

    Args:
        sentence: Without markers.
        shown: Passages by the numbers that they have.
    """
    return prompt("repair").messages(f"{_passages(shown)}\n\n{_fenced(SENTENCE, sentence)}")


def for_rewrite(question: str, history: Sequence[Turn], longest: int) -> list[BaseMessage]:
    """The prompt for a question that stands on its own.

    Args:
        question: Simplified characters.
        history: Oldest first.
        longest: Characters of a turn that are shown.
    """
    said = "\n".join(f"{USER if turn.role == 'user' else ASSISTANT}：{turn.content[:longest]}" for turn in history)
    return prompt("rewrite").messages(f"{_fenced(CONVERSATION, said)}\n\n{_fenced(QUESTION, question)}")


def _passages(shown: dict[int, Hit]) -> str:
    return "\n".join(_passage(number, hit) for number, hit in shown.items())


def _passage(number: int, hit: Hit) -> str:
    return f"{PASSAGE} {number}：\n" + _fenced(PASSAGE, f"{to_read(hit).above}\n{without_orders(hit.passage.text)}")


def _fenced(name: str, data: str) -> str:
    return f"<{name}>\n{clean(data).translate(_UNFENCED)}\n</{name}>"
