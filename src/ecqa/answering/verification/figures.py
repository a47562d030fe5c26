"""A normalised text to the figures in it: what each is worth, what it counts and how it is bounded; it compares none."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ecqa.answering.verification.dates import spans
from ecqa.text.numbers import DIGITS
from ecqa.text.numbers import value as chinese_value

Bound = Literal["", "more", "less", "about"]

LONGEST = 40
"""Characters of a number."""
PRICE = 1000
"""Before 起 a number from which on it is where prices begin, and no count of cases."""
SCALES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000, "亿": 100_000_000}
_DIGITS = r"\d+(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_NUMERAL = r"[零〇一二两三四五六七八九十百千]+(?:点[零〇一二三四五六七八九]+)?"
_NUMBER = rf"(?:{_DIGITS}|{_NUMERAL})"
_TAIL = r"(?:(?<=[万亿])[二三四五六七八九](?=元|块|[,，。;；、)建买卖花的]|$))?"
"""The last of 四亿五, which is worth half a 亿."""
_SCALED = rf"{_NUMBER}(?:多|余)?[万亿千百]*(?:{_NUMBER}(?:多|余)?[万亿千百]+)*{_TAIL}"
_UNIT = (
    r"%|个百分点|百分点|个点|成(?:半|[一二三四五六七八九](?![成、至到~-]))?|倍|折|美元|美金|港元|港币|欧元|日元|英镑|元|块钱?|人民币|人次|个月|小时|分钟|平方米|平方公里|公里|公斤|吨|亩|"
    r"年代|周年|世纪|年|月|季度|周|星期|天|日|点|个|家|名|位|人|种|类|项|条|款|期|次|届|级|名|岁|页|秒钟?|立方米|平方千米|公顷|千米|厘米|毫米|千克|米|斤|克|升|千瓦时?|度|兆|gb|mb|kg|km|集装箱|标箱|箱|桶|吨位|株|头|棵|字|单|票|艘|架|盒|瓶|袋|双|对|组|宗|起|例|趟|角钱?|毛钱?|分钱|台|辆|件|套|座|户|间|只|支|场|步|轮|批|部|篇|句|强|后|只|张|篇|份|回|段|站|方面|部分|大|所|城|笔|路|块|点|宗|样|桌|栋|周岁|分(?![之别公成为析配开店站期享散类部支歧明外钱])"
)
_OVER = "多|余|出头|挂零|开外|强(?![的大劲势者调])|以上|以下|以内|之内|内(?![部容地外贸销存陆])|封顶|左右|上下|半"
_FIGURE = re.compile(
    rf"(?P<ordinal>第)?(?P<percent>百分之)?(?P<vague>数|几|好几|(?<![晚早网线机以柜马路街店地身会之世])上(?=[百千万亿]))?(?P<number>{_SCALED}|(?<=[数几上])[十百千万亿]+)"
    rf"(?P<more>[多余几])?(?P<each>个)?(?P<unit>{_UNIT})?(?P<over>{_OVER})?"
)
_UNSAID = re.compile(r"(?<=[一二两三四五六七八九十百千][万亿])([二三四五六七八九])$")
_FRACTION = re.compile(rf"({_NUMERAL}|\d+)分之({_NUMERAL}|\d+)")
_HALF = re.compile(r"一半|半数|近半|过半|对半|四成半")
_DENIED = r"(?:不|别|勿|没|没有|不得|不能|不会|不许|不宜|不应|不可|未|莫)"
_NOT_LESS = re.compile(rf"{_DENIED}(?:低于|少于|小于|下于|低过)$")
_NOT_MORE = re.compile(rf"{_DENIED}(?:超过|超|高于|大于|多于|突破|高过|过)$")
_MORE = re.compile(r"(?:超过|超|逾|高于|大于|多于|突破|不止|至少|不下|最少|最低|起码|(?<![通经])过)$")
_LESS = re.compile(r"(?:不到|不足|不满|未满|没到|未到|未达|没满|低于|少于|小于|至多|最多|近|将近|接近|逼近|差不多|快到|最高|最长|不过)$")
_ABOUT = re.compile(r"(?:约|大约|大概|约莫|约为|约占|左右|差不多)$")
_APART = re.compile(r"[一二三四五六七八九]{2}")
"""三四线, 一二线: the one or the other."""
_FOREIGN = frozenset({"美元", "美金", "港元", "港币", "欧元", "日元", "英镑"})
_CLASSES = {
    "美金": "美元", "港币": "港元", "元": "元", "块钱": "元", "人民币": "元", "人": "人", "名": "人", "位": "人", "人次": "人",
    "星期": "周", "日": "天", "个百分点": "百分点", "个点": "百分点", "回": "次", "后": "年代", "个月": "月", "周岁": "岁", "秒钟": "秒",
    "起": "件", "宗": "件", "例": "件", "样": "种",
}  # fmt: skip
_GENERIC = frozenset(("", *"个大点项条种类步块路段家场座站城所款只支次分桌栋", "部分", "方面"))


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as a text has it."""

    value: float
    """In single units: 5000万 is 5e7; 45 % is 45."""
    unit: str
    """%, 倍, 折, 元, 美元, 人, 天, ...; a measure word, or empty."""
    bound: Bound
    """What stands by it: more than, less than or about it."""
    vague: bool
    """几百, 数万: the order of magnitude alone."""
    ordinal: bool
    """第三."""
    start: int
    end: int
    text: str

    @property
    def generic(self) -> bool:
        """Whether the unit says little of what is counted."""
        return self.unit in _GENERIC

    @property
    def rough(self) -> bool:
        """Whether it is a fraction in words, 四分之一 or 一半, which stands for what is near it."""
        return self.unit == "%" and re.search("(?<!百)分之|半", self.text) is not None

    @property
    def foreign(self) -> bool:
        """Whether it is money of another country."""
        return self.unit in _FOREIGN


