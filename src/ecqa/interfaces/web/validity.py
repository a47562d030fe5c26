"""An article's status and dates in, the tag that says whether it is in force out; it reads no text.

News has no validity: an article without a status and without dates of effect, amendment or expiry has no tag.
"""

from typing import Literal, NamedTuple

from ecqa.schema import Article

EXPIRED = ("失效", "废止", "expired", "repealed")
AMENDED = ("修改", "修正", "修订", "amended")
PENDING = ("尚未施行", "未生效", "pending")
CURRENT = ("现行", "有效", "施行中", "in force", "current")


class Validity(NamedTuple):
    """Whether a text is in force, and the date that says so where one is known."""

    state: Literal["current", "amended", "pending", "expired", "unknown"]
    date: str | None


def validity(article: Article, today: str) -> Validity | None:
    """The tag of an article, or None where its source says nothing about it.

    Args:
        article: What is cited.
        today: ISO date on which it is read.
    """
    status = (article.status or "").lower()
    if not (status or article.effective_date or article.expiry_date or article.amended_date):
        return None
    if (article.expiry_date and article.expiry_date < today) or _says(status, EXPIRED):
        return Validity("expired", article.expiry_date)
    if (article.effective_date and article.effective_date > today) or (_says(status, PENDING) and not article.effective_date):
        return Validity("pending", article.effective_date)
    if (article.amended_date and article.amended_date <= today) or _says(status, AMENDED):
        return Validity("amended", article.amended_date)
    if _says(status, CURRENT):
        return Validity("current", article.effective_date)
    return Validity("unknown", None)


def _says(status: str, words: tuple[str, ...]) -> bool:
    return any(word in status for word in words)
