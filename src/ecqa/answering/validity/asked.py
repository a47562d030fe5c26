"""A question to what it asks about a document's validity, and about which document; it answers nothing.

Precision first: the document must be named, and nothing else be asked, else the question goes the usual way.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from ecqa.index.relations import Relations, Renaming, names_of
from ecqa.schema import Article
from ecqa.text.clauses import clauses_asked
from ecqa.text.folding import compact, fold

Aspect = Literal["state", "effective", "expiry", "replaced", "replaces", "amended"]

SHORTEST = 6
"""Characters of the end of a name by which a document can be called."""
OTHERWISE = 3
"""Characters of a question that may be left over."""

_CUE = re.compile(r"有效|生效|失效|废止|施行|实施|执行|到期|过期|取代|代替|替代|修正|修订|修改|试行|作废|效力")
_WHEN = r"(?:什么时候|啥时候|何时|哪[一1]?天|哪[一1]?[年日月][^，。]{0,6}|几月几[日号]|多会儿|什么日期|什么时间|时间是|日期是?)"
_ASPECTS: tuple[tuple[Aspect, re.Pattern[str]], ...] = tuple(
    (aspect, re.compile(pattern))  # type: ignore[misc]
    for aspect, pattern in (
        ("replaces", r"(?:取代|代替|替代|废止)了?(?:哪|什么|啥|谁)"),
        (
            "replaced",
            r"被?(?:哪|什么|啥|谁)[^，。]{0,8}(?:取代|代替|替代|废止)|(?:取代|代替|替代|废止)了?(?:它|该|这)|被(?:取代|代替|替代)",
        ),
        (
            "amended",
            r"(?:修正|修订|修改)过?了?(?:几|多少|吗|没有|没|哪)|(?:次|什么时候|何时|哪年|有没有|是否).{0,4}(?:修正|修订|修改)|(?:修正|修订|修改)(?:日期|时间|的?次数)",
        ),
        (
            "expiry",
            rf"{_WHEN}.{{0,6}}(?:失效|到期|过期|废止|作废|终止)|(?:失效|到期|过期|废止|作废)的?(?:日期|时间)|(?:有效期|试行期|有效|试行|施行|执行)(?:限)?(?:到|至|多久|多长|是?几|是?多|什么)",
        ),
        (
            "effective",
            rf"{_WHEN}.{{0,6}}(?:施行|实施|生效|执行|起效|试行)|(?:施行|实施|生效|执行)的?(?:日期|时间|是)|(?:施行|实施|生效|执行)于?{_WHEN}",
        ),
        ("state", r"有效|生效|失效|废止|作废|过期|到期|施行了?[吗没]|实施了?[吗没]|在(?:施行|实施|执行)|效力"),
    )
)
_FILLER = re.compile(
    r"请问|你好|您好|关于|现在|目前|如今|今天|当前|当时|这个|那个|最近|最后|最新|具体|文件|办法|条例|规定|通知|规章|法规|究竟|到底|开始|正式|什么|时候|时间|日期|何时|没有|已经|是否|是不是|能不能|可以|多少|多久|多长|有效期限?|试行期|有效|生效|失效|废止|施行|实施|执行|到期|过期|取代|代替|替代|修正|修订|修改|试行|作废|效力|终止|截止|"
    r"[的是在从被由到至了吗呢啊吧那这该哪个份部一天年月日号几次过有还仍然会就曾已我想问知道啥谁它没于起情况期限自\d]|[^\w]"
)
_CLAUSE = re.compile(r"第\s?[零〇一二两三四五六七八九十百千\d]{1,8}\s?条(?:之[一二三四五六七八九十]{1,2})?")
_BEFORE = re.compile(r"(?:^|[^\w]|[的是那这个按照问下于时在]|请问|关于|现行|现在|目前|本市|我市|全市|我们|咱们|[底初末日月年])$")
_THIS = re.compile(r"^[，,]?(?:请问)?(?:这|该|此|上述)(?:个|份|项|部)?(?:办法|条例|规定|通知|文件|政策|意见|方案)")


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked about the validity of a document."""

    aspect: Aspect
    name: str
    """What the document is called."""
    article: Article | None
    """None where the document is not there, and only another one that repeals it names it."""
    clauses: tuple[str, ...] = ()
    """Labels of the clauses of it that are asked about; empty for all of it."""
    renaming: Renaming | None = None
    """Where the question calls it by its old title."""


def asked(query: str, rules: Iterable[Article], relations: Relations, best: Article | None) -> Asked | None:
    """What a question asks about a document's validity; None where it asks for something else, or names no document.

    Args:
        query: Understood.
        rules: The documents that may be meant.
        relations: What they repeal.
        best: The document found first, which “该办法” then means; None where it is no rule.
    """
    plain = fold(query)
    if not _CUE.search(plain):
        return None
    found = _named(plain, list(rules), relations)
    if found is None and best is not None and (match := _THIS.match(plain)):
        found = _Named(names_of(best)[0], best, plain[match.end() :])
    if found is None:
        return None
    clauses = tuple(clauses_asked(found.rest))
    rest = _CLAUSE.sub("", found.rest)
    aspect = next((aspect for aspect, pattern in _ASPECTS if pattern.search(rest)), None)
    if aspect is None or len(_FILLER.sub("", rest)) > OTHERWISE:
        return None
    return Asked(aspect, found.name, found.article, clauses, found.renaming)


@dataclass(frozen=True, slots=True)
class _Named:
    name: str
    article: Article | None
    rest: str
    """The question without the name."""
    renaming: Renaming | None = None


def _named(plain: str, rules: Sequence[Article], relations: Relations) -> _Named | None:
    """The document that a question names, by its whole title or the end of it."""
    best: tuple[int, str, str, Article, str] | None = None
    for article in rules:
        for name in names_of(article):
            if called := _called(plain, fold(name)):
                one = (len(called), article.date or "", name, article, called)
                if best is None or one[:2] > best[:2]:
                    best = one
    old = max((one for one in relations.renamed if len(one) >= SHORTEST and one in compact(plain)), key=len, default="")
    if old and (best is None or len(best[4]) < len(old)):
        renaming = relations.renamed[old]
        now = next((one for one in rules if compact(renaming.new) in map(compact, names_of(one))), None)
        if now is not None:
            return _Named(renaming.new, now, plain.replace(fold(renaming.old), "，", 1), renaming)
    gone = max((one for one in relations.by_name if len(one) >= SHORTEST and one in compact(plain)), key=len, default="")
    if best is not None and len(best[4]) >= len(gone):
        return _Named(best[2], best[3], plain.replace(best[4], "，", 1))
    if gone:
        name = relations.by_name[gone][0].name
        return _Named(name, None, plain.replace(fold(name), "，", 1))
    return None


def _called(plain: str, name: str) -> str:
    """The longest end of a name that a question says; it must begin where a word does, so that another rule's longer name is not taken for it."""
    for start in range(len(name) - SHORTEST + 1):
        at = plain.find(name[start:])
        if at >= 0:
            whole = start == 0 or _BEFORE.search(plain[:at]) is not None
            return name[start:] if whole else ""
    return ""
