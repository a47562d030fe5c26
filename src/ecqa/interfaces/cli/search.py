"""The verb `search`: a query to ranked passages, or a file of queries to a TREC run."""

from pathlib import Path
from typing import Annotated

import typer

from ecqa.errors import QuestionError
from ecqa.interfaces.cli import asked, inputs, options, outputs
from ecqa.interfaces.cli.display import counted, show_hits
from ecqa.interfaces.cli.records import hit_record, to_line
from ecqa.interfaces.cli.session import Session, UsageError

RUN_NAME = "ecqa"
"""Last column of a TREC run."""


def search(
    ctx: typer.Context,
    *,
    query: Annotated[str | None, typer.Argument(metavar="QUERY", help="argument-query")] = None,
    k: Annotated[int, typer.Option("--k", metavar="N", min=1, help="option-k")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="option-search-json")] = False,
    queries: Annotated[Path | None, typer.Option("--queries", metavar="FILE", help="option-queries")] = None,
    run: Annotated[Path | None, typer.Option("--run", metavar="FILE", help="option-run")] = None,
    section: options.Section = None,
    kind: options.Kind = None,
    source: options.Source = None,
    since: options.Since = None,
    until: options.Until = None,
    as_of: options.AsOf = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Passages for one query, or a run for a file of queries."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    filters, day = asked.filters(section, kind, source, since, until), asked.iso_date("--as-of", as_of)
    if queries is not None and run is not None and query is None:
        listed = inputs.read_queries(queries)
        with outputs.opened(run) as stream:
            assistant = session.assistant(settings)
            for one in counted(session, "searching", listed):
                try:
                    hits = assistant.search(one.text, k, filters, as_of=day)
                except QuestionError as problem:  # a query that cannot be taken finds nothing; the others still do
                    session.warn(f"{queries}:{one.line}: {session.messages.error(problem)}")
                    continue
                stream.writelines(f"{one.id} Q0 {hit.passage.id} {hit.rank} {hit.score!r} {RUN_NAME}\n" for hit in hits)
        session.warn(session.messages.text("cli.run-written", n=len(listed), path=run))
        return
    if query is None or queries is not None or run is not None:
        raise UsageError("usage-search")
    text = asked.question_text(query)
    hits = session.assistant(settings).search(text, k, filters, as_of=day)
    if as_json:
        for hit in hits:
            session.emit(to_line(hit_record(hit)))
    else:
        show_hits(session, hits)
