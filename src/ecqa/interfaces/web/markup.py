"""Text that nobody vouches for in, HTML that only shows it out: escaping, links, and attributes."""

import html
import re
from urllib.parse import quote, urlencode, urlsplit

from ecqa.schema import Citation

ICONS = {
    "send": "M12 19V5M5 12l7-7 7 7",
    "stop": "M7 7h10v10H7z",
    "close": "M6 6l12 12M18 6L6 18",
    "previous": "M15 6l-6 6 6 6",
    "next": "M9 6l6 6-6 6",
    "new": "M12 5v14M5 12h14",
    "menu": "M4 6h16M4 12h16M4 18h16",
    "edit": "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3",
    "delete": "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
    "up": "M7 11v9H4v-9zM7 11l4-8c1.6 0 2.6 1.2 2.4 2.8L13 9h5.4a2 2 0 0 1 2 2.4l-1.2 7a2 2 0 0 1-2 1.6H7",
    "down": "M7 13V4H4v9zM7 13l4 8c1.6 0 2.6-1.2 2.4-2.8L13 15h5.4a2 2 0 0 0 2-2.4l-1.2-7a2 2 0 0 0-2-1.6H7",
}
"""Paths in a square of 24, drawn with a stroke."""

BIDIRECTIONAL = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Controls that turn the writing round; one left open would turn the words that follow it on its line."""


def escape(text: str) -> str:
    """Text as HTML that shows it, usable between tags and inside quoted attributes."""
    return html.escape(text, quote=True)


def straight(text: str) -> str:
    """Text without the controls that turn the writing round."""
    return BIDIRECTIONAL.sub("", text)


def permalink(article_id: str, revision: str, start: int = 0, end: int = 0) -> str:
    """The path under which a version of an article always opens, with a span of it marked where it has an end."""
    span = {"s": start, "e": end} if end > start else {}
    return f"/a/{quote(article_id, safe='')}?{urlencode({'r': revision, **span})}"


def citation_link(citation: Citation) -> str:
    """The permalink of a citation."""
    return permalink(citation.article_id, citation.revision, citation.start, citation.end)


def link(url: str, words: str) -> str:
    """A link that opens apart, or the bare words where the address is no http or https address."""
    if not is_web_address(url):
        return f"<span>{escape(words)}</span>"
    return f'<a href="{escape(url)}" target="_blank" rel="noopener noreferrer">{escape(words)}</a>'


def is_web_address(url: str) -> bool:
    """Whether a link may lead there: http or https, with a host."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def host(url: str) -> str:
    """The host a web address names, without `www.`."""
    return urlsplit(url).netloc.rpartition("@")[2].removeprefix("www.")


def icon(name: str) -> str:
    """A drawing of our own, hidden from screen readers: its button carries the name."""
    return f'<svg class="icon icon-{name}" viewBox="0 0 24 24" aria-hidden="true" focusable="false"><path d="{ICONS[name]}"/></svg>'
