"""The verbs over the whole library: `doctor`, `export`, `import`."""

from pathlib import Path
from typing import Annotated

import typer

from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.display import bar
from ecqa.interfaces.cli.session import Session


def doctor(
    ctx: typer.Context,
    *,
    repair: Annotated[bool, typer.Option("--repair", help="option-repair")] = False,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> int:
    """What is wrong with the index, and with --repair put right; exit code 1 while something is."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import build  # noqa: PLC0415  (loads the model's libraries, which takes seconds)
    from ecqa.library import examine  # noqa: PLC0415

    with bar(session, "encoding") as progress:
        findings = examine(settings.corpus, settings.index, repair=repair, rebuild=lambda: build(settings, progress))
    for one in findings:
        line = session.messages.text(f"doctor.{one.key}", place=one.place)
        session.warn(session.messages.text("doctor.repaired", what=line) if one.repaired else line)
    left = sum(not one.repaired for one in findings)
    if left:
        session.say("doctor-found", n=left)
        return 1
    session.say("doctor-fine")
    return 0


def export(
    ctx: typer.Context,
    *,
    target: Annotated[Path, typer.Argument(metavar="FILE.tar", help="argument-backup-out")],
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Corpus, index and database into one file."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import database_of  # noqa: PLC0415
    from ecqa.library import export as write  # noqa: PLC0415

    count = write(target, settings.corpus, settings.index, database_of(settings))
    session.say("backup-written", n=count, path=target)


def imported(
    ctx: typer.Context,
    *,
    source: Annotated[Path, typer.Argument(metavar="FILE.tar", help="argument-backup-in")],
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Corpus, index and database out of one file, where none of them is yet."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import database_of  # noqa: PLC0415
    from ecqa.library import restore  # noqa: PLC0415

    count = restore(source, settings.corpus, settings.index, database_of(settings))
    session.say("backup-read", n=count, path=source)
