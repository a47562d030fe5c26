"""Chinese numerals in a text to Arabic digits, for search keys only; a text changed here is never quoted."""

import re

DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
MEASURES = "个家条种年月日号天次款元块人名位万亿倍成折届期级篇部季大项点类步批所座户间件封本台双只场步轮股周方面分多余几"
"""Characters after which a single numeral is a number: 三大方向, 五家; not the 一 of 一直."""

_NUMERAL = re.compile(r"[零〇一二两三四五六七八九十百千]+")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def to_digits(text: str) -> str:
    """Writes the Chinese numerals of a text in digits: 第一条 -> 第1条, 五千万 -> 5000万, 50,000 -> 50000.

    A single numeral is taken for a number only after 第 or before a measure word; 十二五 and other runs that
    follow no number grammar stay as they are, and so do 三四个 and 二三线, which are one or the other.

    Args:
        text: Simplified text, half-width digits.
    """
    return _NUMERAL.sub(_replace, _THOUSANDS.sub("", text))


def value(numeral: str) -> int | None:
    """The number that a run of Chinese numerals below 10,000 stands for; None when it is not well formed."""
    if all(c in DIGITS for c in numeral):
        return int("".join(str(DIGITS[c]) for c in numeral))
    total, digit, last, gap = 0, None, 10_000, False
    for c in numeral:
        if c in UNITS:
            unit = UNITS[c]
            if unit >= last or (digit is None and not (unit == 10 and total == 0)):
                return None
            total, digit, last, gap = total + (1 if digit is None else digit) * unit, None, unit, False
        elif digit is not None:
            return None
        elif DIGITS[c] == 0:
            gap = True
        else:
            digit = DIGITS[c]
    unsaid = 1 if gap or last == 10_000 else last // 10  # 一百五 is 150, and 一百零五 is 105
    return total + (digit or 0) * unsaid


def in_chinese(number: int) -> str:
    """A whole number below 10,000 as it is written in Chinese: 42 -> 四十二, 105 -> 一百零五; a larger or negative one in digits."""
    if not 0 <= number < 10_000:
        return str(number)
    numerals = "零一二三四五六七八九"
    written, gap = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            written += ("零" if gap and written else "") + numerals[digit] + name
        gap = digit == 0
    return (written.removeprefix("一") if written.startswith("一十") else written) or "零"


def _replace(match: re.Match[str]) -> str:
    run, text = match.group(), match.string
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if len(run) == 1 and before != "第" and (not after or after not in MEASURES):
        return run
    if run in UNITS and before != "第" and run != "十":
        return run
    if len(run) == 2 and all(c in DIGITS and DIGITS[c] for c in run):
        return run
    number = value(run)
    return run if number is None else str(number)