@lru_cache(maxsize=4096)
def figures(text: str) -> tuple[Figure, ...]:
    """The figures of a normalised text in order, dates left out; ranges and lists share their last unit.

    Args:
        text: From `words.normal`.
    """
    blank = _without_dates(text)
    found = _fractions(blank)
    taken = [(one.start, one.end) for one in found]
    for match in _FIGURE.finditer(blank):
        if any(start < match.end() and match.start() < end for start, end in taken):
            continue
        if one := _figure(match, blank):
            found.append(one)
    return tuple(_shared(sorted(found, key=lambda one: one.start), blank))


def number(written: str) -> float | None:
    """What a number without a unit is worth: 213亿9000万, 二百一十三亿九千万, 4.56亿; None when it is none."""
    total, last = 0.0, 1.0
    if len(written) > LONGEST:
        return None
    tail = _UNSAID.search(written)
    written = written.removesuffix(tail[1]) if tail else written
    for part in re.finditer(rf"(?P<number>{_NUMBER})(?:多|余)?(?P<scale>[万亿千百]*)", written):
        worth = _plain(part["number"])
        if worth is None:
            return None
        for scale in part["scale"]:
            worth *= SCALES[scale]
        if part["scale"] == "亿" and 0 < total < 1e8:
            total *= 1e8
        total += worth
        last = SCALES.get(part["scale"][-1:], 1.0)
    if tail:
        total += DIGITS[tail[1]] * last / 10
    return round(total, 4) if total or written.strip("零〇0.") == "" else None


def _plain(written: str) -> float | None:
    if written[0].isdigit():
        return float(written.replace(",", ""))
    if written in SCALES:
        return float(SCALES[written])
    whole, _, part = written.partition("点")
    worth = chinese_value(whole)
    if worth is None:
        return None
    decimals = [chinese_value(c) for c in part]
    return worth + (sum((d or 0) / 10 ** (place + 1) for place, d in enumerate(decimals)) if decimals else 0)


def _figure(match: re.Match[str], text: str) -> Figure | None:
    written, unit = match["number"], match["unit"] or match["each"] or ""
    vague = (bool(match["vague"]) and match["vague"] != "上") or (match["vague"] == "上" and not written[0].isdigit())
    if vague and written[0] in SCALES:
        worth: float | None = 1.0
        for scale in written:
            worth = (worth or 1.0) * SCALES[scale]
    else:
        worth = number(written)
    if worth is None or (not vague and _is_word(match, text)):
        return None
    if match["percent"]:
        unit = "%"
    elif unit.startswith("成"):
        worth = worth * 10 + (5 if unit == "成半" or match["over"] == "半" else DIGITS.get(unit[1:], 0))
        unit = "%"
    elif unit == "年" and 1900 <= worth < 2100:
        return None
    elif match["over"] == "半" and unit:
        worth += 0.5
    elif unit == "起" and worth >= PRICE and not re.search("[多余]", match.group()):
        unit = ""
    elif unit == "点" and match["each"]:
        unit = "百分点"
    unit = {"$": "美元", "¥": "元"}.get(text[match.start() - 1 : match.start()], _CLASSES.get(unit, unit))
    return Figure(worth, unit, _bound(match, text), vague, bool(match["ordinal"]), match.start(), match.end(), match.group())


