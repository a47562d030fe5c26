"""Figures, comparisons and findings of the evaluation to tables on the terminal; it computes none of them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from ecqa.interfaces.cli.session import Session, one_line

if TYPE_CHECKING:
    from ecqa.evaluation.compare import Comparison
    from ecqa.evaluation.figures import Figures
    from ecqa.evaluation.gate import Fall
    from ecqa.evaluation.gold_check import Report
    from ecqa.evaluation.summary import Figure

SHOWN_CHANGES = 10
"""Questions of each sort that `compare` shows; the page shows all."""


def show_summaries(session: Session, figures: "Figures") -> None:
    """The metrics of every split, with their intervals."""
    for name, split in figures.splits.items():
        summary = split.all
        session.say("split-heading", split=name, n=summary.questions, **summary.statuses)
        session.out.print(_figures(session, summary.figures))
        if summary.length_p50 is not None and summary.length_p90 is not None:
            session.say("lengths", p50=f"{summary.length_p50:.0f}", p90=f"{summary.length_p90:.0f}")


def show_retrieval(session: Session, figures: "Mapping[str, Figure]") -> None:
    """The figures of a qrels run."""
    session.out.print(_figures(session, figures))


def show_comparison(session: Session, comparison: "Comparison") -> None:
    """Each metric's difference, McNemar on full answers, and the first questions that changed, both answers below each other."""
    table = Table.grid(padding=(0, 2))
    for one in comparison.differences:
        verdict = "" if one.verdict == "same" else session.messages.text(f"report.verdict-{one.verdict}")
        shown = f"{_percent(one.difference, '+')}  [{_percent(one.low, '+')}, {_percent(one.high, '+')}]"
        table.add_row(_metric(session, one.metric), _percent(one.first), _percent(one.second), shown, Text(verdict, style="bold"))
    session.say("compared", n=comparison.questions, left_out=comparison.left_out)
    session.out.print(table)
    session.say("mcnemar", first=comparison.only_first_full, second=comparison.only_second_full, p=f"{comparison.mcnemar_p:.4f}")
    for better in (False, True):
        changes = [change for change in comparison.changes if change.better == better]
        session.say("changes-better" if better else "changes-worse", n=len(changes))
        for change in changes[:SHOWN_CHANGES]:
            session.out.print(Text(f"{change.first.id}  {one_line(change.first.question)}", style="bold"))
            session.out.print(Text(f"  A  {one_line(change.first.text)}"))
            session.out.print(Text(f"  B  {one_line(change.second.text)}"))
        if len(changes) > SHOWN_CHANGES:
            session.say("changes-more", n=len(changes) - SHOWN_CHANGES)


def show_falls(session: Session, falls: "Sequence[Fall]", baseline: Path) -> None:
    """The metrics that fell, or that none did."""
    if not falls:
        session.say("gate-passed", baseline=baseline)
    for fall in falls:
        share = fall.metric not in ("length_p90", "quote_p90")
        before, now, tolerance = (_percent(value) if share else f"{value:.0f}" for value in (fall.baseline, fall.now, fall.tolerance))
        words = {"before": before, "now": now, "tolerance": tolerance, "split": fall.split}
        session.warn(session.messages.text("cli.gate-fell", metric=_metric(session, fall.metric), **words))


def show_findings(session: Session, report: "Report") -> None:
    """What is wrong with gold questions, then how many there are of each sort."""
    for finding in report.findings:
        level = session.messages.text(f"cli.{finding.level}")
        session.warn(f"{finding.where}: {level}: {session.messages.text(f'gold.{finding.key}', **finding.values)}")
    errors = len(report.errors())
    session.say("gold-checked", n=report.questions, errors=errors, warnings=len(report.findings) - errors)
    for counts in (report.types, report.personas):
        session.out.print(Text("  " + "  ".join(f"{one_line(name)} {n}" for name, n in counts.items())))
    session.say("gold-articles", covered=sum(n > 0 for n in report.articles.values()), n=len(report.articles))


def _figures(session: Session, figures: "Mapping[str, Figure]") -> Table:
    table = Table.grid(padding=(0, 2))
    for name, figure in figures.items():
        if figure.value is not None:
            table.add_row(
                f"  {_metric(session, name)}", _percent(figure.value), f"[{_percent(figure.low)}, {_percent(figure.high)}]", f"n={figure.n}"
            )
    return table


def _metric(session: Session, name: str) -> str:
    return session.messages.text("report.metric-" + name.replace("_", "-").replace("@", "-"))


def _percent(value: float | None, sign: str = "") -> str:
    return "" if value is None else format(100 * value, f"{sign}.1f")
