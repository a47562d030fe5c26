"""A question for what is new (最近有什么新闻, 汇总一下近三个月的政策) to the months and the kind of text that it asks for; it finds none of them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from ecqa.text.folding import fold
from ecqa.text.numbers import value

_N = r"[\d一二两三四五六七八九十]{1,3}"
_MONTHS = re.compile(rf"(?:最?近|这|过去)(?P<n>{_N}|几|半)个?(?P<unit>月|年)(?:里|以来|内)?")
_MONTH = re.compile(r"(?P<year>(?:19|20)\d\d)年(?P<month>\d{1,2})月份?")
_LATEST = re.compile(r"最近|最新|近期|近来|新近|这阵子?|这段时间|刚出的?|新出的?|latest|recent")
_WHAT = re.compile(r"新闻|消息|资讯|动态|文章|报道|会刊|大事|动向|news|articles?")
_POLICY = re.compile(r"政策法规|政策|法规|法律|规定|文件|通知|办法")
_PLAIN = re.compile(
    r"你们?|我们?|咱们?|汕头(?!市?电商)|本地|这边|这里|这个?|能|可以|请问?|想|要|知道|了解|看看?|下|帮忙?|把|给|说说?|讲讲?|告诉|列出?来?|总结|汇总|归纳|概括|梳理|整理|介绍|一下|一篇|"
    r"有[没无]有|有些?|有何|哪些|哪几[篇条个]|什么|啥|都|的|了|吗|呢|吧|啊|呀|里|上|出来?|发布?|登|内容|关于|相关|电商|电子商务|行业|协会|方面|资料|主要|重要|几|是|以来|在|和|与|及|"
    r"what|is|are|the|any|there|please|show|list|me|summari[sz]e|of|in|s|[\s、，,。.？?！!：:'’]"
)
_MOST_MONTHS = 120
_YEAR_MONTHS = 12
_SEVERAL, _HALF = 3, 6


@dataclass(frozen=True, slots=True)
class Newest:
    """What is asked for."""

    months: int | None = None
    """The last so many, counted back from the newest text; None where a month is named, or none."""
    since: str | None = None
    """ISO date of the first day of the month that is named; None where none is."""
    until: str | None = None
    """Of its last."""
    policy: bool = False
    """Only policies and regulations."""


def newest_asked(query: str) -> Newest | None:
    """What a question for new texts asks for; None for one that has a topic of its own, or asks for no texts.

    Args:
        query: Simplified.
    """
    folded = fold(query)
    month, months = _MONTH.search(folded), _MONTHS.search(folded)
    policy = bool(_POLICY.search(folded))
    if not (_WHAT.search(folded) or policy) or not (month or months or _LATEST.search(folded)):
        return None
    rest = folded
    for pattern in (_MONTH, _MONTHS, _LATEST, _WHAT, _POLICY, _PLAIN):
        rest = pattern.sub("", rest)
    if rest:
        return None
    if month:
        year, number = int(month["year"]), int(month["month"])
        if not 1 <= number <= 12:
            return None
        last = monthrange(year, number)[1]
        return Newest(since=date(year, number, 1).isoformat(), until=date(year, number, last).isoformat(), policy=policy)
    return Newest(_months(months) if months else None, policy=policy)


def _months(found: re.Match[str]) -> int:
    said = found["n"]
    if said == "半":
        return _HALF
    number = _SEVERAL if said == "几" else int(said) if said.isdigit() else int(value(said) or 1)
    return min(number * (_YEAR_MONTHS if found["unit"] == "年" else 1), _MOST_MONTHS)


def months_before(day: str, months: int) -> str:
    """ISO date so many months before a day, of the month's last day where it is shorter."""
    began = date.fromisoformat(day)
    year, month = divmod(began.year * 12 + began.month - 1 - months, 12)
    return date(year, month + 1, min(began.day, monthrange(year, month + 1)[1])).isoformat()
