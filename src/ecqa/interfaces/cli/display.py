"""Answers, hits and build reports to lines on the terminal; nothing in them can be obeyed by it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.text import Text

from ecqa.interfaces.cli.session import Session, one_line, plain
from ecqa.schema import Answer, Citation, Hit, Notice

if TYPE_CHECKING:
    from ecqa.index.build import BuildReport

Item = TypeVar("Item")

NAMED = 20
"""How many article ids of one sort a report names."""


def show_answer(session: Session, answer: Answer, beside: Callable[[Citation], Sequence[str]] = lambda _: ()) -> None:
    """The answer, then its sources by number, or what lies nearest to it.

    Args:
        session: Where to.
        answer: What to show.
        beside: Gives further lines about a source: the page, where the same is said.
    """
    if answer.short_answer and not answer.text.startswith(answer.short_answer):
        session.out.print(Text(plain(answer.short_answer), style="bold"))
    session.out.print(Text(plain(answer.text)))
    for heading, citations in (("sources", answer.citations), ("related", answer.related)):
        if citations:
            session.out.print(Text("\n" + session.messages.text(f"cli.{heading}"), style="bold"))
        before = None
        for citation in citations:
            _show_citation(session, citation, before, beside(citation))
            before = citation.article_id


def show_hits(session: Session, hits: Sequence[Hit]) -> None:
    """Passages by rank, best first."""
    if not hits:
        session.say("nothing-found")
    for hit in hits:
        article = hit.article
        session.out.print(
            Text(f"{hit.rank:>2}  {one_line(article.title)}", style="bold"), Text(f"{hit.score:.3f}  {hit.passage.id}", style="dim")
        )
        session.out.print(Text(f"    {_facts(article.section, article.date, article.source)}", style="dim"))
        session.out.print(Text(f"    {one_line(hit.passage.text)}"))


def show_report(session: Session, report: "BuildReport", corpus: Path) -> None:
    """What an index run found and did; what fitted nothing goes to standard error with file and line."""
    show_notices(session, report.notices, corpus)
    changes = (("added", report.added), ("changed", report.changed), ("removed", report.removed))
    if not any(ids for _, ids in changes):
        session.say("index-unchanged", articles=report.articles, passages=report.passages)
        return
    session.say("index-built", articles=report.articles, passages=report.passages, seconds=f"{report.seconds:.1f}")
    for key, ids in changes:
        if ids:
            more = session.messages.text("cli.more", n=len(ids) - NAMED) if len(ids) > NAMED else ""
            session.say(f"index-{key}", n=len(ids), ids=", ".join(ids[:NAMED]) + more)
    session.say("index-encoded", encoded=report.encoded, reused=report.reused)


def show_notices(session: Session, notices: Sequence[Notice], corpus: Path) -> None:
    """What fitted nothing, to standard error, with file and line."""
    for notice in notices:
        session.warn(_notice_line(session, notice, corpus))


@contextmanager
def bar(session: Session, key: str) -> Iterator[Callable[[int, int], None]]:
    """A progress bar on standard error; what it gives takes how many are done and how many there are."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    quiet = not session.err.is_terminal
    with Progress(*columns, console=session.err, transient=True, redirect_stdout=False, redirect_stderr=False, disable=quiet) as progress:
        task = progress.add_task(session.messages.text(f"cli.{key}"), total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def counted(session: Session, key: str, items: Sequence[Item]) -> Iterator[Item]:
    """The items, one by one, with a progress bar on standard error."""
    with bar(session, key) as progress:
        for done, item in enumerate(items):
            progress(done, len(items))
            yield item


def _show_citation(session: Session, citation: Citation, before: str | None, lines: Sequence[str]) -> None:
    """A source; of several in a row from one article only the first says which article it is."""
    quote = session.messages.text("cli.quote", quote=one_line(citation.quote))
    if citation.article_id == before:
        session.out.print(Text(f"[{citation.marker}] {quote}"))
        return
    session.out.print(Text(f"[{citation.marker}] {one_line(citation.title)}"))
    for line in (_facts(citation.section, citation.date, citation.source), one_line(citation.url or "")):
        if line:
            session.out.print(Text(f"    {line}", style="dim"))
    session.out.print(Text(f"    {quote}"))
    for line in lines:
        session.out.print(Text(f"    {one_line(line)}", style="dim"))


def _facts(*facts: str | None) -> str:
    return " · ".join(one_line(fact) for fact in facts if fact)


def _notice_line(session: Session, notice: Notice, corpus: Path) -> str:
    words = session.messages.text(f"notice.{notice.key}", path=notice.path, line=notice.line, excerpt=notice.excerpt)
    return f"{corpus / notice.path}:{notice.line}: {words}"
