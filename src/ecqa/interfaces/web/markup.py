"""Text that nobody vouches for in, HTML that only shows it out: escaping, links, and attributes."""

import html
from urllib.parse import urlsplit

ICONS = {
    "send": "M12 19V5M5 12l7-7 7 7",
    "stop": "M7 7h10v10H7z",
    "close": "M6 6l12 12M18 6L6 18",
    "previous": "M15 6l-6 6 6 6",
    "next": "M9 6l6 6-6 6",
    "new": "M12 5v14M5 12h14",
}
"""Paths in a square of 24, drawn with a stroke."""


def escape(text: str) -> str:
    """Text as HTML that shows it, usable between tags and inside quoted attributes."""
    return html.escape(text, quote=True)


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
