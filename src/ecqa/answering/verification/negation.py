"""A claim and the sentences it cites to a denial that stands in only one of them; it weighs nothing else."""

import re
from collections.abc import Sequence
from functools import cache

from ecqa.answering.verification.content import Match
from ecqa.answering.verification.words import Said, lines

_DENIES = re.compile(
    r"不(?!仅|但|断|少|同|过|久|管|论|得不|错|时|到|足|满|妨|愧|只|单|光|由|约)|没有?(?!准)|未(?!来|必)|无(?!线|论|疑|数|人机|锡|忧)|毫无|并非|绝非|非(?!常|遗|洲)|"
    r"(?<![特区个级类告分])别(?!的|人|墅|具)|勿|拒绝|谢绝|杜绝|停止|从未|难以|禁止|严禁|谈不上|亟待|很难"
)
_IDIOMS = re.compile(
    r"层出不穷|不堪重负|源源不断|络绎不绝|不可或缺|必不可少|不可抗拒|不容忽视|不可忽视|不可避免|无一例外|没有.{0,3}一家.{0,8}不|均无不可|必将|不得已|无所不|不折不扣|毫不|了不起|差不多|对不起|要不是|能不能|是不是|会不会"
)
"""Wordings that hold a denial and deny nothing of what follows."""
_GLOOMY = re.compile(
    r"甚微|缩减|失去|消失|避免|防止|规避|疑虑|抛开|真空|荒|缺|难|低于|少|不足|不到|不满|不超|超负荷|困|减|降|断|乏|弱|差|贵|高昂|离|弃|转变|改变|更替|按需"
)
"""What often stands where another text denies: to avoid, to lack, to lose."""
_DOUBLE = re.compile(r"不可不|不得不|不能不|不会不|没有不|无不|并非不|不无|未必不|非.{1,4}不可")
REACH = 10
"""Characters that a denial reaches over."""


def denied(text: str, at: int, clause: tuple[int, int]) -> bool:
    """Whether what stands at an offset is denied by what stands shortly before it in its clause."""
    before = text[max(clause[0], at - REACH) : at + 1]
    plain = _DOUBLE.sub("", _IDIOMS.sub("", before))
    return len(_DENIES.findall(plain)) % 2 == 1


def denials(text: str) -> int:
    """Number of denials in a text, a double one counting none."""
    return len(_DENIES.findall(_DOUBLE.sub("", _IDIOMS.sub("", text))))


def contrary(claim: Said, sentences: Sequence[Said], found: Sequence[Match]) -> tuple[float, str]:
    """How much speaks for a denial in only one of claim and text, and the word that it is about.

    Returns:
        Weight of the words that are denied in the one and not, anywhere, in the other, over the weight of all that were found;
        and the first of them, empty for none.
    """
    against, total, first = 0.0, 0.0, ""
    for one in found:
        if one.strength < 0.6 or not one.places or not one.word.tag.startswith(("v", "a", "i", "l", "z", "n")):
            continue
        here = denied(claim.text, one.word.start, claim.clauses[claim.clause_of(one.word.start)])
        there = [denied(sentences[n].text, at, sentences[n].clauses[sentences[n].clause_of(at)]) for n, at in one.places]
        total += one.word.weight
        if all(other != here for other in there):
            against += one.word.weight
            first = first or one.word.text
    return (against / total if total else 0.0), first


def unlike(claim: Said, sentences: Sequence[Said], found: Sequence[Match]) -> tuple[int, int]:
    """Clauses that deny something in only one of claim and text, by the clauses of the text in which the words of a clause are found.

    Returns:
        How many clauses of the claim deny where those of the text don't; how many don't where the clause of the text that says most of it does.
    """
    added = lost = 0
    for number, (start, end) in enumerate(claim.clauses):
        own = [one for one in found if claim.clause_of(one.word.start) == number and one.places]
        where: dict[tuple[int, int], float] = {}
        for one in own:
            for clause in {(n, sentences[n].clause_of(at)) for n, at in one.places}:
                where[clause] = where.get(clause, 0.0) + one.word.weight * one.strength
        if not where:
            continue
        texts = {clause: sentences[clause[0]].text[slice(*sentences[clause[0]].clauses[clause[1]])] for clause in where}
        best = max(where, key=lambda clause: where[clause])
        ours = denials(claim.text[start:end]) % 2
        if ours and not any(denials(text) or _GLOOMY.search(text) for text in texts.values()):
            added += 1
        if not ours and denials(texts[best]) % 2 and not denials(claim.text):
            lost += 1
    return added, lost


def opposed(claim: str, text: str) -> str:
    """A word of the claim of which the text has only the contrary; empty for none."""
    for one, other in _pairs():
        for word in one:
            if word in claim and not any(same in text for same in one) and any(contrary_word in text for contrary_word in other):
                return word
    return ""


@cache
def _pairs() -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    pairs = []
    for line in lines("antonyms.txt"):
        left, bar, right = line.partition("|")
        if bar:
            pairs += [(tuple(left.split()), tuple(right.split())), (tuple(right.split()), tuple(left.split()))]
    return pairs
