"""A claim and the sentences it cites to two actors that have changed places: who did what to whom, who is compared with whom."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from ecqa.answering.verification.content import likeness
from ecqa.answering.verification.words import Said, groups, said

ALIKE = 0.5
"""From which likeness on two wordings may be one actor."""
REACH = 45
"""Characters between two actors that still have to do with each other."""

_HEAD = re.compile(
    r"(?:企业|公司|集团|网站|平台|市场|行业|店铺|网店|机构|部门|政府|单位|协会|商会|大学|学院|中心|站|商|家|者|员|会|局|院|网|团|委|店|厂|行|粉丝|顾客|客户|用户|买家|卖家|商户|嘉宾|师生|学生|同学|老师|领导|"
    r"总裁|总监|经理|校长|主任|书记|同事|同行|对手|职工|员工|老板|老板们|网友|网民|掌柜|专家|媒体|记者|银行|代表|朋友|市民|居民|农民|工人|人们|人士|大户|小企业|电商|b2b|品牌|城市|市|省|县|区|技术|习惯|青年|创客|导师)$"
)
_PRONOUNS = frozenset({"他们", "我们", "你们", "她们", "他", "我", "她", "双方"})
_NAMES = ("nr", "nt", "nz", "ns")
_TURNS = re.compile(r"被(?!认为|称|看|誉|视|列|评|要求)|由(?!于|此)|受(?!到?欢迎)|遭|为.{1,10}所")
_LISTED = re.compile(r"^(?:等|[、和与及跟同]|以及|、.*[、和与]|.{0,12}、.{0,12})+$")
_MODIFIER = ("n", "a", "b", "j", "s", "vn", "m")


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts, with what is said of it before the noun."""

    text: str
    start: int
    end: int


def actors(said_text: Said) -> tuple[Actor, ...]:
    """The actors of a text, in order."""
    text = said_text.text
    words = [(start, end, tag, text[start:end]) for start, end, tag in said_text.tags]
    found: list[Actor] = []
    for place, (start, end, tag, word) in enumerate(words):
        named = tag.startswith(_NAMES) or word in groups("names.txt")
        if not (word in _PRONOUNS or named or (tag[0] in "njsl" and _HEAD.search(word))):
            continue
        first = start
        for before in reversed(words[max(0, place - 2) : place]):
            modifies = before[2].startswith(_MODIFIER) or (len(word) == 1 and before[2] == "v" and first == start)
            if word in _PRONOUNS or before[1] != first or not modifies or not before[3].isalnum():
                break
            first = before[0]
        if first < start and any(at == first and tag == "vn" for at, _, tag, _ in words):
            first = next(end for at, end, _, _ in words if at == first)
        if (found and found[-1].end == start) or (found and found[-1].end > first):
            first = found.pop().start
        found.append(Actor(text[first:end], first, end))
    return tuple(found)


def swapped(claim: Said, sentences: Sequence[Said]) -> tuple[float, float, str]:
    """Share of the pairs of actors of a claim that stand in the text only the other way round, and the first of them.

    A pair is turned by 被, 由 and the like between the two, and by a relative clause (背靠腾讯的高朋网).

    Returns:
        In [0, 1], 0 where the claim has no pair that the text has; the share of all pairs of the claim that the text has in neither order; and
        the first two actors that have changed places, empty for none.
    """
    turned, pairs, unknown, first = 0, 0, 0, ""
    own = actors(claim)
    by_sentence = [(sentence, actors(sentence)) for sentence in sentences]
    for place, one in enumerate(own):
        for other in own[place + 1 : place + 3]:
            ours = _direction(claim, one, other)
            if ours is None:
                continue
            theirs = [way for sentence, found in by_sentence for way in _directions(sentence, found, one, other)]
            if not theirs:
                unknown += 1
                continue
            pairs += 1
            if ours not in theirs:
                turned += 1
                first = first or f"{one.text}…{other.text}"
    return (turned / pairs if pairs else 0.0), (unknown / (pairs + unknown) if unknown else 0.0), first


def _directions(text: Said, found: Sequence[Actor], one: Actor, other: Actor) -> list[bool]:
    """For each pair in a text that is these two: whether the first acts on the second."""
    best_one, best_other = _counterparts(one, other, found), _counterparts(other, one, found)
    directions = []
    for a in best_one:
        for b in best_other:
            if a == b or abs(a.start - b.start) > REACH:
                continue
            early, late = (a, b) if a.start < b.start else (b, a)
            acts = _direction(text, early, late)
            if acts is not None:
                directions.append(acts if early is a else not acts)
    return directions


def _counterparts(one: Actor, rival: Actor, found: Sequence[Actor]) -> list[Actor]:
    """The actors of a text that are like one, and not more like its rival."""
    scored = [(_alike(one.text, actor.text), actor) for actor in found]
    best = max((score for score, _ in scored), default=0.0)
    return [actor for score, actor in scored if score >= max(ALIKE, best - 0.01) and score > _alike(rival.text, actor.text)]


@lru_cache(maxsize=8192)
def _alike(one: str, other: str) -> float:
    if one == other or (len(min(one, other, key=len)) >= 2 and (one in other or other in one)):
        return 1.0
    shared = len(set(one) & set(other))
    dice = 2 * shared / (len(set(one)) + len(set(other)))
    words = [(a.text, b.text) for a in said(one).words for b in said(other).words]
    same = max((0.8 if b in groups("synonyms.txt").get(a, ()) else likeness(a, b) * 0.6 for a, b in words), default=0.0)
    return max(dice, same)


def _direction(said_text: Said, early: Actor, late: Actor) -> bool | None:
    """Whether the earlier of two actors acts on the later; None when nothing is done between them."""
    text = said_text.text
    between = text[early.end : late.start]
    if len(between) > REACH or _LISTED.match(between) or re.search("[。;；]", between):
        return None
    if between == "的":
        before = text[max(0, early.start - 6) : early.start]
        return False if re.search(r"背靠|依靠|支持|服务|投资|收购|领导|管理$", before) else None
    if between in ("", "的", "之", "们", "们的"):
        return None
    acts = any(tag.startswith(("v", "p")) and tag != "vn" for start, _, tag in said_text.tags if early.end <= start < late.start)
    return not _TURNS.search(between) if acts else None
