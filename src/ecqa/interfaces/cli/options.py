"""The options that several verbs share, as annotations; `help` is a key under `[cli]` in messages/*.toml."""

from pathlib import Path
from typing import Annotated

import typer

Corpus = Annotated[Path | None, typer.Option("--corpus", metavar="DIR", help="option-corpus")]
Index = Annotated[Path | None, typer.Option("--index", metavar="DIR", help="option-index")]
Config = Annotated[Path | None, typer.Option("--config", metavar="FILE", help="option-config")]
Lang = Annotated[str | None, typer.Option("--lang", metavar="zh|en", help="option-lang")]

Section = Annotated[str | None, typer.Option("--section", metavar="TEXT", help="option-section")]
Kind = Annotated[str | None, typer.Option("--kind", metavar="TEXT", help="option-kind")]
Source = Annotated[str | None, typer.Option("--source", metavar="TEXT", help="option-source")]
Since = Annotated[str | None, typer.Option("--since", metavar="DATE", help="option-since")]
Until = Annotated[str | None, typer.Option("--until", metavar="DATE", help="option-until")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="option-as-of")]
