"""A question and the turns before it to a query that stands on its own; without a language model."""

import re
import unicodedata
from collections.abc import Sequence

from ecqa.schema import Turn
from ecqa.text.folding import simplify
from ecqa.text.segmentation import segment

CONTEXT = 80
"""Characters of the last answer that are taken into the query."""
TURNS = 8
"""Turns before that are looked at; a chain of follow-ups longer than that has lost its beginning."""

_REFERS = re.compile(
    r"^(?:那|那么|还有|另外|然后|其中|具体|接着)|[它他她]们?|这[个些家项次位篇里是]|该[公企平网协项办]|上述|前者|后者|前[一两二三几][个家位名年]|"
    r"另[一外]|其[他它余中]|刚才|上面|呢[？?]*$"
)
_SLOT = re.compile(r"^(?:那么?|还有)?(?P<slot>.{1,12}?)(?:又|的话)?呢[？?]*$")
_YEAR = re.compile(r"(?:19|20)\d{2}年?")
_YEAR_BEFORE = re.compile(r"前一年|上一年|头一年|上年")
_YEAR_AFTER = re.compile(r"后一年|下一年|第二年|次年")
_MARKER = re.compile(r"\[\d+\]")
_EMPTY_WORDS = frozenset(
    ["什么", "多少", "怎么", "为什么", "哪些", "哪个", "哪里", "时候", "怎样", "如何", "一下", "可以", "具体", "现在", "情况"]
)


def stand_alone(question: str, history: Sequence[Turn]) -> str:
    """The question with its subject back, when it leans on the turns before; else the question itself.

    `那2011年呢` after `2012年团购成交额是多少` becomes `2011年团购成交额是多少`; other follow-ups get the question and
    the beginning of the answer before them in front. The question before may itself be a follow-up.

    Args:
        question: Simplified text.
        history: The turns before, oldest first.
    """
    turns = list(history)[-TURNS:]
    at = max((place for place, turn in enumerate(turns) if turn.role == "user"), default=-1)
    if at < 0 or not _leans(question):
        return question
    before = stand_alone(_plain(turns[at]), turns[:at])
    if replaced := _fill_year(question, before):
        return replaced
    answer = next((_plain(turn) for turn in reversed(turns) if turn.role == "assistant"), "")
    first = re.split(r"[。\n]", _MARKER.sub("", answer).strip())[0][:CONTEXT]
    return f"{before} {first} {question}" if _refers_to_answer(question) else f"{before} {question}"


def _plain(turn: Turn) -> str:
    return simplify(unicodedata.normalize("NFKC", turn.content))


def _leans(question: str) -> bool:
    """Whether a question needs the turns before it: it points back, or it has too few words of its own."""
    content = [word for word in segment(question) if len(word) > 1 and word not in _EMPTY_WORDS]
    return bool(_REFERS.search(question)) or len(content) < 2


def _refers_to_answer(question: str) -> bool:
    return bool(re.search(r"前[一两二三几][个家位名]|前者|后者|另[一外]|其[他它余中]|[它他她]们?|这[个些家项次位]", question))


def _fill_year(question: str, before: str) -> str | None:
    """The question before with the year that this one asks for, when this one names nothing but a year."""
    slot, year = _SLOT.match(question), _YEAR.search(before)
    if not slot or not year:
        return None
    asked = slot.group("slot")
    number = int(year.group()[:4])
    if _YEAR.fullmatch(asked):
        number = int(asked[:4])
    elif _YEAR_BEFORE.fullmatch(asked):
        number -= 1
    elif _YEAR_AFTER.fullmatch(asked):
        number += 1
    else:
        return None
    return f"{before[: year.start()]}{number}年{before[year.end() :]}"
