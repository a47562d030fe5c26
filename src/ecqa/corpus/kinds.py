"""The text of one document to its kind, as its writing shows it: regulation, qa, notice or article; newsletters are told elsewhere."""

import re
from dataclasses import dataclass

from ecqa.corpus.dates import iso
from ecqa.text.clauses import clauses
from ecqa.text.pairs import pairs
from ecqa.text.sentences import split

NEWSLETTER = "newsletter"
"""The kind that a person gives to a file of many articles; each of them is `news`."""
WIDTH = 20_000
"""Characters of a text looked at for what makes it a notice."""

_NOTICE = re.compile(r"(?:通知|公告|通告|启事|函)(?:[（(][^（()）]{1,20}[）)])?$")
_DEADLINE = re.compile(
    r"截止|截至|期限|逾期|报名时间|申报时间|受理时间|日前(?=.{0,6}(?:报|提交|送|填|完成|缴|办))|(?:之前|以前)(?=.{0,8}(?:报|提交|送|填|完成|缴|办))"
)
_DAY = re.compile(r"(?:((?:19|20)\d\d)年)?(?<!\d)(\d{1,2})月(\d{1,2})日")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A day until which something must be done, and the sentence `[start, end)` that says so."""

    day: str
    """ISO date."""
    start: int
    end: int


def recognise(text: str, title: str) -> str:
    """The kind of a document that does not say what it is."""
    if clauses(text):
        return "regulation"
    if pairs(text):
        return "qa"
    return "notice" if _NOTICE.search(title.strip()) and any(_sentences_with_deadlines(text)) else "article"


def deadlines(text: str, year: int | None) -> list[Deadline]:
    """The days that the sentences of a notice name as deadlines; the last day of a sentence counts.

    Args:
        text: `Article.text`.
        year: Of days written without one; None leaves them out.
    """
    found = []
    for start, end in _sentences_with_deadlines(text):
        days = list(_DAY.finditer(text, start, end))
        years = [int(match[1]) for match in days if match[1]]
        of = int(days[-1][1]) if days[-1][1] else years[-1] if years else year
        day = iso(of, int(days[-1][2]), int(days[-1][3])) if of else None
        if day:
            found.append(Deadline(day, start, end))
    return found


def _sentences_with_deadlines(text: str) -> list[tuple[int, int]]:
    return [(start, end) for start, end in split(text[:WIDTH]) if _DEADLINE.search(text, start, end) and _DAY.search(text, start, end)]
