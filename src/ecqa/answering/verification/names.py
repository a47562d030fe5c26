"""A claim and the sentences it cites to the names that only the claim has: of people, places, bodies, works, brands."""

import re
from collections.abc import Sequence

from ecqa.answering.verification.words import Said, groups
from ecqa.text.segmentation import frequency

_TITLE = re.compile(r"《([^》]+)》")
_LATIN = re.compile(r"[a-z][a-z0-9&+.-]*[a-z0-9]|[a-z]")
_SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤邢曲翁庄柯"
)
_SUFFIX = re.compile(r"(?:特别行政区|自治区|省|市|区|县|镇|街道|有限公司|股份公司|公司|集团|网|先生|女士)$")
_KINDS = ("nr", "ns", "nt", "nz")
COMMON = 1e-5
"""Share in general Chinese from which on a word is more likely no name."""
RARE_PERSON = 2e-6
_NOT_PLACES = frozenset({"嘉宾", "新城", "商城", "内地", "本市", "城区"})


def foreign_names(claim: Said, sentences: Sequence[Said], context: str) -> list[str]:
    """The names of a claim that stand neither in the cited sentences nor in their title and heading, in order."""
    text = "\n".join(one.text for one in sentences) + "\n" + context
    named = [(match.start(), match[1]) for match in _TITLE.finditer(claim.text)]
    named += [(match.start(), match.group()) for match in _LATIN.finditer(claim.text)]
    named += [(word.start, word.text) for word in claim.words if _is_name(word.text, word.tag) and not _straddles(claim.text, word.start, text)]
    missing = [name for _, name in sorted(named) if not stands(name, text)]
    return list(dict.fromkeys(missing))


def stands(name: str, text: str) -> bool:
    """Whether a name stands in a normalised text, whole, without its last part (省, 公司), by another form, or as a short form of one that does."""
    if name in text or any(other in text for other in groups("synonyms.txt").get(name, ())) or any(other in text for other in groups("names.txt").get(name, ())):
        return True
    if re.fullmatch(r"[a-z0-9&+.-]+", name):
        return False
    bare = _SUFFIX.sub("", name)
    if len(bare) >= 2 and bare in text:
        return True
    return len(name) >= 4 and re.search(".{0,3}".join(map(re.escape, name)), text) is not None


def _straddles(claim: str, at: int, text: str) -> bool:
    """Whether a word begins with the end of a name that the text has: the 成 of 王立成 in 王立成都在."""
    return at >= 2 and claim[at - 2 : at + 1] in text and claim[at - 2 : at + 2] not in text


def _is_name(word: str, tag: str) -> bool:
    if len(word) < 2 or not "\u3400" <= word[0] <= "\u9fff":
        return False
    if word in groups("names.txt"):
        return "国内" not in groups("names.txt")[word]
    if tag.startswith("nr"):
        rare = frequency(word) < RARE_PERSON and not any(frequency(word[i : i + 2]) > COMMON for i in range(len(word) - 1))
        return rare and (len(word) == 3 or (len(word) == 2 and word[0] in _SURNAMES))
    if tag == "nz":
        return frequency(word) < COMMON and len(word) < 4
    return tag in ("ns", "nt") and word not in _NOT_PLACES
