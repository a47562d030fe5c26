"""The verb `index`: the corpus folder to a searchable index on disk, with what changed."""

import typer

from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.display import bar, show_report
from ecqa.interfaces.cli.session import Session


def index(
    ctx: typer.Context,
    *,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Build or update the index."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import build  # noqa: PLC0415  (loads the model's libraries, which takes seconds)

    with bar(session, "encoding") as progress:
        report = build(settings, progress)
    show_report(session, report, settings.corpus)
