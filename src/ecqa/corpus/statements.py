"""The text of a rule or notice to the sentences in it that say when it holds and what it repeals; it decides nothing by them.

Only what a document says of itself counts: a sentence that tells when another one takes effect is no statement.
"""

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta

from ecqa.corpus.dates import iso
from ecqa.schema import Statement
from ecqa.text.numbers import value
from ecqa.text.sentences import split

HEAD = 800
"""Characters among which a document tells that it was amended."""
TAIL = 60
"""Characters at the end among which it is signed with its date."""
LONGEST = 1000
"""Characters; a longer sentence is no statement."""

_NUMERAL = "〇○零一二三四五六七八九十"
DAY = rf"(?:(?:19|20)\d\d|[一二][{_NUMERAL}]{{3}})\s*年\s*(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*月\s*(?:\d{{1,2}}|[{_NUMERAL}]{{1,3}})\s*日"
_PARTS = re.compile(rf"([\d{_NUMERAL}]+)\s*年\s*([\d{_NUMERAL}]+)\s*月\s*([\d{_NUMERAL}]+)\s*日")
_NAME = re.compile(r"《((?:[^《》]|《[^《》]*》){2,80})》")
_ISSUED = r"(?:公布|发布|印发|颁布|下发|签发|公告|施行)之日"
_HOLDS = re.compile(r"施行|实施|执行|生效|试行|有效")
_EFFECTIVE = re.compile(rf"(?:自|从|于)\s*(?:(?P<day>{DAY})|(?P<issued>{_ISSUED}))\s*起?\s*(?:正式|开始)?(?:施行|实施|执行|生效|试行)")
_ANOTHER = re.compile(r"□|原|旧|国家|省|该|许可证|合同|协议")
_YEARS = re.compile(
    rf"(?:有效期|试行期|试行|执行期|实施期)(?:限)?(?:均)?(?:为|是|暂定)?\s*(?P<n>\d{{1,2}}|[两{_NUMERAL}]{{1,3}})\s*(?P<unit>年|个月)(?!度)"
)
_UNTIL = re.compile(
    rf"(?:有效期|试行期|执行期|实施期|有效|施行|实施|执行|试行)(?:限)?(?:自[^，。；]{{4,20}}日?起?)?\s*(?:至|到|截至|截止至?|截止到)\s*(?P<day>{DAY})"
)
_OWN = re.compile(r"本(?:办法|条例|规定|细则|通知|决定|意见|方案|措施|公告|通告|规则|政策|规范|文件|计划)")
_DEED = r"(?:予以|即行|即)?(?:修正|修订|修改)"
_AMENDED = re.compile(rf"(?:根据|依据|经|于)?\s*(?P<day>{DAY})(?P<between>[^。；]{{0,80}}?){_DEED}(?!前|稿)")
_NAMES = r"□+(?:[（(][^（()）□]{1,40}[）)])?(?:(?:[、，和及与]|(?<=[）)]))□+(?:[（(][^（()）□]{1,40}[）)])?)*"
_GLUE = rf"(?:[等共][^。；，、□]{{0,12}}?(?:文件|规定|规章|办法))?[，,]?(?:自(?P<day>{DAY})起|自[^，。；]{{2,10}}之日起)?(?:同时|即行|一并|相应|予以|均|即|全部|现予|也){{0,3}}"
_REPEALED = re.compile(rf"(?P<names>{_NAMES}){_GLUE}(?P<deed>废止|失效|停止执行|停止施行)")
_REPEALING = re.compile(rf"(?<![将拟不])(?:废止|宣布失效|停止执行)\s*(?P<names>{_NAMES})(?!第)")
_LISTED = re.compile(r"(?:下列|以下|附件|如下)[^。]{0,40}(?:废止|失效)|(?:废止|失效)[^。]{0,20}(?:下列|以下|如下)")
_ITEM = re.compile(rf"\s*(?:[（(]?[\d{_NUMERAL}]{{1,3}}[）)、.．]?\s*)?{_NAMES}[；;。]?\s*")
_NOT_YET = re.compile(r"(?:不|未|拟|将|并非|尚未)\s*$")


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
        masked = _masked(sentence)
        if _HOLDS.search(masked):
            found += _terms(masked, start, end, published, _begun(found))
        if start < HEAD and ("修正" in masked or "修订" in masked or "修改" in masked):
            found += _amended(masked, start, end)
        found += _repeals(sentence, masked, start, end)
        if listing and _ITEM.fullmatch(masked):
            found.append(Statement("repeals", start, end, names=_names(sentence)))
        else:
            listing = bool(_LISTED.search(masked)) or (listing and not masked.endswith("。"))
    return tuple(found)


