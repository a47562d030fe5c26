"""A question and the turns before it to a query that stands on its own; without a language model."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.schema import Turn
from ecqa.text.folding import simplify
from ecqa.text.instructions import without_orders
from ecqa.text.segmentation import segment
from ecqa.understanding.slots import replaced

CONTEXT = 80
"""Characters of the last answer that are taken into the query."""
TURNS = 8
"""Turns before that are looked at; a chain of follow-ups longer than that has lost its beginning."""

_REFERS = re.compile(
    r"^(?:那|那么|还有|另外|然后|其中|具体|接着)|[它他她]们?|这[个些家项次位篇里是]|该[公企平网协项办]|上述|前者|后者|(?<![比较])前[一两二三几][个家位名年]|"
    r"另[一外]|其[他它余中]|刚才|上面|[这那]话|这[句段]|呢[？?]*$"
)
_PRONOUN = re.compile(r"^(?:那么?)?[它他她]们?(?!人|乡|山|日)")
_ASKS = re.compile(r"多少|几(?=[^乎])|谁|哪|什么|啥|怎么|怎样|如何|何时|多[大久长高]")
_THING = re.compile(r"谁|哪(?![里儿年天月])|(?:什么|啥)(?!时)")
LEAST_SUBJECT = 4
"""Characters; a shorter one is hardly a name."""
_MARKER = re.compile(r"\[\d+\]")
_EMPTY_WORDS = frozenset(
    ["什么", "多少", "怎么", "为什么", "哪些", "哪个", "哪里", "时候", "怎样", "如何", "一下", "可以", "具体", "现在", "情况"]
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """A question that stands alone."""

    query: str
    """With its subject back."""
    asked: str
    """What this turn itself asks for: the question, or the question before with one thing in it replaced."""


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with its subject back; see `resolve`."""
    return resolve(question, history).query


def resolve(question: str, history: Sequence[Turn]) -> Resolved:
    """The question with its subject back, when it leans on the turns before; else the question itself.

    `那2011年呢` after `2012年团购成交额是多少` becomes `2011年团购成交额是多少`; other follow-ups get the question and, where
    they point at it, the beginning of the answer before them in front. The question before may itself be a follow-up.

    Args:
        question: Simplified text.
        history: The turns before, oldest first.
    """
    turns = list(history)[-TURNS:]
    at = max((place for place, turn in enumerate(turns) if turn.role == "user"), default=-1)
    if at < 0 or not _leans(question):
        return Resolved(question, question)
    before = stand_alone(without_orders(_plain(turns[at])), turns[:at])
    if other := replaced(question, before):
        return Resolved(other, other)
    if (pronoun := _PRONOUN.match(question)) and (subject := _subject(before)):
        rest = question[pronoun.end() :]
        return Resolved(subject + rest, rest)
    answer = next((_plain(turn) for turn in reversed(turns) if turn.role == "assistant"), "")
    first = re.split(r"[。\n]", _MARKER.sub("", answer).strip())[0][:CONTEXT]
    return Resolved(f"{before} {first} {question}" if _refers_to_answer(question) else f"{before} {question}", question)


def _subject(before: str) -> str:
    """What the question before is about, where that stands in front of what it asks; empty where it does not, or asks for a thing that "it" may be."""
    asks = _ASKS.search(before)
    if asks and _THING.match(before, asks.start()):
        return ""
    subject = before[: asks.start()].rstrip("是有在的于用到 ") if asks else ""
    return subject if len(subject) >= LEAST_SUBJECT and not re.search(r"[，,。？?；;]", subject) else ""


def _plain(turn: Turn) -> str:
    return simplify(unicodedata.normalize("NFKC", turn.content))


def _leans(question: str) -> bool:
    """Whether a question needs the turns before it: it points back, or it has too few words of its own."""
    content = [word for word in segment(question) if len(word) > 1 and word not in _EMPTY_WORDS]
    return bool(_REFERS.search(question)) or len(content) < 2


def _refers_to_answer(question: str) -> bool:
    return bool(
        re.search(r"前[一两二三几][个家位名]|前者|后者|另[一外]|其[他它余中]|[它他她]们?|这[个些家项次位句段]|[这那]话|说的", question)
    )
