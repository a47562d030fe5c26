"""An article to the same article with what its text says of its own validity: dates that nothing gave it, and the sentences that say so.

News says when the rules of others hold, and gets nothing. Dates that front matter gives are kept; the text only shows where they stand.
"""

import re
from dataclasses import replace
from typing import Any, Literal

from ecqa.corpus.days import DAY, day_of
from ecqa.corpus.statements import issued, read_statements, signed
from ecqa.schema import Article, Statement
from ecqa.text.sentences import split

Fact = Literal["published", "effective", "expiry", "amended"]
FIELDS: tuple[tuple[Fact, str, str], ...] = (
    ("published", "date", r"公布|发布|印发|通过|颁布"),
    ("effective", "effective_date", r"施行|实施|执行|生效|试行"),
    ("expiry", "expiry_date", r"有效|至|止|失效"),
    ("amended", "amended_date", r"修"),
)
"""A fact, its field, and words with which a sentence tells it."""
SELDOM = 4000
"""Characters among which a date of front matter is looked for."""

_RULE = re.compile(
    r"(?:办法|条例|规定|细则|通知|通告|公告|决定|决议|意见|方案|措施|规则|准则|章程|规范|政策|计划)(?:[（(][^（()）]{1,20}[）)])?》?(?:要点摘编|摘编|要点|全文)?(?:[（(][^（()）]{1,30}[）)])?$"
)


def is_rule(article: Article) -> bool:
    """Whether an article is a document that holds from a day to a day, by its kind, its title or what front matter says."""
    if article.kind == "news":
        return False
    given = article.effective_date or article.expiry_date or article.amended_date or article.document_number
    return article.kind == "regulation" or given is not None or _RULE.search(article.title.strip()) is not None


def dated(article: Article) -> Article:
    """The article with its statements, and with the dates that they give where it has none."""
    if not is_rule(article):
        return article
    told = signed(article.text) or issued(article.text) if article.date is None else None
    published = article.date or (told[0] if told else None)
    read = list(read_statements(article.text, published))
    if told:
        read.append(Statement("published", told[1], told[2], told[0]))
    days = {fact: _day(read, fact) for fact, _, _ in FIELDS}
    given: dict[str, Any] = {field: getattr(article, field) or days[fact] for fact, field, _ in FIELDS}
    kept = [one for one in read if one.fact in {"repeals", "renames", "amended"} or one.date == given[_FIELD[one.fact]]]
    for fact, field, words in FIELDS:
        if given[field] and not any(one.fact == fact and one.date == given[field] for one in kept):
            kept += _told(article.text, fact, given[field], words)
    kept = sorted(dict.fromkeys(kept), key=lambda one: (one.start, one.fact))
    return replace(article, validity=tuple(kept), **given)


_FIELD: dict[str, str] = {fact: field for fact, field, _ in FIELDS}


def _day(read: list[Statement], fact: Fact) -> str | None:
    """What the statements give: the last amendment; else the first day named, where no other statement contradicts it."""
    days = [one.date for one in read if one.fact == fact and one.date]
    if fact == "amended":
        return max(days, default=None)
    return days[0] if len(set(days)) == 1 else None


def _told(text: str, fact: Fact, day: str, words: str) -> list[Statement]:
    """The first sentence that tells a fact with its day; none where the text does not say it."""
    for start, end in split(text[:SELDOM]):
        for match in re.finditer(DAY, text[start:end]):
            around = text[max(start, start + match.start() - 20) : min(end, start + match.end() + 40)]
            if day_of(match.group()) == day and re.search(words, around):
                return [Statement(fact, start, end, day)]
    return []
