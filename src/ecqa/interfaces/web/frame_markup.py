"""The catalogue of words in, the HTML of the parts that never change out: the header, and the box one types in."""

from ecqa.interfaces.web.markup import escape, icon
from ecqa.messages import Messages
from ecqa.understanding.understand import LIMIT


def header_html(messages: Messages) -> str:
    """The bar at the top: the name, and a button for a new conversation."""
    new = escape(messages.text("web.new"))
    return (
        f'<header class="bar"><h1>{escape(messages.text("web.title"))}</h1>'
        f'<button type="button" class="new" data-new>{icon("new")}<span>{new}</span></button></header>'
    )


def composer_html(messages: Messages) -> str:
    """The box one types in, with one button that sends, or stops while an answer is under way."""
    too_long = messages.text("error.question-too-long", limit=LIMIT, n="{n}")
    return (
        f'<form class="composer" data-limit="{LIMIT}" data-too-long="{escape(too_long)}"'
        f' data-log-label="{escape(messages.text("web.conversation"))}" data-lang="{_language(messages)}">'
        f'<p class="warning" role="alert" hidden></p><div class="box">'
        f'<textarea rows="1" aria-label="{escape(messages.text("web.input"))}" placeholder="{escape(messages.text("web.placeholder"))}"'
        f' title="{escape(messages.text("web.hint"))}" enterkeyhint="send"></textarea>'
        f'<button type="submit" class="send" aria-label="{escape(messages.text("web.send"))}" disabled>{icon("send")}</button>'
        f'<button type="button" class="send halt" aria-label="{escape(messages.text("web.stop"))}" hidden>{icon("stop")}</button>'
        f"</div></form>"
    )


def _language(messages: Messages) -> str:
    return "zh-CN" if messages.lang == "zh" else messages.lang
