"""Lines of an article to its date, source, addresses and authors; a source known only by its address is named later."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ecqa.corpus import dates, names
from ecqa.corpus.dates import Issue
from ecqa.corpus.newsletter.lines import Form, Line

HEAD_LIMIT = 4
"""Lines below the title among which a by-line stands."""

_ENDING_SOURCE = re.compile(
    rf"[（(]((?:文章|稿件|消息)?(?:来源|转自|摘自|转载自)[^（()）。]{{2,60}}|[\u4e00-\u9fff]{{1,10}}{names.MEDIUM_END})[）)]$"
)
_NAMES_A_SOURCE = re.compile(r"来源(?:于|自)?\s*[:：]")


@dataclass(frozen=True, slots=True)
class Credits:
    """What the source lines and by-lines of one article say."""

    date: str | None
    source: str | None
    """As named; None when it is named nowhere, or when several are."""
    host: str | None
    """Host of its address, when all its addresses have the same and no more than one source is named."""
    urls: tuple[str, ...]
    authors: tuple[str, ...]


def read_credits(lines: Sequence[Line], issue: Issue) -> Credits:
    """Reads what is known about an article out of its lines.

    The date is that of the addresses if all that carry one agree (none if they do not); else that of the source line,
    of the by-line, or of an opening such as `1月15日消息`. The date of an event is none.

    Args:
        lines: The article's non-blank lines below the title.
        issue: When the issue came out.
    """
    sources = [line.text for line in lines if line.form is Form.SOURCE]
    body = [line.text for line in lines if line.form in (Form.BODY, Form.SHORT)]
    by_lines = [line.text for line in lines[:HEAD_LIMIT] if line.form is Form.CREDIT]
    opening, ending = (body[0], body[-1]) if body else ("", "")
    addresses = tuple(dict.fromkeys(url for line in sources for url in names.urls(line)))
    named = _named(sources, by_lines, ending)
    hosts = {names.host(url) for url in addresses}
    authors = [name for line in [*by_lines, *sources, *_closing_credits(lines)] for name in names.authors(line)]
    authors += names.authors_in_text(opening, ending)
    return Credits(
        _date(addresses, sources, by_lines, opening, issue),
        named[0] if len(named) == 1 and len(hosts) <= 1 else None,
        hosts.pop() if len(hosts) == 1 and len(named) <= 1 else None,
        addresses,
        tuple(dict.fromkeys(authors)),
    )


def host_names(all_credits: Sequence[tuple[str, str]]) -> dict[str, str]:
    """The name each host goes by: the one most lines give it; none where two are given equally often.

    Args:
        all_credits: Pairs of host and source, one for each article that names both.
    """
    counts: dict[str, dict[str, int]] = {}
    for host, source in all_credits:
        by_name = counts.setdefault(host, {})
        by_name[source] = by_name.get(source, 0) + 1
    named = {}
    for host, by_name in counts.items():
        best = max(by_name.values())
        winners = [name for name, n in by_name.items() if n == best]
        if len(winners) == 1:
            named[host] = winners[0]
    return named


def _date(addresses: Sequence[str], sources: Sequence[str], by_lines: Sequence[str], opening: str, issue: Issue) -> str | None:
    in_urls = {day for url in addresses if (day := dates.in_url(url, issue))}
    if in_urls:
        return in_urls.pop() if len(in_urls) == 1 else None
    for group in (sources, by_lines):
        found = {day for line in group for day in dates.in_line(names.ADDRESS.sub(" ", line), issue)}
        if found:
            return found.pop() if len(found) == 1 else None
    return dates.in_opening(opening[:60], issue)


def _named(sources: Sequence[str], by_lines: Sequence[str], ending: str) -> list[str]:
    """Distinct names of sources; the bracket that ends the last paragraph counts only where no line of its own names one."""
    lines = [*sources, *(line for line in by_lines if _NAMES_A_SOURCE.search(line))]
    if not lines and (match := _ENDING_SOURCE.search(ending[-80:])):
        lines = [match[1]]
    return list(dict.fromkeys(name for line in lines for name in names.source_names(line)))


def _closing_credits(lines: Sequence[Line]) -> list[str]:
    return [line.text for line in lines[HEAD_LIMIT:] if line.form is Form.CREDIT and line.text[0] in "（("]
