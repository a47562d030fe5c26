"""What of a document is repealed, as it is written (第三条至第五条、第九条第二款), to whether a clause is among it; it reads no other words."""

import re

from ecqa.text.clauses import clauses_asked
from ecqa.text.numbers import value

_NUMBER = r"[零〇○一二两三四五六七八九十百\d]{1,7}"
_RANGE = re.compile(rf"第({_NUMBER})条?[至到—-]第?({_NUMBER})条")
_SINGLE = re.compile(rf"第({_NUMBER}(?:[、，,和及与]第?{_NUMBER})*)条(?!之[一二三四五六七八九十])")


def covers(part: str, label: str) -> bool:
    """Whether a part names a clause, or something of it.

    Args:
        part: Such as 第三条和第四条.
        label: Such as 第四条, as `ecqa.text.clauses` writes it.
    """
    number = _number(label.removeprefix("第").partition("条")[0])
    if number is None:
        return False
    if label in clauses_asked(part) or "之" in label:
        return label in clauses_asked(part)
    ranges = [(_number(first), _number(last)) for first, last in _RANGE.findall(part)]
    if any(first is not None and last is not None and first <= number <= last for first, last in ranges):
        return True
    return any(_number(one) == number for several in _SINGLE.findall(part) for one in re.findall(_NUMBER, several))


def _number(written: str) -> int | None:
    return int(written) if written.isdigit() and written.isascii() else value(written.replace("○", "〇"))
