"""The verbs `user add`, `user remove` and `user list`: who may log in to the desk; a password comes from a prompt or standard input."""

import getpass
import sys
from typing import Annotated

import typer

from ecqa.errors import ServiceError
from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.session import Session

Name = Annotated[str, typer.Argument(metavar="NAME", help="argument-name")]


def add(
    ctx: typer.Context,
    *,
    name: Name,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """A person who may log in, or a new password for one."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_database  # noqa: PLC0415  (loads what the other verbs need)

    with open_database(settings) as storage:
        new = storage.accounts.save(name, _password(session))
        storage.audit.note(name, "user-add" if new else "user-password")
    session.say("user-added" if new else "user-changed", name=name)


def remove(
    ctx: typer.Context,
    *,
    name: Name,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """A person who may no longer log in."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_database  # noqa: PLC0415

    with open_database(settings) as storage:
        if not storage.accounts.remove(name):
            raise ServiceError("user-unknown", name=name)
        storage.audit.note(name, "user-remove")
    session.say("user-removed", name=name)


def listed(
    ctx: typer.Context,
    *,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """Everybody who may log in."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.factory import open_database  # noqa: PLC0415

    with open_database(settings) as storage:
        for name in storage.accounts.names():
            session.emit(name)


def _password(session: Session) -> str:
    """Typed twice without being shown, or the first line of standard input.

    Raises:
        ServiceError: Both were not the same.
    """
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    first = getpass.getpass(session.messages.text("cli.password"))
    if getpass.getpass(session.messages.text("cli.password-again")) != first:
        raise ServiceError("user-passwords-differ")
    return first
