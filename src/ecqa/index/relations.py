"""The articles of an index to which of them repeals or replaces which, by the titles that they name; it reads no question."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ecqa.schema import Article, Statement
from ecqa.text.folding import compact

_ONLY_REPEALS = re.compile(r"(?:废止|失效|清理).{0,30}(?:决定|通知|公告|通告|目录)")
_INNER = re.compile(r"《([^《》]{4,80})》")
_ASIDE = re.compile(r"[（(][^（()）]*[）)]\s*$")


@dataclass(frozen=True, slots=True)
class Ending:
    """That an article repeals a document."""

    article: Article
    """The one that repeals."""
    statement: Statement
    name: str
    """Title of what it repeals, as it writes it."""
    date: str | None
    """ISO date from which on it is repealed; None where none is known."""
    replaces: bool
    """Whether a new rule takes the place of the old one; else it is only taken out of force."""


@dataclass(frozen=True, slots=True)
class Relations:
    """What the articles of an index do to one another."""

    by_id: Mapping[str, tuple[Ending, ...]]
    """For each article that others repeal, their endings, the earliest first."""
    by_name: Mapping[str, tuple[Ending, ...]]
    """The same for every title that is repealed, folded, whether the document is there or not."""


def names_of(article: Article) -> list[str]:
    """The names that a document goes by: its title, that without what stands in brackets behind it, and a title inside it."""
    plain = article.title.strip().strip("《》")
    return list(dict.fromkeys([plain, _ASIDE.sub("", plain), *_INNER.findall(article.title)]))


def relations(articles: Iterable[Article]) -> Relations:
    """The endings of all documents that are repealed.

    A title means the articles of that name that were published before the one that repeals it.
    """
    articles = list(articles)
    by_name: dict[str, list[Ending]] = {}
    for article in articles:
        for statement in article.validity:
            for name in statement.names:
                date = statement.date or article.effective_date or article.date
                ending = Ending(article, statement, name, date, _ONLY_REPEALS.search(article.title) is None)
                by_name.setdefault(compact(name), []).append(ending)
    sorted_by_name = {name: tuple(sorted(found, key=lambda one: one.date or "9999")) for name, found in by_name.items()}
    by_id: dict[str, tuple[Ending, ...]] = {}
    for article in articles if by_name else ():
        endings = [one for name in names_of(article) for one in sorted_by_name.get(compact(name), ()) if _before(article, one.article)]
        if endings:
            by_id[article.id] = tuple(sorted(dict.fromkeys(endings), key=lambda one: one.date or "9999"))
    return Relations(by_id, sorted_by_name)


def _before(article: Article, other: Article) -> bool:
    return article.id != other.id and (article.date or "") <= (other.date or "9999")
