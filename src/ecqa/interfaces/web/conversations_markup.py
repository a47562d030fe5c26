"""A browser's conversations in, the HTML of their list out: open, rename, delete, search, and a button that erases everything."""

from collections.abc import Sequence

from ecqa.interfaces.web.markup import escape, icon, straight
from ecqa.messages import Messages
from ecqa.storage import Heading

MOST = 200
"""Conversations listed; older ones are found by searching."""


def conversations_html(headings: Sequence[Heading], messages: Messages, *, current: str, days: int, kept: bool, deleted: str = "") -> str:
    """The whole part.

    Args:
        headings: Latest first.
        messages: The words.
        current: Id of the conversation that is shown.
        days: How long conversations are kept.
        kept: Whether the browser keeps the cookie without which nothing is.
        deleted: Id of the one that was deleted just now, which can be brought back.
    """
    rows = "".join(_row(heading, messages, current=heading.id == current) for heading in headings[:MOST])
    empty = f'<p class="empty">{escape(messages.text("web.conversations-none" if kept else "web.cookies-off"))}</p>'
    undo = (
        f'<p class="undo" role="status">{escape(messages.text("web.deleted"))}'
        f'<button type="button" class="tool" data-restore="{escape(deleted)}">{escape(messages.text("web.undo"))}</button></p>'
    )
    label = escape(messages.text("web.conversations"))
    close = escape(messages.text("web.close"))
    return (
        f'<div class="backdrop" data-close-list></div><nav class="list" aria-label="{label}" tabindex="-1">'
        f'<div class="list-head"><h2>{label}</h2>'
        f'<button type="button" class="round close" data-close-list aria-label="{close}">{icon("close")}</button></div>'
        f'<input type="search" class="find" aria-label="{escape(messages.text("web.find"))}" placeholder="{escape(messages.text("web.find"))}">'
        f"{undo if deleted else ''}{f'<ul>{rows}</ul>' if rows else empty}"
        f'<div class="list-foot"><p>{escape(messages.text("web.kept", days=days))}</p>{_erase(messages) if kept else ""}</div></nav>'
    )


def _row(heading: Heading, messages: Messages, *, current: bool) -> str:
    title = escape(straight(heading.title) or messages.text("web.new"))
    here = ' aria-current="true"' if current else ""
    rename = escape(messages.text("web.rename"))
    return (
        f'<li data-id="{escape(heading.id)}"><button type="button" class="open" data-open{here}>{title}</button>'
        f'<button type="button" class="round" data-rename data-label="{rename}" aria-label="{rename}：{title}" title="{rename}">{icon("edit")}</button>'
        f'<button type="button" class="round" data-delete aria-label="{escape(messages.text("web.delete"))}：{title}"'
        f' title="{escape(messages.text("web.delete"))}">{icon("delete")}</button></li>'
    )


def _erase(messages: Messages) -> str:
    return (
        f'<details class="erase"><summary>{escape(messages.text("web.erase"))}</summary><p>{escape(messages.text("web.erase-sure"))}</p>'
        f'<button type="button" class="danger" data-erase data-failed="{escape(messages.text("web.not-erased"))}">'
        f"{escape(messages.text('web.erase-now'))}</button></details>"
    )
