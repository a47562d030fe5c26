"""An answer in, what one takes along out: plain text, a card in Markdown, and the list of sources that only a printed page shows.

In the card, everything that was typed or comes from the corpus is escaped: it shows as text in any reader of Markdown. Links of
our own begin with `{origin}`, which the page fills in with its own address.
"""

import re

from ecqa.interfaces.web.markup import citation_link, escape, is_web_address, straight
from ecqa.messages import Messages
from ecqa.schema import Answer, Citation

ORIGIN = "{origin}"
MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~$&!])")
LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))")
MARKER = re.compile(r"\\\[(\d{1,3})\\\]")
UNSAFE_IN_LINK = re.compile(r"[()<>\\\s\[\]`*_]")


def plain_text(answer: Answer, messages: Messages) -> str:
    """What the copy button copies: the text and a line for each source."""
    lines = [answer.text]
    if answer.citations:
        lines += ["", messages.text("web.sources")]
    for citation in answer.citations:
        facts = [f"[{citation.marker}] {citation.title}", citation.source, citation.date, citation.url]
        lines.append(" ".join(fact for fact in facts if fact))
    return straight("\n".join(lines))


def card(question: str, answer: Answer, messages: Messages) -> str:
    """Question, answer, quotes, dates and links as Markdown."""
    markers = {citation.marker for citation in answer.citations}

    def kept(marker: re.Match[str]) -> str:
        return f"[{marker.group(1)}]" if int(marker.group(1)) in markers else marker.group()

    lines = [f"# {markdown(' '.join(question.split()))}", ""]
    for line in answer.text.split("\n"):
        if line.strip():
            lines += [MARKER.sub(kept, markdown(line.strip())), ""]
    if answer.missing and answer.missing not in answer.text:
        lines += [markdown(messages.text("answer.partial", missing=answer.missing)), ""]
    lines += [f"## {messages.text('web.sources')}", ""]
    for citation in answer.citations:
        lines += _source(citation, messages)
    lines += ["---", "", messages.text("web.disclaimer"), ""]
    return straight("\n".join(lines))


def markdown(text: str) -> str:
    """One line of text as Markdown that shows it and does nothing else."""
    escaped = MARKDOWN.sub(r"\\\1", text)
    return LINE_START.sub(
        lambda start: start.group(1) + (f"\\{start.group(2)}" if start.group(2) else f"{start.group(3)}\\{start.group(4)}"), escaped
    )


def printed_sources(answer: Answer, messages: Messages) -> str:
    """HTML of the sources with their quotes; the style sheet shows it on paper only."""
    rows = "".join(_row(citation, messages) for citation in answer.citations)
    heading = escape(messages.text("web.sources"))
    return f'<div class="printed"><p>{heading}</p><ol>{rows}</ol><p>{escape(messages.text("web.disclaimer"))}</p></div>'


def _source(citation: Citation, messages: Messages) -> list[str]:
    facts = " · ".join(markdown(fact) for fact in _facts(citation))
    lines = [f"**[{citation.marker}]** {facts}", ""]
    lines += [f"> {markdown(line.strip())}" for line in citation.quote.split("\n") if line.strip()]
    links = [f"[{messages.text('web.permalink')}]({ORIGIN}{citation_link(citation)})"]
    if citation.url and is_web_address(citation.url):
        links.append(f"[{messages.text('web.original')}]({UNSAFE_IN_LINK.sub(_percent, citation.url)})")
    return [*lines, "", " · ".join(links), ""]


def _row(citation: Citation, messages: Messages) -> str:
    url = citation.url if citation.url and is_web_address(citation.url) else ""
    address = f"<br>{escape(straight(url))}" if url else ""
    return (
        f'<li value="{citation.marker}">{escape(straight(" · ".join(_facts(citation))))}<br>“{escape(straight(citation.quote))}”{address}'
        f'<br><span class="address" data-path="{escape(citation_link(citation))}">{escape(messages.text("web.permalink"))}</span></li>'
    )


def _facts(citation: Citation) -> list[str]:
    return [fact for fact in (citation.title, citation.section, citation.source, citation.date) if fact]


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found.group().encode())
