"""A sentence of a rule or notice to what it repeals, whole or in part, and to what it says was renamed; it does not say whether that is in force yet."""

import re
from collections.abc import Iterator

from ecqa.corpus.days import DAY, NUMERAL, day_of
from ecqa.schema import Statement

NAME = re.compile(r"《((?:[^《》]|《[^《》]*》){2,80})》")

_RUN = r"(?<!□)□++"
_ASIDE = r"(?:[（(][^（()）□]{1,40}[）)])?+"
_NAMES = rf"{_RUN}{_ASIDE}(?:(?:[、，和及与]|(?<=[）)])){_RUN}{_ASIDE})*"
_GLUE = rf"(?:[等共][^。；，、□]{{0,12}}?(?:文件|规定|规章|办法))?[，,]?(?:自(?P<day>{DAY})起|自[^，。；]{{2,10}}之日起)?(?:同时|即行|一并|相应|予以|均|即|全部|现予|也){{0,3}}"
_DEED = r"(?P<deed>废止|失效|停止执行|停止施行|不再执行)"
_REPEALED = re.compile(rf"(?P<names>{_NAMES}){_GLUE}{_DEED}")
_REPEALING = re.compile(rf"(?<![将拟不])(?:废止|宣布失效|停止执行)\s*(?P<names>{_NAMES})(?!的?第|[中里]|的?(?:关于|有关|涉及))")

_COUNT = rf"[\d两百{NUMERAL}]{{1,7}}"
_AND = r"[、，,和及与至到—-]"
_UNIT = rf"第{_COUNT}(?:{_AND}第?{_COUNT}){{0,20}}(?:条|章|节|款|项|部分)(?:之[一二三四五六七八九十]{{1,2}})?"
_CLAUSES = rf"{_UNIT}(?:(?:{_AND}|以及)?{_UNIT}){{0,20}}(?:的?(?:规定|内容))?"
_MATTER = r"(?:规定|内容|条款|部分|事项|政策|标准)"
_TOPIC = rf"(?:关于|有关|涉及|对于?|与)[^，。；□]{{1,60}}?{_MATTER}(?!的?{_MATTER})"
_PART = rf"(?P<name>{_RUN}){_ASIDE}[中里]?的?(?P<part>{_CLAUSES}|{_TOPIC})"
_PARTS = re.compile(_PART)
_PART_AGAIN = _PART.replace("?P<name>", "").replace("?P<part>", "?:")
_PARTLY = re.compile(rf"(?P<parts>{_PART_AGAIN}(?:[、，,和及与]?{_PART_AGAIN}){{0,10}}){_GLUE}{_DEED}")
_PARTLY_TOO = re.compile(
    rf"(?<![将拟不])(?:废止|停止执行)\s*(?:{_NAMES}[、，和及与])??(?P<parts>{_PART_AGAIN}(?:[、，,和及与]?{_PART_AGAIN}){{0,10}})"
)
_ITEM = re.compile(rf"\s*(?:[（(]?[\d{NUMERAL}]{{1,3}}[）)、.．]?\s*)?{_NAMES}[；;。]?\s*")
_FROM = re.compile(rf"自\s*(?P<day>{DAY})\s*起\s*[，,]?\s*(?:同时|原|对|现)?$")
_NOT_YET = re.compile(r"(?:不|未|拟|将|并非|尚未)\s*$")

_RENAMED = re.compile(
    rf"(?P<old>{_RUN}){_ASIDE}(?:的)?(?:现|已|正式|统一)?(?:(?:名称|标题|题目|题名)(?:修改|变更|更改|调整|改)|更名|改名|改称)(?:为|成)\s*(?P<new>□++)"
)
_ONCE_NAMED = re.compile(r"(?:原名称?|原标题|原题|曾用名)(?:为|是|叫)?\s*[:：]?\s*(?P<old>□++)")
_ONCE_IN_TITLE = re.compile(r"[（(](?:原|原名)[:：]?\s*(?P<old>□++)[）)]")


def repeals(sentence: str, start: int, end: int) -> Iterator[Statement]:
    """What a sentence repeals: whole documents, and parts of documents.

    Args:
        sentence: It stands in the text at `[start, end)`.
        start: Characters.
        end: Characters.
    """
    if not any(word in sentence for word in ("废止", "失效", "停止", "不再执行")):
        return
    covered = masked(sentence)
    for pattern in (_REPEALED, _REPEALING):
        for match in pattern.finditer(covered):
            names = names_in(sentence[match.start("names") : match.end("names")])
            if names and _done(covered, match, behind=pattern is _REPEALED):
                yield Statement("repeals", start, end, _day(covered, match), names)
    for pattern in (_PARTLY, _PARTLY_TOO):
        for match in pattern.finditer(covered):
            if not _done(covered, match, behind=pattern is _PARTLY):
                continue
            for one in _PARTS.finditer(covered, match.start("parts"), match.end("parts")):
                *whole, last = names_in(sentence[one.start("name") : one.end("name")])
                if whole and pattern is _PARTLY_TOO:
                    yield Statement("repeals", start, end, _day(covered, match), tuple(whole))
                yield Statement("repeals", start, end, _day(covered, match), (last,), sentence[one.start("part") : one.end("part")])


def renamings(sentence: str, start: int, end: int) -> Iterator[Statement]:
    """What a sentence says was renamed: the old title and the new, or the old alone where the document speaks of itself; arguments as `repeals`."""
    if "《" not in sentence:
        return
    covered = masked(sentence)
    for match in _RENAMED.finditer(covered):
        old, new = (names_in(sentence[match.start(which) : match.end(which)]) for which in ("old", "new"))
        if old and new and old[-1] != new[0] and not re.search(r"(?:不|未|拟|尚未)将?$", covered[: match.start()]):
            yield Statement("renames", start, end, names=(old[-1], new[0]))
    for pattern in (_ONCE_NAMED, _ONCE_IN_TITLE) if start == 0 else (_ONCE_NAMED,):
        for match in pattern.finditer(covered):
            old = names_in(sentence[match.start("old") : match.end("old")])
            if old and "□" not in covered[: match.start()]:
                yield Statement("renames", start, end, names=old[:1])


def names_in(part: str) -> tuple[str, ...]:
    """The titles in 《》, none twice."""
    return tuple(dict.fromkeys(NAME.findall(part)))


def masked(sentence: str) -> str:
    """The sentence with what stands in 《》, they included, as so many □; a □ of its own becomes ■."""
    return NAME.sub(lambda match: "□" * len(match.group()), sentence.replace("□", "■"))


def is_listed(sentence: str) -> bool:
    """Whether a sentence is an item of a list of documents, and nothing else."""
    return _ITEM.fullmatch(masked(sentence)) is not None


def _done(covered: str, match: re.Match[str], *, behind: bool) -> bool:
    """Whether the deed is done, not refused or planned; it stands behind the names, or before them."""
    return not _NOT_YET.search(covered[: match.start("deed") if behind else match.start()])


def _day(covered: str, match: re.Match[str]) -> str | None:
    """The day that stands between the names and the deed, or directly before both; None where none does."""
    day = match.groupdict().get("day")
    before = None if day else _FROM.search(covered, max(0, match.start() - 40), match.start())
    return day_of(day or (before["day"] if before else ""))
