"""A question that states something, and the sentence that answers it, to what the sentence makes of the statement; it says nothing when unsure."""

import re
from dataclasses import dataclass
from typing import Literal

from ecqa.answering.evidence import FEATURES, Evidence
from ecqa.schema import Question
from ecqa.text.folding import fold

SURE = 0.8
"""Share of the question's terms, weighted by rarity, that the sentence and its context must hold for a plain yes."""

_COUNT = re.compile(
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>万|亿|千|百)?(?:多|余)?(?P<measure>[种个条项点步大类家位名届期折倍成%年款件])(?P<thing>[\u4e00-\u9fff]{2})?"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_ASKS = re.compile(r"吗|是否|是不是|有没有|有无|对不对|么[？?]*$")
_DENIES = re.compile(r"不(?!仅|但|断|少|同|过|久|足|管|论|得不|错|到)|没|未(?!来)|无(?!线|论|疑|数)|非(?!常)|别(?!的|人)|勿|禁止|仅(?=剩)")
_OPEN = re.compile(r"谁|哪|什么|啥|多少|几|怎|为何|何时|超过|高于|低于|多于|少于|不到|以上|以下|比.+[更还大小高低多少]")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What to say before the sentence."""

    key: Literal["yes", "no", "not-so"]
    """`yes` and `no` answer the question; `not-so` corrects a number that it takes for granted."""
    asked: str = ""
    """The count as the question has it; empty for yes."""
    said: str = ""
    """The count as the material has it; empty for yes."""


def verdict(question: Question, best: Evidence) -> Verdict | None:
    """Yes where the sentence holds all that the question states, no or a correction where only a count is another.

    Args:
        question: Understood.
        best: The sentence that answers.
    """
    claim, said = fold(question.query), fold(best.text)
    yes_no = bool(_ASKS.search(claim)) and question.kind == "yes_no"
    near = fold(f"{best.article.title}\n{best.hit.passage.text}")
    if other := _other_count(claim, said, near):
        return Verdict("no" if yes_no else "not-so", *other)
    if not yes_no or _OPEN.search(_ASKS.sub("", claim)):
        return None
    covered = float(best.features[FEATURES.index("overlap_context")])
    same_sense = bool(_DENIES.search(_ASKS.sub("", claim))) == bool(_DENIES.search(said))
    numbers_said = set(_NUMBER.findall(claim)) <= set(_NUMBER.findall(f"{said}\n{near}\n{best.article.date or ''}"))
    return Verdict("yes") if covered >= SURE and same_sense and numbers_said else None


def _other_count(claim: str, said: str, near: str) -> tuple[str, str] | None:
    """A count of the claim that stands nowhere near, and the one other count of the same things in the sentence; None for no such pair."""
    for asked in _COUNT.finditer(claim):
        thing = asked["thing"]
        if not thing or asked["measure"] == "年" or f"{asked['number']}{asked['unit'] or ''}{asked['measure']}" in near:
            continue
        found = {one.group(): one for one in _COUNT.finditer(said) if (one["measure"], one["thing"]) == (asked["measure"], thing)}
        counts = {(one["number"], one["unit"]) for one in found.values()}
        if len(counts) == 1 and (asked["number"], asked["unit"]) not in counts:
            return asked.group(), next(iter(found))
    return None
