"""A citation and its article in, the evidence panel's HTML out: what the article is, and its text with the span marked.

The article's characters are shown as they stand; only line ends become paragraphs, and the `#` of a Markdown heading is
kept in the page but not drawn.
"""

import re
from collections.abc import Iterator

from ecqa.interfaces.web.conversation import Place
from ecqa.interfaces.web.markup import citation_link, escape, host, icon, is_web_address, link, straight
from ecqa.interfaces.web.validity import validity
from ecqa.messages import Messages
from ecqa.schema import Article, Citation

HEADING = re.compile(r"#{1,6}[ \t]+")
LINKS_SHOWN = 6
TITLE_KEPT = 60
"""Characters of a title that stays in sight while its article is scrolled; a longer one would hide the text."""
NARROWEST, WIDTH, WIDEST = 320, 400, 720
"""Pixels of the panel beside the chat; the style sheet and evidence.js know them too."""
DATED = (("published", "date"), ("effective", "effective_date"), ("amended", "amended_date"), ("expires", "expiry_date"))


def empty_panel(messages: Messages) -> str:
    """The panel before anything was opened."""
    return panel(f'<p class="empty">{escape(messages.text("web.evidence-empty"))}</p>', messages)


def gone_panel(messages: Messages) -> str:
    """The panel for an article that the index no longer holds."""
    return panel(f'<p class="empty">{escape(messages.text("web.evidence-gone"))}</p>', messages)


def evidence_panel(
    article: Article, citation: Citation, place: Place, *, total: int, today: str, messages: Messages, current: bool = True
) -> str:
    """The panel at one citation.

    Args:
        article: The article in the version that was cited, or where that is lost, as the index holds it now.
        citation: What to show; in another version, its quote is looked for again.
        place: Which citation of the conversation it is; what is related is shown as no evidence.
        total: Length of the list it lies in.
        today: ISO date.
        messages: The words.
        current: Whether this version is the one in the index.
    """
    start, end = locate(article, citation)
    label = "" if place.kind == "citations" else f'<p class="not-evidence">{escape(messages.text("web.related"))}</p>'
    moved = "evidence-updated" if citation.revision != article.revision else "" if current else "evidence-older"
    updated = f'<p class="updated">{escape(messages.text(f"web.{moved}"))}</p>' if moved else ""
    path = escape(citation_link(citation))
    whole = (
        f'<p class="permalink"><a href="{path}" target="_blank" rel="noopener">{escape(messages.text("web.whole-article"))}</a>'
        f'<button type="button" class="tool" data-link="{path}" data-copied="{escape(messages.text("web.copied"))}">'
        f"{escape(messages.text('web.copy-link'))}</button></p>"
    )
    body = (
        f'<div class="document" data-turn="{place.turn}" data-list="{place.kind}" data-index="{place.index}">{label}{updated}'
        f'<div class="document-head{"" if len(article.title) > TITLE_KEPT else " stays"}">'
        f'<h3 class="document-title">{escape(straight(article.title))}</h3>{kind_line(article, today, messages)}</div>'
        f"{dates(article, messages)}{whole}{note(article, messages)}"
        f'<div class="document-text">{marked_text(article, start, end)}</div></div>'
    )
    return panel(body, messages, _steps(place.index, total, messages))


def panel(body: str, messages: Messages, steps: str = "") -> str:
    """The frame of the panel round a body: a heading, a close button, and what closes it beside it on small screens."""
    close = escape(messages.text("web.close"))
    return (
        f'<div class="backdrop" data-close></div><aside class="panel" aria-label="{escape(messages.text("web.evidence"))}" tabindex="-1">'
        f'<div class="grip" role="separator" aria-orientation="vertical" tabindex="0" aria-valuemin="{NARROWEST}" aria-valuemax="{WIDEST}" aria-valuenow="{WIDTH}" aria-label="{escape(messages.text("web.resize"))}"></div>'
        f'<div class="handle" data-close></div><header class="panel-head"><h2>{escape(messages.text("web.evidence"))}</h2>{steps}'
        f'<button type="button" class="round close" data-close aria-label="{close}">{icon("close")}</button></header>'
        f'<div class="panel-body">{body}</div></aside>'
    )


