"""A claim and the sentences it cites to pairs of words that have changed places: who did what to whom."""

import re
from collections.abc import Sequence

from ecqa.answering.verification.content import Match
from ecqa.answering.verification.words import Said

_TURNS = re.compile(r"被|由|受|遭|让|为.{1,8}所|比|较|背靠|靠")
_ACTS = ("v", "vn", "p", "a")
_ACTORS = ("n", "eng", "j", "r", "s", "i", "l")


def inversion(claim: Said, sentences: Sequence[Said], found: Sequence[Match]) -> tuple[float, str]:
    """Share of the pairs of nouns of one clause of the claim that stand the other way round in their sentence, and the first such pair.

    A pair counts only when both stand once in one sentence of the text; one is turned when an odd number of 被, 由, 比 and the like
    stands between them in only one of the two.

    Returns:
        In [0, 1]; and both nouns, empty for none.
    """
    nouns = [one for one in found if one.strength >= 0.6 and one.word.tag.startswith(_ACTORS) and one.places]
    turned, pairs, first = 0.0, 0.0, ""
    for place, one in enumerate(nouns):
        for other in nouns[place + 1 :]:
            if one.word.text == other.word.text or claim.clause_of(one.word.start) != claim.clause_of(other.word.start):
                continue
            ordered = _ordered(one, other, sentences)
            if ordered is None or not _acts_between(claim, one.word.end, other.word.start):
                continue
            weight = one.word.weight * other.word.weight * min(one.strength, other.strength)
            pairs += weight
            number, a, b = ordered
            ours = len(_TURNS.findall(claim.text[one.word.end : other.word.start])) % 2
            theirs = len(_TURNS.findall(sentences[number].text[min(a, b) : max(a, b)])) % 2
            if (a < b) != (ours == theirs):
                turned += weight
                first = first or f"{one.word.text}…{other.word.text}"
    return (turned / pairs if pairs else 0.0), first


def swapped(claim: Said, sentences: Sequence[Said], found: Sequence[Match]) -> tuple[int, str]:
    """Number of verbs of the claim whose nouns before and behind them stand, in their sentence, only behind and before the same verb; and the first."""
    nouns = [one for one in found if one.strength >= 0.6 and one.word.tag.startswith(_ACTORS) and one.places]
    verbs = [one for one in found if one.strength >= 0.6 and one.word.tag.startswith("v") and one.places]
    count, first = 0, ""
    for verb in verbs:
        clause = claim.clause_of(verb.word.start)
        near = [one for one in nouns if claim.clause_of(one.word.start) == clause]
        before = [one for one in near if one.word.start < verb.word.start]
        behind = [one for one in near if one.word.start > verb.word.start]
        hit = next(((a, b) for a in before for b in behind if _crossed(a, verb, b, claim, sentences)), None)
        if hit:
            count += 1
            first = first or f"{hit[0].word.text}{verb.word.text}{hit[1].word.text}"
    return count, first


def _crossed(a: Match, verb: Match, b: Match, claim: Said, sentences: Sequence[Said]) -> bool:
    crossed = straight = False
    ours = bool(_TURNS.search(claim.text[a.word.end : b.word.start]))
    for n, v in verb.places:
        for m, i in a.places:
            for o, j in b.places:
                if n == m == o and max(i, j, v) - min(i, j, v) <= 60:
                    theirs = bool(_TURNS.search(sentences[n].text[min(i, j) : max(i, j)]))
                    if (i < v < j and ours == theirs) or (j < v < i and ours != theirs):
                        straight = True
                    if (j < v < i and ours == theirs) or (i < v < j and ours != theirs):
                        crossed = True
    return crossed and not straight


def _ordered(one: Match, other: Match, sentences: Sequence[Said]) -> tuple[int, int, int] | None:
    """Sentence and offsets of two words that stand in it always in one order, nearest to each other; None when both orders occur."""
    both = [(n, a, b) for n, a in one.places for m, b in other.places if n == m and a != b]
    if not both or len({a < b for _, a, b in both}) > 1:
        return None
    return min(both, key=lambda three: abs(three[1] - three[2]))


def _acts_between(claim: Said, start: int, end: int) -> bool:
    """Whether a verb, a comparison or a turning word stands between two places of a clause; a bare list has none."""
    between = claim.text[start:end]
    return bool(_TURNS.search(between)) or any(word.tag.startswith(_ACTS) and start <= word.start < end for word in claim.words)
