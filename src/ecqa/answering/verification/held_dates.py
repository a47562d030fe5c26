"""The dates of a claim to the first one that the cited sentences, with their article's date, do not bear out."""

import re
from collections.abc import Sequence

from ecqa.answering.verification.dates import Date, dates, feasts, parts

_CONTRARY = (
    frozenset({"年初", "年中", "年底"}), frozenset({"上半年", "下半年"}), frozenset({"上午", "下午", "晚上"}), frozenset({"上旬", "中旬", "下旬"}),
)  # fmt: skip
_BACK = {"去年": 1, "上年": 1, "上一年": 1, "今年": 0, "前年": 2, "明年": -1}


def wrong_date(claim: str, texts: Sequence[str], context: str, published: str | None) -> str:
    """The wording of the first date of a claim that is another than the text's; empty when none is.

    Args:
        claim: Normalised.
        texts: Normalised sentences that are cited.
        context: Normalised title and heading.
        published: ISO date of the article.
    """
    joined = "\n".join(texts)
    ours, above = dates(claim), list(dates(context))
    stated = [one for text in texts for one in dates(text)]
    others = [one for one in stated if one.day and not any(_same_day(mine, one) for mine in ours)]
    known = [*stated, *above]
    year = int(published[:4]) if published else None
    years = {one.year for one in known if one.year} | {year - _BACK[one.relative] for one in known if year and one.relative in _BACK}
    said = {one.year for one in ours if one.year}
    backs = {_BACK[one.relative] for one in known if one.relative in _BACK}
    for one in ours:
        if (
            one.relative in _BACK
            and one.relative not in joined
            and backs
            and _BACK[one.relative] not in backs
            and (not year or year - _BACK[one.relative] not in years)
        ):
            return one.text
        if not _borne_out(one, stated if one.day and others else known, years, year, joined):
            return one.text
    theirs = {part for part, _ in parts(joined)} | {part for part, _ in parts(context)}
    for part, at in parts(claim):
        rivals = next((group for group in _CONTRARY if part in group), frozenset())
        if part not in theirs and rivals & theirs and not _derived(part, joined):
            return claim[max(0, at - 2) : at + 2] if len(part) == 1 else part
    days = feasts(joined) + feasts(context)
    for feast in feasts(claim):
        if feast not in days and not (said and feast == "元旦" and re.search(r"1月1日", joined)):
            return feast
    return ""


def _borne_out(one: Date, known: Sequence[Date], years: set[int], published: int | None, text: str) -> bool:
    if one.relative and one.month is None:
        return True
    if one.year is not None:
        near = {published, published - 1} if published and not years else set()
        if one.year not in years | near and str(one.year) not in text:
            return False
    if one.month is None and one.day is None:
        return True
    same = [other for other in known if (other.month or other.day) and _same_day(one, other)]
    return bool(same) and (one.year is None or any(other.year in (one.year, None) for other in same))


def _same_day(one: Date, other: Date) -> bool:
    return (one.month is None or one.month == other.month) and (one.day is None or one.day == other.day)


def _derived(part: str, text: str) -> bool:
    months = {one.month for one in dates(text) if one.month}
    return bool(months) and {
        "年初": min(months) <= 3,
        "年底": max(months) >= 11,
        "年中": bool(months & {5, 6, 7}),
        "上半年": min(months) <= 6,
        "下半年": max(months) > 6,
    }.get(part, False)
