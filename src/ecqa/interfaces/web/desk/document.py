"""One document of the library: its articles with what is known of them, to be corrected by hand, and what was done to it by whom and when."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from ecqa.errors import CorpusError, EcqaError
from ecqa.index.facts import as_found
from ecqa.interfaces.web.desk.access import Form, Here, Someone, text
from ecqa.interfaces.web.desk.correcting import A_PAGE, card, changes, part_of, told, typed_in
from ecqa.interfaces.web.desk.rendering import messages_of, page
from ecqa.library import Library
from ecqa.library.catalogue import Document
from ecqa.schema import Article
from ecqa.storage import Session

router = APIRouter()

Refused = tuple[str, dict[str, str], str]
"""Id of an article, what was typed of it, and why that was not taken."""


def address(file: str, part: int = 1) -> str:
    """The page of a document."""
    return f"/desk/document?{urlencode({'file': file, **({'part': part} if part > 1 else {})})}"


@router.get("/document")
def show(request: Request, desk: Here, session: Someone, file: str, part: int = 1) -> HTMLResponse:
    """A document as it is indexed."""
    library = desk.uploading.library(session.name)
    return _page(request, session, (library, _document(library, file)), part)


@router.post("/document/correct")
def correct(request: Request, desk: Here, session: Someone, form: Form) -> Response:
    """Corrects one article; overrides.toml and the index change together, and questions are answered by it from then on."""
    library = desk.uploading.library(session.name)
    document = _document(library, text(form, "file", 1000))
    articles = _articles(library, document)
    wanted = text(form, "id", 300)
    place = next((at for at, (article, _) in enumerate(articles) if article.id == wanted), None)
    if place is None:
        raise HTTPException(404)
    article, read = articles[place]
    part = place // A_PAGE + 1
    try:
        changed = changes(form, read)
        if changed:
            library.correct(document.file, {article.id: changed})
    except EcqaError as problem:
        refused = (article.id, typed_in(form), messages_of(request).error(problem))
        return _page(request, session, (library, document), part, refused)
    if changed:
        desk.storage.audit.note(session.name, "document-correct", document.file, told(article, changed, read))
    return RedirectResponse(f"{address(document.file, part)}&done=corrected#article-{place + 1}", 303)


def _document(library: Library, file: str) -> Document:
    """The document of exactly that path."""
    try:
        found = library.find(file)
    except CorpusError as problem:
        raise HTTPException(404) from problem
    if found.file != file:
        raise HTTPException(404)
    return found


def _articles(library: Library, document: Document) -> list[tuple[Article, Article]]:
    """Each article as it is indexed, and as it was read."""
    facts = {fact.id: fact for fact in document.articles}
    return [(article, as_found(article, facts[article.id]).article) for article in library.articles(document)]


def _page(request: Request, session: Session, of: tuple[Library, Document], part: int, refused: Refused | None = None) -> HTMLResponse:
    library, document = of
    messages, articles = messages_of(request), _articles(library, document)
    part, parts = part_of(len(articles), part)
    cards = []
    for at in range((part - 1) * A_PAGE, min(part * A_PAGE, len(articles))):
        article, read = articles[at]
        typed, problem = refused[1:] if refused and refused[0] == article.id else (None, "")
        cards.append(card(at + 1, article, read, typed=typed, problem=problem))
    values: dict[str, Any] = {
        "document": document,
        "cards": cards,
        "part": part,
        "parts": parts,
        "history": [(one, messages.text(f"cli.did-{one['did']}")) for one in reversed(library.history(document.file))],
    }
    return page(request, "document", session, values, status=422 if refused else 200)
