"""A question to what it asks about and an answer's evidence must name: dates, numbered parts, names, titles, quotes; it judges no evidence.

Whether a text names it, `ecqa.text.presence.unmet` tells.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib import resources
from itertools import accumulate

from ecqa.schema import Constraint
from ecqa.text.folding import compact, fold
from ecqa.text.names import tagged
from ecqa.text.presence import unmet
from ecqa.text.segmentation import frequency, segment
from ecqa.understanding.dates import dated
from ecqa.understanding.typos import Correction

__all__ = ["constraints", "unmet"]

COMMON = 1e-6
"""Frequency in general Chinese from which on a word that jieba takes for a person's name is a plain word (高峰, 毛利)."""

_TITLE = re.compile(r"《([^《》]{2,60})》")
_QUOTE = re.compile(r"[“「『\"]([^“”「」『』\"]{3,40})[”」』\"]")
_DOCUMENT_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{0,8}[\u3014\[(（【]\d{4}[)）\]\u3015】]\s*第?\s*\d+\s*号|第\s*\d+\s*号令?|(?<![a-z\d])[A-Z]{2,}/?[A-Z]?\s?\d{3,}(?:[.-]\d+)*"
)
_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏窦章苏潘葛奚范彭郎鲁韦昌马苗凤方俞任袁柳酆鲍史唐费廉岑薛雷贺倪汤"
    "滕殷罗毕郝邬安常乐傅皮卞齐康伍余元卜顾孟平黄穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江童颜郭"
    "梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯管卢莫房裘缪干解应宗丁宣邓郁单杭洪包诸左石崔吉龚程邢裴陆荣翁荀甄曲家封芮储靳段富巫乌焦巴牧车侯班仰"
    "秋仲伊宫宁仇栾甘厉武符刘景詹束龙叶幸司韶郜黎薄印宿白怀蒲邰鄂索咸籍赖卓蔺屠蒙池乔阴胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍桑桂濮牛寿通边扈燕冀"
    "农温庄晏柴瞿阎慕茹习艾鱼容向古易慎戈廖庾终居衡步耿满弘匡国文寇广禄阙东殳沃利蔚越夔隆师巩聂晁勾敖融冷辛阚简饶空曾关查游权盖肖涂覃"
)


def constraints(
    query: str, corrections: Sequence[Correction] = (), aliases: Mapping[str, tuple[str, ...]] | None = None
) -> tuple[Constraint, ...]:
    """What a question asks about, in the order of the text, none twice.

    Args:
        query: Simplified and standing alone, as typed.
        corrections: Its typing errors; what is meant meets a constraint, too.
        aliases: Folded names to their other names, such as the abbreviations of a corpus.
    """
    found: dict[tuple[str, tuple[str, ...]], Constraint] = {}
    untitled = _TITLE.sub(lambda match: " " * len(match.group()), query)
    for one in (*dated(query), *_marked(query), *_named(untitled)):
        forms = _with_aliases(one, corrections, aliases or {})
        found.setdefault((one.kind, forms), Constraint(one.kind, one.text, forms))
    return tuple(sorted(found.values(), key=lambda one: query.find(one.text)))


def _with_aliases(one: Constraint, corrections: Sequence[Correction], aliases: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    meant = [compact(one.text.replace(error.typed, error.meant)) for error in corrections if error.typed in one.text]
    others = [compact(name) for form in (fold(one.text), *meant) for name in aliases.get(form, ())]
    return tuple(dict.fromkeys([*one.forms, *meant, *others]))


def _marked(query: str) -> Iterator[Constraint]:
    """Titles, document numbers and quoted words."""
    for kind, pattern in (("title", _TITLE), ("document_number", _DOCUMENT_NUMBER), ("quote", _QUOTE)):
        for match in pattern.finditer(query):
            text = match.group(match.lastindex or 0)
            if form := compact(text):
                yield Constraint(kind, text, (form,))


def _named(query: str) -> Iterator[Constraint]:
    """Places and organisations that names.txt lists, and persons as jieba tags them."""
    table, pattern = _known()
    text = query.lower()
    edges = set(accumulate(map(len, segment(text)), initial=0))
    for match in pattern.finditer(text):
        kind, names = table[match.group()]
        if match.start() in edges and (kind == "place" or match.end() in edges):
            yield Constraint(kind, query[match.start() : match.end()], names)
    for start, end, tag in tagged(query):
        if tag in ("nr", "nrfg") and _is_person(query[start:end]):
            yield Constraint("person", query[start:end], (compact(query[start:end]),))


def _is_person(word: str) -> bool:
    """Whether a word that jieba takes for a name has a surname, and neither it nor a part of it is a plain word (段时间, 东道主)."""
    parts = (word, word[1:], word[:2])[: 1 if len(word) == 2 else 3]
    return 2 <= len(word) <= 3 and word[0] in _SURNAMES and all(frequency(part) < COMMON for part in parts)


@cache
def _known() -> tuple[dict[str, tuple[str, tuple[str, ...]]], re.Pattern[str]]:
    """Folded names to their kind and all names of the same thing, and a pattern that finds them, the longest first."""
    table: dict[str, tuple[str, tuple[str, ...]]] = {}
    for line in resources.files(__package__).joinpath("names.txt").read_text("utf-8").splitlines():
        kind, _, names = line.split("#")[0].strip().partition(" ")
        for entry in names.split():
            same = tuple(map(fold, entry.split("=")))
            table.update(dict.fromkeys(same, (kind, tuple(map(compact, same)))))
    longest_first = sorted(table, key=lambda name: (-len(name), name))
    parts = [rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])" if name.isascii() else re.escape(name) for name in longest_first]
    return table, re.compile("|".join(parts))
