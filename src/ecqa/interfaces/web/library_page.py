"""What a reader looks for in, the page of the library out: all articles by section, date and kind, or the passages that fit a search."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from ecqa.errors import EcqaError
from ecqa.interfaces.visitors import address_of, owner_of
from ecqa.interfaces.web.evidence_markup import HEADING
from ecqa.interfaces.web.filtering import chosen, filter_words, filters_of, query
from ecqa.interfaces.web.first_screen import coverage
from ecqa.interfaces.web.markup import permalink
from ecqa.interfaces.web.public import Here, Public
from ecqa.interfaces.web.rendering import page, words_for
from ecqa.messages import Messages
from ecqa.schema import Article, Filters, Hit
from ecqa.understanding.understand import LIMIT

FOUND = 30
"""Passages searched for."""
EACH = 3
"""Passages shown of one article."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Found:
    """An article with those of its passages that fit."""

    article: Article
    passages: tuple[tuple[str, str], ...]
    """Link and text of each."""


@router.get("/library")
def library(request: Request, public: Here, q: str = "") -> HTMLResponse:
    """All articles that the filters let through, or what is found in them."""
    messages, filters = words_for(request), filters_of(request.query_params)
    everything = list(public.assistant.articles())
    found, problem = _found(request, public, messages, q[: LIMIT + 1].strip(), filters)
    values = {
        "q": q[: LIMIT + 1].strip(),
        "limit": LIMIT,
        "problem": problem,
        "found": found,
        "groups": _by_section(article for article in everything if passes(article, filters)),
        "sections": _values(everything, "section"),
        "kinds": _values(everything, "kind"),
        "months": sorted({article.date[:7] for article in everything if article.date}),
        "filters": {name: value[:7] if name in ("since", "until") else value for name, value in chosen(filters).items()},
        "ask": f"/?{query(filters)}" if chosen(filters) else "",
        "only": filter_words(filters, messages),
        "coverage": coverage(len(everything), public.assistant.dates(), messages),
    }
    return page(request, "library", values)


def passes(article: Article, filters: Filters) -> bool:
    """Whether filters let an article through; one without a date fits no dates."""
    if any(value and getattr(article, name) != value for name, value in _exact(filters)):
        return False
    if not (filters.since or filters.until):
        return True
    return article.date is not None and (filters.since or "") <= article.date <= (filters.until or "9999")


def _exact(filters: Filters) -> tuple[tuple[str, str | None], ...]:
    return ("section", filters.section), ("kind", filters.kind), ("source", filters.source)


def _found(request: Request, public: Public, messages: Messages, q: str, filters: Filters) -> tuple[Sequence[Found], str]:
    """What a search finds, best article first; and why nothing was searched, where that is so."""
    if not q:
        return (), ""
    try:
        public.allowance.take(owner_of(request), address_of(request))
        hits = public.assistant.search(q, FOUND, filters)
    except EcqaError as problem:
        return (), messages.error(problem)
    return _by_article(hits), ""


def _by_article(hits: Iterable[Hit]) -> Sequence[Found]:
    articles: dict[str, Found] = {}
    for hit in hits:
        known = articles.get(hit.article.id, Found(hit.article, ()))
        if len(known.passages) < EACH:
            link = permalink(hit.article.id, hit.article.revision, hit.passage.start, hit.passage.end)
            articles[hit.article.id] = Found(hit.article, (*known.passages, (link, _excerpt(hit.passage.text))))
    return tuple(articles.values())


def _excerpt(text: str) -> str:
    """A passage on one line, without the signs of Markdown's headings."""
    return " ".join(HEADING.sub("", line.strip(), count=1) for line in text.split("\n") if line.strip())


def _by_section(articles: Iterable[Article]) -> list[tuple[str, list[Article]]]:
    """Articles under their sections, newest first within each; those without a section last."""
    groups: dict[str, list[Article]] = {}
    for article in articles:
        groups.setdefault(article.section or "", []).append(article)
    for group in groups.values():
        group.sort(key=lambda article: article.date or "", reverse=True)
    return sorted(groups.items(), key=lambda group: group[0] == "")


def _values(articles: Iterable[Article], name: str) -> list[str]:
    return list(dict.fromkeys(value for article in articles if (value := getattr(article, name))))
