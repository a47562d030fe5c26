"""The articles of an index to which of them repeals, replaces or renames which, by the titles that they name; it reads no question."""

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
    part: str = ""
    """What of it is repealed, as written; empty for all of it."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """That a document once had another title."""

    article: Article
    """The one that says so."""
    statement: Statement
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Relations:
    """What the articles of an index do to one another."""

    by_id: Mapping[str, tuple[Ending, ...]]
    """For each article that others repeal, their endings, the earliest first."""
    by_name: Mapping[str, tuple[Ending, ...]]
    """The same for every title that is repealed, folded, whether the document is there or not."""
    renamed: Mapping[str, Renaming]
    """What is said of every old title, folded."""


def names_of(article: Article) -> list[str]:
    """The names that a document goes by: its title, that without what stands in brackets behind it, and a title inside it."""
    plain = article.title.strip().strip("《》")
    return list(dict.fromkeys([plain, _ASIDE.sub("", plain), *_INNER.findall(_ASIDE.sub("", article.title.strip()))]))


def relations(articles: Iterable[Article]) -> Relations:
    """The endings of all documents that are repealed.

    A title means the articles of that name that were published before the one that repeals it.
    """
    articles = list(articles)
    by_name: dict[str, list[Ending]] = {}
    renamed: dict[str, Renaming] = {}
    for article in articles:
        for statement in article.validity:
            if statement.fact == "renames":
                old, new = (*statement.names, _ASIDE.sub("", article.title.strip()))[:2]
                renamed[compact(old)] = Renaming(article, statement, old, new)
                continue
            for name in statement.names:
                date = statement.date or article.effective_date or article.date
                ending = Ending(article, statement, name, date, _ONLY_REPEALS.search(article.title) is None, statement.part)
                by_name.setdefault(compact(name), []).append(ending)
    sorted_by_name = {name: tuple(sorted(found, key=lambda one: one.date or "9999")) for name, found in by_name.items()}
    by_id: dict[str, tuple[Ending, ...]] = {}
    for article in articles if by_name else ():
        names = {compact(name) for name in names_of(article)}
        names |= {old for old, one in renamed.items() if compact(one.new) in names}
        endings = [one for name in names for one in sorted_by_name.get(name, ()) if _before(article, one.article)]
        if endings:
            by_id[article.id] = tuple(sorted(dict.fromkeys(endings), key=lambda one: one.date or "9999"))
    return Relations(by_id, sorted_by_name, renamed)


def _before(article: Article, other: Article) -> bool:
    return article.id != other.id and (article.date or "") <= (other.date or "9999")
