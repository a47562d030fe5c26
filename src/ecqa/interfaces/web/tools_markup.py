"""An answer in, the HTML of what one can do with it out: copy, take along as a card, print, ask again, judge, leave to the editors."""

from collections.abc import Sequence

from ecqa.interfaces.web.card import card, plain_text
from ecqa.interfaces.web.conversation import Exchange
from ecqa.interfaces.web.markup import escape, icon, straight
from ecqa.messages import Messages
from ecqa.schema import Answer, Citation
from ecqa.storage.feedback import LIMIT

REASONS = ("wrong", "beside", "incomplete", "outdated", "source", "other")
"""Keys of what may be wrong with an answer; `[web] reason-…` names them."""


def tools(exchange: Exchange, answer: Answer, messages: Messages, *, saved: bool) -> str:
    """The quiet line under an answer, and the form that a thumb opens.

    Args:
        exchange: What was asked, and the visitor's opinion of the answer.
        answer: With at least one citation.
        messages: The words.
        saved: Whether the conversation is kept, so that an opinion can be.
    """
    mode = messages.text("web.mode-chat" if answer.mode.startswith("chat") else "web.mode-extractive")
    return (
        f'<div class="quiet"><span class="basis">{escape(straight(basis(answer.citations, messages)))}</span>'
        f'<span class="mode">{escape(mode)}</span><span class="acts">'
        f'<button type="button" class="tool copy" data-copy="{escape(plain_text(answer, messages))}"'
        f' data-copied="{escape(messages.text("web.copied"))}">{escape(messages.text("web.copy"))}</button>'
        f"{_card_menu(exchange.question, answer, messages)}{again_button(messages)}{_thumbs(exchange, messages) if saved else ''}</span></div>"
        f"{_opinion(exchange, messages) if saved else ''}"
    )


def refusal_tools(messages: Messages, *, saved: bool) -> str:
    """The line under a refusal: leave the question to the editors, or ask again."""
    leave = (
        f'<button type="button" class="leave" data-leave data-done="{escape(messages.text("web.left"))}"'
        f' data-failed="{escape(messages.text("web.not-saved"))}">{escape(messages.text("web.leave"))}</button>'
    )
    return f'<div class="quiet">{leave if saved else ""}{again_button(messages)}</div>'


def again_button(messages: Messages) -> str:
    """The button that asks the last question again."""
    return f'<button type="button" class="tool again" data-again>{escape(messages.text("web.again"))}</button>'


def basis(citations: Sequence[Citation], messages: Messages) -> str:
    """The quiet line's first part: the first source with its date, and how many articles there are in all.

    Args:
        citations: At least one.
        messages: The words.
    """
    first = citations[0]
    quoted = first.title if first.title.startswith("《") else messages.text("web.untitled-source", title=first.title)
    named = first.source or quoted
    source = f"{named} {first.date}" if first.date else named
    articles = len({citation.article_id for citation in citations})
    if articles == 1:
        return messages.text("web.basis", source=source)
    return messages.text("web.basis-more", source=source, articles=articles)


def _card_menu(question: str, answer: Answer, messages: Messages) -> str:
    acts = "".join(
        f'<button type="button" data-{act} data-copied="{escape(messages.text("web.copied"))}">{escape(messages.text(f"web.{act}"))}</button>'
        for act in ("card-copy", "card-save", "card-print")
    )
    return (
        f'<details class="menu" data-card="{escape(card(question, answer, messages))}">'
        f'<summary class="tool">{escape(messages.text("web.card"))}</summary><div class="menu-list">{acts}</div></details>'
    )


def _thumbs(exchange: Exchange, messages: Messages) -> str:
    buttons = "".join(
        f'<button type="button" class="tool thumb" data-thumbs="{way}" aria-pressed="{"true" if exchange.thumbs == way else "false"}"'
        f' aria-label="{escape(messages.text(f"web.thumbs-{way}"))}" title="{escape(messages.text(f"web.thumbs-{way}"))}">{icon(way)}</button>'
        for way in ("up", "down")
    )
    return f'<span class="thumbs" role="group" aria-label="{escape(messages.text("web.helpful"))}">{buttons}</span>'


def _opinion(exchange: Exchange, messages: Messages) -> str:
    reasons = "".join(
        f'<label class="reason"><input type="radio" name="reason-{exchange.number}" value="{reason}">'
        f"<span>{escape(messages.text(f'web.reason-{reason}'))}</span></label>"
        for reason in REASONS
    )
    return (
        f'<form class="opinion" hidden data-saved="{escape(messages.text("web.saved"))}"'
        f' data-failed="{escape(messages.text("web.not-saved"))}">'
        f"<fieldset><legend>{escape(messages.text('web.reason'))}</legend>{reasons}</fieldset>"
        f'<label class="remark"><span>{escape(messages.text("web.remark"))}</span><textarea rows="2" maxlength="{LIMIT}"></textarea></label>'
        f'<p><button type="submit" class="save">{escape(messages.text("web.save"))}</button>'
        f'<span class="said" role="status"></span></p></form>'
    )
