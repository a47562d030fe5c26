"""A question to the years, months, days, quarters, batches and clauses that it names; relative ones (去年) name none."""

import re
from collections.abc import Callable, Iterator

from ecqa.schema import Constraint
from ecqa.text.folding import fold
from ecqa.text.numbers import value

Forms = Callable[[re.Match[str]], tuple[str, ...]]

_N = r"[\d零〇一二三四五六七八九十百]+"
_DATE = re.compile(rf"(?<![\d至到—~-])(?P<month>{_N})月(?P<day>{_N})[日号](?![\d至到—~-])")
_MONTH = re.compile(rf"(?<![\d零〇一二三四五六七八九十至到—~个几-])(?P<month>{_N})月份?(?!\d|[一二三四五六七八九十]+[日号]|[至到—~-])")
_YEAR = re.compile(r"(?<!\d)(?P<year>(?:19|20)\d{2}|[一二][九〇零][〇零一二三四五六七八九]{2})(?:年|(?![\d年]))")
_SHORT_YEAR = re.compile(r"(?<![\d第约近满了过有每整这作])(?P<year>0\d|1\d|2\d|9\d)年(?![来间内前后多以之期级的]|左右|时间)")
_QUARTER = re.compile(
    r"(?P<first>前)?第?(?P<n>[一二三四两1-4])个?季度|(?P<season>首季|开年首季)|(?<![a-z])q(?P<q>[1-4])(?!\d)", re.IGNORECASE
)
_HALF = re.compile(r"(?P<half>[上下])半年|(?P<h>h[12])(?![0-9a-z])", re.IGNORECASE)
_BATCH = re.compile(rf"(?P<first>首)(?P<u>[批届期轮])|第(?P<n>{_N})(?P<unit>[批届期轮])")
_CLAUSE = re.compile(rf"第(?P<n>{_N})(?P<unit>[条章])")


def dated(question: str) -> Iterator[Constraint]:
    """The constraints of dates and numbered parts, in no order.

    Args:
        question: Simplified.
    """
    for kind, pattern, forms in (
        ("year", _YEAR, _year),
        ("year", _SHORT_YEAR, _year),
        ("date", _DATE, _date),
        ("month", _MONTH, _month),
        ("quarter", _QUARTER, _quarter),
        ("quarter", _HALF, _half),
        ("batch", _BATCH, _batch),
        ("clause", _CLAUSE, lambda found: (f"第{_digits(found['n'])}{found['unit']}",)),
    ):
        for found in pattern.finditer(question):
            if all(forms(found)):
                yield Constraint(kind, found.group(), forms(found))


def _digits(numeral: str) -> str:
    if numeral.isdigit():
        return str(int(numeral))
    number = value(numeral)
    return "" if number is None else str(number)


def _year(found: re.Match[str]) -> tuple[str, ...]:
    year = _digits(found["year"]) if len(found["year"]) == 4 else found["year"]
    if len(year) == 2:
        year = f"{'19' if year[0] == '9' else '20'}{year}"
    return year, f"{year[2:]}年"


def _date(found: re.Match[str]) -> tuple[str, ...]:
    month, day = _digits(found["month"]), _digits(found["day"])
    return (f"{month}月{day}日", f"{month}月{day}号", f"-{month:0>2}-{day:0>2}", f"{month}.{day}") if month and day else ("",)


def _month(found: re.Match[str]) -> tuple[str, ...]:
    month = _digits(found["month"])
    return (f"{month}月", f"-{month:0>2}-") if month and 1 <= int(month) <= 12 else ("",)


def _quarter(found: re.Match[str]) -> tuple[str, ...]:
    n = "1" if found["season"] else found["q"] or fold(found["n"]).translate(str.maketrans("一二两三四", "12234"))
    if found["first"]:
        end = int(n) * 3
        return f"前{n}季度", f"前{n}个季度", f"1-{end}月", f"1至{end}月", f"1月至{end}月", f"前{end}个月", f"前{end}月"
    begin, end = int(n) * 3 - 2, int(n) * 3
    return f"{n}季度", f"q{n}", f"{begin}-{end}月", f"{begin}至{end}月", f"{begin}月至{end}月", *(("首季",) if n == "1" else ())


def _half(found: re.Match[str]) -> tuple[str, ...]:
    if found["half"] == "上" or (found["h"] or "").endswith("1"):
        return "上半年", "h1", "1-6月", "1至6月", "1月至6月", "前6个月", "前6月", "前半年"
    return "下半年", "h2", "7-12月", "7至12月", "后半年"


def _batch(found: re.Match[str]) -> tuple[str, ...]:
    unit = found["u"] or found["unit"]
    n = "1" if found["first"] else _digits(found["n"])
    units = "批期轮" if unit in "批期轮" else unit
    return tuple(form for u in units for form in (f"第{n}{u}", *((f"首{u}",) if n == "1" else ()))) if n else ("",)