def signed(text: str) -> tuple[str, int, int] | None:
    """The day that stands by itself below a document, and where; None where none does."""
    for start, end in reversed(split(text)[-3:]):
        if start >= len(text) - TAIL and re.fullmatch(rf"[（(]?{DAY}[）)]?", text[start:end]):
            day = day_of(text[start:end])
            return (day, start, end) if day else None
    return None


def day_of(written: str) -> str | None:
    """ISO date of 2013年1月1日 or 二〇一三年一月一日; None when there is no such day."""
    match = _PARTS.search(written)
    numbers = (
        [int(part) if part.isdigit() and part.isascii() else value(part.replace("○", "〇")) for part in match.groups()] if match else []
    )
    return iso(*(one for one in numbers if one is not None)) if numbers and None not in numbers else None


def last_day(begin: str, months: int) -> str | None:
    """The last day of a term of so many months that begins on a day; None past the end of the calendar."""
    first = date.fromisoformat(begin)
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    if year > date.max.year - 1:
        return None
    after = date(year, month + 1, min(first.day, monthrange(year, month + 1)[1]))
    return (after if after.day < first.day else after - timedelta(days=1)).isoformat()


def _begun(found: list[Statement]) -> str | None:
    return next((one.date for one in reversed(found) if one.fact == "effective" and one.date), None)


def _terms(masked: str, start: int, end: int, published: str | None, begun: str | None) -> Iterator[Statement]:
    """From when, and until when."""
    match = _EFFECTIVE.search(masked)
    own = _OWN.search(masked) is not None
    if match is not None and (own or not _ANOTHER.search(masked, 0, match.start())):
        begun = day_of(match["day"]) if match["day"] else published
        own = True
        yield Statement("effective", start, end, begun)
    if not own:
        return
    until, years = _UNTIL.search(masked), _YEARS.search(masked)
    if until is not None:
        yield Statement("expiry", start, end, day_of(until["day"]))
    elif years is not None:
        number = int(years["n"]) if years["n"].isdigit() and years["n"].isascii() else value(years["n"])
        months = (number or 0) * (12 if years["unit"] == "年" else 1)
        yield Statement("expiry", start, end, last_day(begun, months) if begun and months else None)


def _amended(masked: str, start: int, end: int) -> Iterator[Statement]:
    for match in _AMENDED.finditer(masked):
        days = [match["day"], *re.findall(DAY, match["between"])]
        day = day_of(days[-1])
        if day and "施行" not in match["between"]:
            yield Statement("amended", start, end, day)


def _repeals(sentence: str, masked: str, start: int, end: int) -> Iterator[Statement]:
    if "废止" not in masked and "失效" not in masked and "停止" not in masked:
        return
    for pattern in (_REPEALED, _REPEALING):
        for match in pattern.finditer(masked):
            at = match.start("deed") if pattern is _REPEALED else match.start()
            names = _names(sentence[match.start("names") : match.end("names")])
            if names and not _NOT_YET.search(masked[:at]):
                day = match["day"] if pattern is _REPEALED else None
                yield Statement("repeals", start, end, day_of(day) if day else None, names)


def _names(part: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_NAME.findall(part)))


def _masked(sentence: str) -> str:
    """The sentence with what stands in 《》, they included, as so many □."""
    return _NAME.sub(lambda match: "□" * len(match.group()), sentence)
