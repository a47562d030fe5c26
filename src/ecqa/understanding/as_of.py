"""A question to the day that it asks about (2012年底时, 2014年6月1日还有效吗): the validity of documents is said as of it; nothing is filtered by it."""

import re
from calendar import monthrange
from datetime import date

from ecqa.text.folding import fold

_TITLE = re.compile(r"《[^《》]*》")
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d\d)(?:年(?P<part>底|末|初|年底|年末|年初|上半年)|年(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|(?P<third>初|底|末))?|年|-(?P<m>\d\d)-(?P<d>\d\d))"
    r"(?=(?:的?时候?(?!间)|之时|当时|那时|为止|以?前后?|[，,]?(?:还|仍|是否|已经|是不是|有没有|能不能|算不算|生效|有效|失效|废止了?[吗没])))"
)


def day_meant(question: str) -> str | None:
    """ISO date of the day as of which a question asks, the last of a year or month that it names; None where it names none."""
    match = _DAY.search(_TITLE.sub("", fold(question)))
    if match is None:
        return None
    year, month, day = int(match["year"]), int(match["month"] or match["m"] or 12), int(match["day"] or match["d"] or 0)
    if match["part"]:
        first = "初" in match["part"]
        month, day = (1, 1) if first else (6, 30) if "上" in match["part"] else (12, 31)
    if not 1 <= month <= 12:
        return None
    last = monthrange(year, month)[1]
    day = 1 if match["third"] == "初" else day or last
    return date(year, month, day).isoformat() if day <= last else None
