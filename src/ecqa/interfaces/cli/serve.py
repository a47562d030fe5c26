"""The verb `serve`: the web page on this machine until it is stopped."""

from typing import Annotated

import typer

from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.session import Session


def serve(
    ctx: typer.Context,
    *,
    host: Annotated[str | None, typer.Option("--host", metavar="ADDRESS", help="option-host")] = None,
    port: Annotated[int | None, typer.Option("--port", metavar="N", help="option-port")] = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Serve the web page."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang, host=host, port=port)
    with session.err.status(session.messages.text("cli.loading")) as status:
        from ecqa.interfaces import server  # noqa: PLC0415  (loads gradio and torch, which takes seconds)

        def announce(url: str) -> None:
            status.stop()
            session.say("serving", url=url)

        server.serve(settings, announce)
