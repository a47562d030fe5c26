"""A claim and the sentences it cites to the names that only the claim has: of people, places, bodies, works, brands."""

import re
from collections.abc import Sequence
from functools import cache

from ecqa.answering.verification.words import Said, groups, lines
from ecqa.text.segmentation import frequency

_TITLE = re.compile(r"《([^》]+)》")
_QUOTED = re.compile(r"“([^”“]{2,8})”")
_LATIN = re.compile(r"[a-z][a-z0-9&+.-]*[a-z0-9]|[a-z]")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤邢曲翁庄柯"
)
_SUFFIX = re.compile(r"(?:特别行政区|自治区|省|市|区|县|镇|街道|有限公司|股份公司|公司|集团|网|先生|女士)$")
_LOOSE = ("n", "g", "ag", "ng", "a", "j")
COMMON = 1e-5
"""Share in general Chinese from which on a word is more likely no name."""
RARE_PERSON = 2e-6
_NUMERAL = re.compile("[一二两三四五六七八九十百千万几多数]")


def foreign_names(claim: Said, sentences: Sequence[Said], context: str) -> list[str]:
    """The names of a claim that stand neither in the cited sentences nor in their title and heading, in order."""
    text = "\n".join(one.text for one in sentences) + "\n" + context
    named = [(match.start(), match[1]) for pattern in (_TITLE, _QUOTED) for match in pattern.finditer(claim.text)]
    named += [(match.start(), match.group()) for match in (*_LATIN.finditer(claim.text), *_known().finditer(claim.text))]
    people = [word.text for one in sentences for word in one.words if word.tag.startswith("nr")]
    named += [
        (word.start, word.text) for word in claim.words if _is_name(word.text, word.tag) and not _straddles(claim.text, word.start, people)
    ]
    named += [(start, claim.text[start:end]) for start, end in _unsegmented(claim)]
    missing = [name for _, name in sorted(named) if not stands(name, text)]
    return list(dict.fromkeys(missing))


def stands(name: str, text: str) -> bool:
    """Whether a name stands in a normalised text, whole, without its last part (省, 公司), by another form, or as a short form of one that does."""
    if (
        name in text
        or any(other in text for other in groups("synonyms.txt").get(name, ()))
        or any(other in text for other in groups("names.txt").get(name, ()))
    ):
        return True
    if re.fullmatch(r"[a-z0-9&+.-]+", name):
        return False
    bare = _SUFFIX.sub("", name)
    if len(bare) >= 2 and bare in text:
        return True
    if len(name) > 2 and any(name[:cut] in groups("names.txt") and name[:cut] in text for cut in (2, 3)) and name[-1] in "会将也都要能":
        return True
    if len(name) == 2 and frequency(name) < RARE_PERSON and sum(c in text for c in name) == 2:
        return re.search(f"{re.escape(name[0])}.{{0,4}}{re.escape(name[1])}", text) is not None
    return len(name) >= 4 and re.search(".{0,3}".join(map(re.escape, name)), text) is not None


@cache
def _known() -> re.Pattern[str]:
    """The names of names.txt, those that stand for this country left out."""
    names = [
        name
        for name, others in groups("names.txt").items()
        if len(name) > 1 and not name.isascii() and name not in _no_names() and "国内" not in others | {name}
    ]
    return re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))


def _unsegmented(claim: Said) -> list[tuple[int, int]]:
    """Where words stand side by side that only together are a name that the dictionary lacks: 易 观, 林 建新."""
    found = []
    for one, other in zip(claim.words, claim.words[1:], strict=False):
        if one.end != other.start or len(one.text) != 1:
            continue
        rare = all(len(word.text) == 1 and word.tag in _LOOSE and frequency(word.text) < 5 * COMMON for word in (one, other))
        if rare or (one.tag == "nr" and one.text in _SURNAMES and len(other.text) <= 2 and frequency(other.text) < COMMON):
            found.append((one.start, other.end))
    return found


def _straddles(claim: str, at: int, people: Sequence[str]) -> bool:
    """Whether a word begins with the end of a person's name that the text has: the 成 of 王立成 in 王立成都在."""
    return any(len(name) > 1 and claim[max(0, at + 1 - len(name)) : at + 1] == name for name in people)


def _is_name(word: str, tag: str) -> bool:
    if not len(word) >= 2 or not "\u3400" <= word[0] <= "\u9fff":
        return False
    if tag == "nrt":
        return frequency(word) < RARE_PERSON
    if tag.startswith("nr"):
        apart = any(frequency(word[i : i + 2]) > RARE_PERSON for i in range(len(word) - 1))
        return len(word) <= 3 and word[0] in _SURNAMES and frequency(word) < RARE_PERSON and not apart
    return tag in ("ns", "nt") and word not in _no_names() and not _NUMERAL.match(word)


@cache
def _no_names() -> frozenset[str]:
    return frozenset(word for line in lines("no_names.txt") for word in line.split())
