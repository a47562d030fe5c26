"""The verbs `key add`, `key list` and `key revoke`: which programs may call the service; a key's secret is written once and never again."""

from typing import Annotated

import typer

from ecqa.errors import ServiceError
from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.session import Session

Name = Annotated[str, typer.Argument(metavar="NAME", help="argument-key")]


def add(
    ctx: typer.Context,
    *,
    name: Name,
    scope: Annotated[list[str] | None, typer.Option("--scope", metavar="ask|search|metrics", help="option-scope")] = None,
    days: Annotated[int | None, typer.Option("--days", metavar="N", min=1, max=36500, help="option-days")] = None,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """A new key; standard output gets its secret and nothing else."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_database  # noqa: PLC0415  (loads what the other verbs need)

    with open_database(settings) as storage:
        secret = storage.keys.add(name, tuple(scope or ("ask", "search")), days)
        storage.audit.note(name, "key-add")
    session.emit(secret)
    session.warn(session.messages.text("cli.key-added", name=name))


def revoke(
    ctx: typer.Context,
    *,
    name: Name,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """A key that opens nothing any more."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_database  # noqa: PLC0415

    with open_database(settings) as storage:
        if not storage.keys.revoke(name):
            raise ServiceError("key-unknown", name=name)
        storage.audit.note(name, "key-revoke")
    session.say("key-revoked", name=name)


def listed(
    ctx: typer.Context,
    *,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """All keys, one a line: name, beginning of the secret, scopes, day made, day used last, state; parted by tabs."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_database  # noqa: PLC0415
    from ecqa.storage.columns import local_day, now  # noqa: PLC0415

    with open_database(settings) as storage:
        for key in storage.keys.all():
            state = "open" if key.open_at(now()) else "revoked" if key.revoked_at else "expired"
            described = session.messages.text(f"cli.key-state-{state}")
            fields = (key.name, f"{key.beginning}…", ",".join(key.scopes), local_day(key.created_at), key.used_on or "-", described)
            session.emit("\t".join(fields))
