"""The text of a rule or notice to the sentences in it that say when it holds and what it repeals; it decides nothing by them.

Only what a document says of itself counts: a sentence that tells when another one takes effect is no statement.
"""

import re
from collections.abc import Iterator

from ecqa.corpus.days import COUNT, DAY, NUMERAL, day_after, day_before, day_of, last_day, number_of
from ecqa.corpus.repeals import is_listed, masked, names_in, renamings, repeals
from ecqa.schema import Statement
from ecqa.text.sentences import split

HEAD = 800
"""Characters among which a document tells that it was amended."""
TOP = 300
"""Characters among which the bracket below its title tells when it was published."""
TAIL = 60
"""Characters at the end among which it is signed with its date."""
LONGEST = 1000
"""Characters; a longer sentence is no statement."""

_DONE = r"(?:公布|发布|印发|颁布|下发|签发|发文|公告)"
_BEGINS = r"(?:正式|开始)?(?:施行|实施|执行|生效|试行)(?!的)"
_HOLDS = re.compile(r"施行|实施|执行|生效|试行|有效|失效|废止|终止")
_EFFECTIVE = re.compile(rf"(?:自|从|于)\s*(?:(?P<day>{DAY})|(?:{_DONE}|施行)之日)\s*起?\s*{_BEGINS}")
_AFTER = re.compile(
    rf"(?:自|从|于)?\s*{_DONE}(?:之日起|日起|之日|之后|后)?\s*(?:满|届满|第)?\s*(?P<n>{COUNT})\s*(?P<unit>个?工作日|日|天|个月|年)"
    rf"(?:届满)?(?:之日|以)?(?:起|后|时)?\s*起?\s*{_BEGINS}"
)
_ANOTHER = re.compile(r"□|原|旧|国家|省|该|许可证|合同|协议")
_YEARS = re.compile(
    rf"(?:有效期|试行期|试行|执行期|实施期)(?:限)?(?:均)?(?:为|是|暂定)?\s*(?P<n>\d{{1,2}}|[两{NUMERAL}]{{1,3}})\s*(?P<unit>年|个月)(?!度)"
)
_LONGER = r"(?:再|现|予以|相应)?(?:延长|延续|延期|顺延|续展)"
_UNTIL = re.compile(
    rf"(?:有效期|试行期|执行期|实施期|执行时间|实施时间|有效|施行|实施|执行|试行)(?:限)?(?:为|是|{_LONGER})?\s*(?:{COUNT}\s*(?:年|个月)\s*[，,（(]?\s*)?"
    rf"(?:(?:[自从][^，。；]{{4,20}}|{DAY})日?起?)?\s*(?:至|到|截至|截止至?|截止到)\s*(?P<day>{DAY})"
)
_ENDS = re.compile(rf"(?P<day>{DAY})\s*(?P<onward>起)?\s*(?:自动|自行|即行|予以)?(?:失效|废止|终止|停止执行|停止施行)")
_OTHERS = re.compile(r"□|原|旧|(?<!本)(?:文件|规定|办法|通知|意见|政策)|许可|证书|合同|协议")
_OWN = re.compile(r"本(?:办法|条例|规定|细则|通知|决定|意见|方案|措施|公告|通告|规则|政策|规范|文件|计划)")
_AMENDED = re.compile(rf"(?:根据|依据|经|于)?\s*(?P<day>{DAY})(?P<between>[^。；]{{0,80}}?)(?:予以|即行|即)?(?:修正|修订|修改)(?!前|稿)")
_ISSUED = re.compile(rf"[（(][^（()）]{{0,150}}?(?P<day>{DAY})[^（()），。；年]{{0,40}}?(?:公布|发布|印发|颁布)(?!的|之)")
_LISTED = re.compile(r"(?:下列|以下|附件|如下)[^。]{0,40}(?:废止|失效)|(?:废止|失效)[^。]{0,20}(?:下列|以下|如下)")