def locate(article: Article, citation: Citation) -> tuple[int, int]:
    """Where the quote stands in the article: at its offsets, else where it is found first, else an empty span."""
    if article.text[citation.start : citation.end] == citation.quote:
        return citation.start, citation.end
    found = article.text.find(citation.quote) if citation.quote else -1
    return (found, found + len(citation.quote)) if found >= 0 else (0, 0)


def marked_text(article: Article, start: int, end: int, heading: str = "h4") -> str:
    """The article's lines as paragraphs, with `[start, end)` inside `<mark>`, a mark for each line it touches.

    Args:
        article: Whose text.
        start: Offset in it.
        end: Offset behind the span; not more than `start` marks nothing.
        heading: The element that a heading of Markdown becomes.
    """
    markdown = article.path.endswith(".md")
    return "".join(
        _paragraph(article.text[first:last], max(start - first, 0), min(end, last) - first, heading if markdown else "")
        for first, last in _lines(article.text)
        if not _repeats_title(article, first, last, start, end)
    )


def _lines(text: str) -> Iterator[tuple[int, int]]:
    first = 0
    for line in text.split("\n"):
        if line.strip():
            yield first, first + len(line)
        first += len(line) + 1


def _repeats_title(article: Article, first: int, last: int, start: int, end: int) -> bool:
    """Whether a line is the title at the head of the text, which the panel shows already, with nothing marked in it."""
    line = HEADING.sub("", article.text[first:last].strip(), count=1)
    return not article.text[:first].strip() and line == article.title and not (start < last and first < end)


def _paragraph(line: str, start: int, end: int, heading: str) -> str:
    sign = HEADING.match(line) if heading else None
    tag = heading if sign else "p"
    cut = sign.end() if sign else 0
    hidden = f'<span class="syntax">{escape(line[:cut])}</span>' if cut else ""
    start, end = max(start, cut), max(end, cut)
    if start >= end:
        return f"<{tag}>{hidden}{escape(line[cut:])}</{tag}>"
    return f"<{tag}>{hidden}{escape(line[cut:start])}<mark>{escape(line[start:end])}</mark>{escape(line[end:])}</{tag}>"


def facts(article: Article, today: str, messages: Messages) -> str:
    """Section, validity, source, dates, issuer and addresses of an article."""
    return kind_line(article, today, messages) + dates(article, messages)


def kind_line(article: Article, today: str, messages: Messages) -> str:
    """Section, validity and source of an article."""
    tag = validity(article, today)
    shown = [f'<span class="section">{escape(straight(article.section))}</span>'] if article.section else []
    if tag:
        words = messages.text(f"web.validity-{tag.state}") + (f" {tag.date}" if tag.date else "")
        shown.append(f'<span class="validity {tag.state}">{escape(words)}</span>')
    if article.source:
        shown.append(f'<span class="source">{escape(straight(article.source))}</span>')
    return f'<p class="facts">{"".join(shown)}</p>' if shown else ""


def dates(article: Article, messages: Messages) -> str:
    """Dates, issuer and addresses of an article."""
    rows = [(name, getattr(article, field)) for name, field in DATED]
    rows += [("issuer", article.issuer), ("number", article.document_number)]
    table = "".join(f"<dt>{escape(messages.text(f'web.{name}'))}</dt><dd>{escape(straight(value))}</dd>" for name, value in rows if value)
    urls = [url for url in article.urls if is_web_address(url)][:LINKS_SHOWN]
    links = "".join(f"<dd>{link(url, host(url))}</dd>" for url in urls)
    if links:
        table += f"<dt>{escape(messages.text('web.original'))}</dt>{links}"
    return f'<dl class="dates">{table}</dl>' if table else ""


def note(article: Article, messages: Messages) -> str:
    """What the editors say of an article; empty where they say nothing."""
    if not article.note:
        return ""
    return f'<p class="note"><strong>{escape(messages.text("web.note"))}</strong> {escape(article.note)}</p>'


def _steps(index: int, total: int, messages: Messages) -> str:
    if total < 2:
        return ""
    counted = messages.text("web.place", n=index + 1, total=total)
    buttons = [
        f'<button type="button" class="round" data-step="{step}" aria-label="{escape(messages.text(f"web.{name}"))}"{off}>{icon(name)}</button>'
        for name, step, off in (
            ("previous", -1, " disabled" if index == 0 else ""),
            ("next", 1, " disabled" if index == total - 1 else ""),
        )
    ]
    return f'<div class="steps">{buttons[0]}<span class="place">{escape(counted)}</span>{buttons[1]}</div>'
