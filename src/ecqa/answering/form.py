"""A question to what the form of its answer demands of a sentence: a number of its unit, a date, a name; it knows no facts."""

import re
from collections.abc import Callable

from ecqa.text.names import names

_NUMBER = r"\d[\d,.]*"
_SCALE = r"(?:多|余|几|来)?(?:万|亿|千|百|十)*(?:多|余)?"
_UNIT_ASKED = re.compile(
    r"(?:多少|几)(?P<unit>个百分点|百分点|平方米|平米|个|家|条|种|款|人次|人|户|名|位|元|块|钱|吨|辆|台|件|项|场|批|所|座|期|届|折|倍|年|个?月|天|小时|公里|亩|页|分|号|字|成|步|类|点|单|次)"
)
_SHARE = re.compile(r"百分之|占比|比例|比重|增长率|增速|增幅|同比|环比|率(?:是|为|有|多|达)|涨了?多少|增长多少|几成")
_MONEY = re.compile(
    r"多少(?:钱|元|亿|万|块|资金|投资)|金额|交易额|成交额|销售额|投资额|总额|售价|价格|营收|收入|产值|资金|费用|罚|租金|工资|薪"
)
_MEASURES = (
    (re.compile(r"(?<!规模)(?<!规模有)多大(?!年纪|岁)|面积|占地"), re.compile(rf"{_NUMBER}{_SCALE}(?:平方米|平米|平方公里|公顷|亩)")),
    (re.compile(r"多大(?:年纪|岁)|几岁|年龄"), re.compile(r"\d+岁")),
    (re.compile(r"多久|多长时间|时长"), re.compile(rf"{_NUMBER}{_SCALE}(?:年|个?月|周|天|日|小时|分钟|秒)")),
    (re.compile(r"多[高远长](?!时间)"), re.compile(rf"{_NUMBER}{_SCALE}(?:米|公里|千米|里)")),
)
"""What a question asks the size of, and how that is written."""
_DATE = re.compile(r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}[日号])?|\d{4}年|\d{4}-\d{1,2}-\d{1,2}|[昨今明]日|[昨今明]天|(?:去|今|明)年")
_SHARE_FOUND = re.compile(r"\d%|百分之|百分点|\d成|\d倍")
_MONEY_FOUND = re.compile(rf"{_NUMBER}{_SCALE}(?:元|美元|欧元|港元|新元|块|亿|万)")
_ROLE = re.compile(
    r"(?:谁是|哪位是).*?(?P<after>[\u4e00-\u9fff]{2})[呀啊呢的?]*$|(?P<before>[\u4e00-\u9fff]{2}|ceo)(?:现在)?(?:是|叫|名叫|姓)(?:谁|哪位|什么名字|啥名字|啥)"
)
"""The last two characters of what the person asked for is: 会长 of 谁是协会会长."""
_REASON_FOUND = re.compile(r"因为|由于|原因|因此|所以|为了|导致|使得|缘于|得益于|鉴于|以便|从而|之所以|关键|才能|避免")
_PLACE_FOUND = re.compile(r"[省市区县镇村国州港岛路街馆厅中心园场]")
_SAID = re.compile(r"表示|认为|指出|称|说|透露|介绍|强调|主持|带领|率")
_LISTED = re.compile(r"、.{1,20}、|；|[1-9][.、．)]|一是|第一|包括|分别|以及|等")


def demand(question: str, kind: str) -> Callable[[str], float]:
    """A test of how far a sentence has the form that the question asks for.

    Args:
        question: Folded text.
        kind: `Question.kind`.

    Returns:
        A function of a folded sentence, in [0, 1]; 0.5 for every sentence when the question demands nothing.
    """
    if kind == "number":
        return _number_demand(question)
    if kind == "date":
        return lambda sentence: float(bool(_DATE.search(sentence)))
    if kind == "person":
        return _person_demand(question)
    pattern = {"reason": _REASON_FOUND, "place": _PLACE_FOUND, "list": _LISTED}.get(kind)
    if pattern is not None:
        return lambda sentence: float(bool(pattern.search(sentence)))
    return lambda _: 0.5


def _person_demand(question: str) -> Callable[[str], float]:
    asked = _ROLE.search(question)
    role = asked[asked.lastgroup] if asked and asked.lastgroup else ""

    def met(sentence: str) -> float:
        found = names(sentence)
        if not found:
            return 0.5 * bool(_SAID.search(sentence))
        beside = not role or any(f"{role}{name}" in sentence or f"{name}{role}" in sentence for name in found)
        return 1.0 if beside else 0.7

    return met


def _number_demand(question: str) -> Callable[[str], float]:
    patterns = []
    if asked := _UNIT_ASKED.search(question):
        unit = {"平米": "平方米", "钱": "元", "块": "元"}.get(asked["unit"], asked["unit"])
        patterns.append(_MONEY_FOUND if unit == "元" else re.compile(rf"{_NUMBER}{_SCALE}{re.escape(unit)}"))
    if _SHARE.search(question):
        patterns.append(_SHARE_FOUND)
    if _MONEY.search(question):
        patterns.append(_MONEY_FOUND)
    patterns += [found for wanted, found in _MEASURES if wanted.search(question)]
    digits = re.compile(r"\d")

    def met(sentence: str) -> float:
        if not digits.search(sentence):
            return 0.0
        return sum(bool(pattern.search(sentence)) for pattern in patterns) / len(patterns) if patterns else 0.5

    return met