def read_statements(text: str, published: str | None) -> tuple[Statement, ...]:
    """What a document says of itself, in text order.

    Args:
        text: `Article.text`.
        published: ISO date on which it was issued; None where no day is known, and 自发布之日起 then names none.
    """
    found: list[Statement] = []
    listing = False
    for start, end in split(text):
        if end - start > LONGEST:
            continue
        sentence = text[start:end]
        covered = masked(sentence)
        if _HOLDS.search(covered):
            found += _terms(covered, start, end, published, _begun(found))
        if start < HEAD and ("修正" in covered or "修订" in covered or "修改" in covered):
            found += _amended(covered, start, end)
        found += repeals(sentence, start, end)
        found += renamings(sentence, start, end)
        if listing and is_listed(sentence):
            found.append(Statement("repeals", start, end, names=names_in(sentence)))
        else:
            listing = bool(_LISTED.search(covered)) or (listing and not covered.endswith("。"))
    return tuple(found)


def signed(text: str) -> tuple[str, int, int] | None:
    """The day that stands by itself below a document, and where; None where none does."""
    for start, end in reversed(split(text)[-3:]):
        if start >= len(text) - TAIL and re.fullmatch(rf"[（(]?{DAY}[）)]?", text[start:end]):
            day = day_of(text[start:end])
            return (day, start, end) if day else None
    return None


def issued(text: str) -> tuple[str, int, int] | None:
    """The day of publication that the bracket below the title tells (2012年5月15日市政府令第56号公布), and its sentence; None where none does."""
    match = _ISSUED.search(text[:TOP])
    day = day_of(match["day"]) if match else None
    if match is None or day is None:
        return None
    return next(((day, start, end) for start, end in split(text[: TOP * 2]) if start <= match.start("day") < end), None)


def _begun(found: list[Statement]) -> str | None:
    return next((one.date for one in reversed(found) if one.fact == "effective" and one.date), None)


def _terms(covered: str, start: int, end: int, published: str | None, begun: str | None) -> Iterator[Statement]:
    """From when, and until when."""
    own = _OWN.search(covered) is not None
    match = _EFFECTIVE.search(covered) or _AFTER.search(covered)
    if match is not None and (own or not _ANOTHER.search(covered, 0, match.start())):
        begun = _from(match, published)
        own = True
        yield Statement("effective", start, end, begun)
    if not own:
        return
    until, years, ends = _UNTIL.search(covered), _YEARS.search(covered), _ENDS.search(covered)
    if until is not None and "□" not in _piece(covered, until):
        yield Statement("expiry", start, end, day_of(until["day"]))
    elif years is not None:
        months = (number_of(years["n"]) or 0) * (12 if years["unit"] == "年" else 1)
        yield Statement("expiry", start, end, last_day(begun, months) if begun and months else None)
    elif ends is not None and not _OTHERS.search(_piece(covered, ends)):
        last = day_of(ends["day"])
        yield Statement("expiry", start, end, day_before(last) if last and ends["onward"] else last)


def _from(match: re.Match[str], published: str | None) -> str | None:
    """The first day: as named, the day of publication, or so long after it; None where that is not known."""
    parts = match.groupdict()
    if "unit" not in parts:
        return day_of(parts["day"]) if parts["day"] else published
    number = number_of(parts["n"])
    return day_after(published, number, parts["unit"]) if published and number else None


def _piece(covered: str, match: re.Match[str]) -> str:
    """The part of a sentence, from the comma before, in which a match stands."""
    return re.split(r"[，,；;]", covered[: match.start()])[-1] + match.group()


def _amended(covered: str, start: int, end: int) -> Iterator[Statement]:
    for match in _AMENDED.finditer(covered):
        days = [match["day"], *re.findall(DAY, match["between"])]
        day = day_of(days[-1])
        if day and "施行" not in match["between"]:
            yield Statement("amended", start, end, day)
