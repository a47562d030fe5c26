"""The verbs over documents: `add`, `list`, `show`, `update`, `remove`, `history`, `restore`; one line a document that changed."""

import getpass
import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from ecqa.corpus.formats.blocks import place_at
from ecqa.corpus.kinds import deadlines
from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.display import show_notices
from ecqa.interfaces.cli.session import Session, one_line, plain
from ecqa.schema import Article

if TYPE_CHECKING:
    from ecqa.library import Done, Library

Name = Annotated[str, typer.Argument(metavar="NAME", help="argument-document")]
AsJson = Annotated[bool, typer.Option("--json", help="option-records")]


def add(
    ctx: typer.Context,
    *,
    sources: Annotated[list[str], typer.Argument(metavar="FILE|URL...", help="argument-sources")],
    folder: Annotated[str, typer.Option("--folder", metavar="DIR", help="option-folder")] = "",
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Documents into the corpus and the index."""
    session: Session = ctx.obj
    library = _library(session, config, corpus, index, lang)
    from ecqa.library import take  # noqa: PLC0415

    for source in sources:
        _say_done(session, "document-added", library.add(take(source), folder), library.corpus)


def update(
    ctx: typer.Context,
    *,
    name: Name,
    source: Annotated[str, typer.Argument(metavar="FILE|URL", help="argument-source")],
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """A new version of a document."""
    session: Session = ctx.obj
    library = _library(session, config, corpus, index, lang)
    from ecqa.library import take  # noqa: PLC0415

    _say_done(session, "document-updated", library.update(name, take(source)), library.corpus)


def remove(
    ctx: typer.Context,
    *,
    name: Name,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """A document out of corpus and index; what cited it still opens."""
    session: Session = ctx.obj
    library = _library(session, config, corpus, index, lang)
    _say_done(session, "document-removed", library.remove(name), library.corpus)


def restore(
    ctx: typer.Context,
    *,
    name: Name,
    version: Annotated[str, typer.Option("--version", metavar="ID", help="option-version-of")] = "",
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """An earlier version of a document, or one that was removed."""
    session: Session = ctx.obj
    library = _library(session, config, corpus, index, lang)
    _say_done(session, "document-restored", library.restore(name, version), library.corpus)


def listed(
    ctx: typer.Context,
    *,
    as_json: AsJson = False,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """All documents."""
    session: Session = ctx.obj
    library = _library(session, config, corpus, index, lang)
    for document in library.documents():
        articles = [
            {"id": one.id, "title": one.title, "kind": one.kind, "date": one.date, "revision": one.revision} for one in document.articles
        ]
        if as_json:
            session.emit(json.dumps({"file": document.file, "digest": document.digest, "articles": articles}, ensure_ascii=False))
            continue
        session.out.print(Text(plain(document.file), style="bold"))
        for one in document.articles:
            session.out.print(Text(f"  {one.id}  {one_line(one.title)}  {one.kind}  {one.date or ''}".rstrip()))


def show(
    ctx: typer.Context,
    *,
    name: Name,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """A document as it is indexed: facts, pages, deadlines, text; of an article's id that article alone."""
    session: Session = ctx.obj
    library = _library(session, config, corpus, index, lang)
    document = library.find(name)
    articles = library.articles(document)
    for article in [one for one in articles if one.id == name] or articles:
        _show(session, article)


def history(
    ctx: typer.Context,
    *,
    name: Name,
    as_json: AsJson = False,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """What was done to a document, oldest first."""
    session: Session = ctx.obj
    for one in _library(session, config, corpus, index, lang).history(name):
        if as_json:
            session.emit(json.dumps(one, ensure_ascii=False))
            continue
        did = session.messages.text(f"cli.did-{one['did']}")
        revisions = " ".join(str(article["revision"]) for article in one["articles"][:3])
        session.out.print(Text(one_line(f"{one['time']}  {did}  {one['by']}  {str(one['digest'] or '')[:12]}  {revisions}")))


def _library(session: Session, config: Path | None, corpus: Path | None, index: Path | None, lang: str | None) -> "Library":
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_library  # noqa: PLC0415  (loads the model's libraries, which takes seconds)

    return open_library(settings, by=_user())


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _say_done(session: Session, key: str, done: "Done", corpus: Path) -> None:
    show_notices(session, done.notices, corpus)
    session.say(key, file=done.file, n=len(done.articles))
    for article in done.articles:
        session.out.print(Text(f"  {article.id}  {one_line(article.title)}  {article.kind}  {article.date or ''}".rstrip()))
        if article.id in done.reprints:
            session.out.print(Text("    " + session.messages.text("cli.see-also", ids="、".join(done.reprints[article.id]))))


def _show(session: Session, article: Article) -> None:
    session.out.print(Text(one_line(article.title), style="bold"))
    facts = (article.id, article.revision, article.kind, article.section, article.date, article.source, article.path, *article.urls)
    session.out.print(Text(" · ".join(one_line(fact) for fact in facts if fact), style="dim"))
    first, last = place_at(article.text, article.places, 0), place_at(article.text, article.places, max(len(article.text) - 1, 0))
    if first is not None and last is not None:
        session.say(f"place-{first.unit}", first=first.number, last=last.number)
    if article.kind == "notice":
        for one in deadlines(article.text, int(article.date[:4]) if article.date else None):
            session.say("deadline", day=one.day, quote=one_line(article.text[one.start : one.end]))
    session.out.print(Text(plain(article.text) + "\n"))
