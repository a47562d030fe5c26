"""The catalogue of words in, the HTML of the parts that never change out: the header, and the box one types in."""

import json

from ecqa.interfaces.web.markup import escape, icon
from ecqa.messages import Messages
from ecqa.understanding.understand import LIMIT


def header_html(messages: Messages) -> str:
    """The bar at the top: the list of conversations, the name, the pages, a button for a new conversation, and a line for trouble."""
    new, listed = escape(messages.text("web.new")), escape(messages.text("web.conversations"))
    trouble = "".join(f' data-{name}="{escape(messages.text(f"web.{name}"))}"' for name in ("full", "failed", "lost"))
    return (
        f'<header class="bar"><button type="button" class="round" data-list-toggle aria-label="{listed}" title="{listed}">{icon("menu")}</button>'
        f"<h1>{escape(messages.text('web.title'))}</h1>"
        f'<nav class="pages" aria-label="{escape(messages.text("web.pages"))}"><a href="/" aria-current="page">'
        f'{escape(messages.text("web.page-chat"))}</a><a href="/library">{escape(messages.text("web.page-library"))}</a></nav>'
        f'<button type="button" class="new" data-new aria-label="{new}">{icon("new")}<span>{new}</span></button></header>'
        f'<p class="trouble" role="alert"{trouble} hidden></p>'
    )


def composer_html(messages: Messages) -> str:
    """The box one types in, with one button that sends, or stops while an answer is under way."""
    too_long = messages.text("error.question-too-long", limit=LIMIT, n="{n}")
    return (
        f'<form class="composer" data-limit="{LIMIT}" data-too-long="{escape(too_long)}"'
        f' data-log-label="{escape(messages.text("web.conversation"))}" data-lang="{_language(messages)}"'
        f' data-waiting="{escape(messages.text("web.stage-understand"))}" data-you="{escape(messages.text("web.you"))}"'
        f' data-next="{escape(messages.text("web.next-questions"))}" data-dates="{escape(messages.table("web")["filter-dates"])}"'
        f' data-kinds="{escape(json.dumps(_kinds(messages), ensure_ascii=False))}">'
        f'<p class="editing" hidden><span>{escape(messages.text("web.editing"))}</span>{_dismiss(messages, "data-edit-end")}</p>'
        f'<p class="scope" hidden><span data-only="{escape(messages.table("web")["only"])}"></span>'
        f"{_dismiss(messages, 'data-scope-end')}</p>"
        f'<p class="warning" role="alert" hidden></p><div class="box">'
        f'<textarea rows="1" aria-label="{escape(messages.text("web.input"))}" placeholder="{escape(messages.text("web.placeholder"))}"'
        f' title="{escape(messages.text("web.hint"))}" enterkeyhint="send"></textarea>'
        f'<button type="submit" class="send" aria-label="{escape(messages.text("web.send"))}" disabled>{icon("send")}</button>'
        f'<button type="button" class="send halt" aria-label="{escape(messages.text("web.stop"))}" hidden>{icon("stop")}</button>'
        f"</div></form>"
    )


def _dismiss(messages: Messages, act: str) -> str:
    return f'<button type="button" class="round" {act} aria-label="{escape(messages.text("web.dismiss"))}">{icon("close")}</button>'


def _language(messages: Messages) -> str:
    return "zh-CN" if messages.lang == "zh" else messages.lang


def _kinds(messages: Messages) -> dict[str, str]:
    """The words for each kind of document."""
    table = messages.table("web")
    return {name.removeprefix("kind-").replace("-", "_"): words for name, words in table.items() if name.startswith("kind-")}
