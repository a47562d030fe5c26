"""The verbs `evaluate`, `compare`, `gate` and `gold check`: gold questions to figures, two runs to what changed, a run to a verdict."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecqa.interfaces.cli import options
from ecqa.interfaces.cli.display import bar
from ecqa.interfaces.cli.scores import show_comparison, show_falls, show_findings, show_retrieval, show_summaries
from ecqa.interfaces.cli.session import Session, UsageError

if TYPE_CHECKING:
    from ecqa.config import Settings

BASELINE = Path("eval/results/baseline")
"""What `gate` compares with unless told otherwise."""

Run = Annotated[Path, typer.Argument(metavar="DIR", help="argument-run")]


def evaluate(
    ctx: typer.Context,
    *,
    gold: Annotated[Path | None, typer.Argument(metavar="GOLD.jsonl", help="argument-gold")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="DIR", help="option-out-run")] = None,
    split: Annotated[list[str] | None, typer.Option("--split", metavar="NAME", help="option-split")] = None,
    qrels: Annotated[Path | None, typer.Option("--qrels", metavar="FILE", help="option-qrels")] = None,
    queries: Annotated[Path | None, typer.Option("--queries", metavar="FILE", help="option-qrels-queries")] = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> None:
    """Gold questions, or a TREC qrels file, to figures."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    if gold is not None and qrels is None and queries is None:
        _evaluate_gold(session, settings, gold, split or [], out)
    elif gold is None and qrels is not None and queries is not None and not split:
        _evaluate_qrels(session, settings, qrels, queries, out)
    else:
        raise UsageError("usage-evaluate")


def compare(
    ctx: typer.Context,
    *,
    first: Annotated[Path, typer.Argument(metavar="DIR_A", help="argument-first")],
    second: Annotated[Path, typer.Argument(metavar="DIR_B", help="argument-second")],
    split: Annotated[str, typer.Option("--split", metavar="NAME", help="option-compare-split")] = "",
    page: Annotated[Path | None, typer.Option("--page", metavar="FILE.html", help="option-page")] = None,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> None:
    """Two runs to what got better and worse."""
    session: Session = ctx.obj
    session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.evaluation.compare import compare as compared  # noqa: PLC0415  (loads numpy)
    from ecqa.evaluation.report import save_comparison  # noqa: PLC0415

    comparison = compared(first, second, split)
    show_comparison(session, comparison)
    if page is not None:
        save_comparison(comparison, first.name, second.name, page)
        session.warn(session.messages.text("cli.page-written", path=page))


def gate(
    ctx: typer.Context,
    *,
    run: Run,
    baseline: Annotated[Path, typer.Option("--baseline", metavar="DIR", help="option-baseline")] = BASELINE,
    config: options.Config = None,
    corpus: options.Corpus = None,
    index: options.Index = None,
    lang: options.Lang = None,
) -> int:
    """Exit code 1 when a metric of a run fell below the baseline's."""
    session: Session = ctx.obj
    session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.evaluation.gate import gate as fallen  # noqa: PLC0415

    falls = fallen(run, baseline)
    show_falls(session, falls, baseline)
    return 1 if falls else 0


def check(
    ctx: typer.Context,
    *,
    gold: Annotated[Path, typer.Argument(metavar="GOLD.jsonl", help="argument-gold")],
    complete: Annotated[bool, typer.Option("--complete", help="option-complete")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="option-strict")] = False,
    corpus: options.Corpus = None,
    index: options.Index = None,
    config: options.Config = None,
    lang: options.Lang = None,
) -> int:
    """Exit code 1 when a gold question is wrong about the corpus."""
    session: Session = ctx.obj
    settings = session.settings(config, corpus=corpus, index=index, lang=lang)
    from ecqa.corpus import load_corpus  # noqa: PLC0415
    from ecqa.evaluation.gold_check import check_gold  # noqa: PLC0415

    report = check_gold(gold, load_corpus(settings.corpus).articles, complete)
    show_findings(session, report)
    return 1 if report.errors() or (strict and report.findings) else 0


def _evaluate_gold(session: Session, settings: "Settings", gold: Path, splits: list[str], out: Path | None) -> None:
    from ecqa.evaluation.figures import figures_of  # noqa: PLC0415
    from ecqa.evaluation.gold import load_gold  # noqa: PLC0415
    from ecqa.evaluation.report import save_run  # noqa: PLC0415
    from ecqa.evaluation.run import evaluate as evaluated  # noqa: PLC0415

    load_gold(gold)
    assistant = session.assistant(settings)
    chosen = settings.model_dump(exclude={"host", "port", "lang"})
    with bar(session, "answering") as progress:
        run = evaluated(assistant, gold, splits=splits, index=settings.index, settings=chosen, progress=progress)
    show_summaries(session, figures_of(run.judged))
    if out is not None:
        save_run(run, out)
        session.warn(session.messages.text("cli.run-saved", path=out))


def _evaluate_qrels(session: Session, settings: "Settings", qrels: Path, queries: Path, out: Path | None) -> None:
    from ecqa.evaluation.qrels import evaluate_qrels, retrieval_figures, save_rankings  # noqa: PLC0415

    assistant = session.assistant(settings)
    with bar(session, "searching") as progress:
        rankings = evaluate_qrels(assistant.search, qrels, queries, progress)
    show_retrieval(session, retrieval_figures(rankings))
    if out is not None:
        save_rankings(rankings, qrels, queries, out)
        session.warn(session.messages.text("cli.run-saved", path=out))