def _is_word(match: re.Match[str], text: str) -> bool:
    """Whether a lone Chinese numeral is part of a word (一直, 统一, 十分), or a digit part of a name (团800, b2b, o2o)."""
    written = match["number"]
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    if written[0].isdigit():
        return bool(re.match(r"[a-z@#]", before)) or (before == "团") or bool(re.match(r"[a-z]", after) and not match["unit"])
    if match["ordinal"] or match["percent"]:
        return False
    if written in ("一", "千", "百", "万", "十"):
        unit = match["unit"] or ""
        return not unit.startswith(("成", "倍")) and not (written == "十" and unit not in ("", "分"))
    if re.match(rf"[-~至到](?:{_NUMBER})", text[match.end() :]):
        return False
    return not match["unit"] and not match["each"] and (len(written) == 1 or _APART.fullmatch(written) is not None)


def _fractions(text: str) -> list[Figure]:
    found = []
    for match in _FRACTION.finditer(text):
        low, high = _plain(match[1]), _plain(match[2])
        if match[1] != "百" and low and high:
            found.append(_share(round(100 * high / low, 4), match, _rough_bound(match, text)))
    for match in _HALF.finditer(text):
        bound: Bound = {"近半": "less", "过半": "more"}.get(match.group(), _rough_bound(match, text))  # type: ignore[assignment]
        found.append(_share(50.0, match, bound))
    return found


def _share(worth: float, match: re.Match[str], bound: Bound) -> Figure:
    return Figure(worth, "%", bound, False, False, match.start(), match.end(), match.group())


def _rough_bound(match: re.Match[str], text: str) -> Bound:
    """A third is about a third where nothing else is said."""
    if re.match("[多强]|还多|以上|出头", text[match.end() :]):
        return "more"
    return _bound_before(text, match.start()) or "about"


def _bound(match: re.Match[str], text: str) -> Bound:
    over = match["over"] or ""
    if over in ("以下", "以内", "之内", "内", "封顶"):
        return "less"
    if over in ("多", "余", "以上", "出头", "挂零", "开外", "强") or match["more"] or re.search("[多余]", match["number"]):
        return "more"
    if over in ("左右", "上下"):
        return "about"
    return _bound_before(text, match.start())


def _bound_before(text: str, at: int) -> Bound:
    before = text[max(0, at - 6) : at].rstrip("了有为")
    if _NOT_LESS.search(before):
        return "more"
    if _NOT_MORE.search(before) or _LESS.search(before):
        return "less"
    if _ABOUT.search(before):
        return "about"
    return "more" if _MORE.search(before) else ""


def _shared(found: list[Figure], text: str) -> list[Figure]:
    """The first of 30-50%, 5至8折, 1亿至2亿元, 70、80年代 takes the unit of the second, and its scale where it has none."""
    for place in range(len(found) - 2, -1, -1):
        one, after = found[place], found[place + 1]
        between = text[one.end : after.start]
        if one.unit == "" and after.unit and re.fullmatch(r"[-~—–至到、]|和", between):
            worth = one.value
            if after.unit == "%" and text[after.end - 1] == "成" and worth < 10:
                worth *= 10
            elif (
                between not in "、和" and worth < 1000 <= after.value and after.value >= worth * 1000 and not re.search("[万亿]", one.text)
            ):
                worth *= 10_000 if "万" in after.text else 100_000_000 if "亿" in after.text else 1
            found[place] = Figure(worth, after.unit, one.bound, one.vague, one.ordinal, one.start, one.end, one.text)
    return found


def _without_dates(text: str) -> str:
    """The text with blanks for its calendar dates, so that offsets stay."""
    characters = list(text)
    for start, end in spans(text):
        characters[start:end] = " " * (end - start)
    return "".join(characters)
