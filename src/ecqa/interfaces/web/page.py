"""What the pages work with and a catalogue of words in, the Gradio page of the chat out: its parts, and which handler each event has."""

from typing import Any

import gradio as gr

from ecqa.interfaces.web.conversation import Conversation
from ecqa.interfaces.web.conversations_markup import conversations_html
from ecqa.interfaces.web.evidence_markup import empty_panel
from ecqa.interfaces.web.frame_markup import composer_html, header_html
from ecqa.interfaces.web.handlers import Handlers
from ecqa.interfaces.web.mounting import static
from ecqa.interfaces.web.public import Public
from ecqa.messages import Messages

UNDER_WAY = 24
"""Questions that are answered or wait at the turnstile, where they are told how many go first; further ones wait in Gradio's queue."""

READY = "() => { document.dispatchEvent(new CustomEvent('ecqa:ready')); }"
IDLE = "() => { document.dispatchEvent(new CustomEvent('ecqa:idle')); }"
FAILED = "() => { document.dispatchEvent(new CustomEvent('ecqa:failed')); }"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def create_app(public: Public, messages: Messages) -> gr.Blocks:
    """The page, ready to be mounted.

    Args:
        public: Who answers, where it is kept, what limits there are.
        messages: The words of the page.
    """
    handlers = Handlers(public, messages)
    app = gr.Blocks(title=messages.text("web.title"), analytics_enabled=False, fill_width=True)
    with app:
        conversation = gr.State(Conversation())
        _part("head", header_html(messages), "connection.js")
        with gr.Row(elem_id="ecqa-main"):
            no_list = conversations_html([], messages, current="", days=public.retention_days, kept=True)
            listed = _part("list", no_list, "list.js")
            with gr.Column(elem_id="ecqa-chat"):
                log = _part("log", handlers.first_screen(), "log.js")
                composer = _part("composer", composer_html(messages), "composer.js")
            evidence = _part("evidence", empty_panel(messages), "evidence.js")
        page = [log, evidence, listed, conversation]
        limits: dict[str, Any] = {"concurrency_limit": UNDER_WAY, "trigger_mode": "multiple"}
        asked = composer.ask(handlers.ask, conversation, page, **limits, **QUIET)
        asked.then(None, js=IDLE, **QUIET)
        asked.failure(None, js=FAILED, **QUIET)
        for event, act in ((composer.stop, handlers.stop), (composer.renew, handlers.renew)):
            ended = event(None, cancels=[asked], **QUIET).then(act, conversation, page, queue=False, **QUIET)
            ended.then(None, js=IDLE, **QUIET).then(None, js=READY, **QUIET)
        listed.resume(None, cancels=[asked], **QUIET).then(None, js=IDLE, **QUIET)
        listed.resume(handlers.resume, conversation, page, queue=False, **QUIET).then(None, js=READY, **QUIET)
        listed.delete(handlers.delete, conversation, page, queue=False, **QUIET)
        for name, change in (("find", handlers.listed), ("rename", handlers.rename), ("restore", handlers.restore)):
            getattr(listed, name)(change, conversation, listed, queue=False, **QUIET)
        log.open(handlers.open, conversation, evidence, queue=False, **QUIET)
    return app


def _part(name: str, value: Any, script: str | None = None) -> gr.HTML:
    """A part of the page whose HTML is ours alone, with the script of ours that runs when it is first shown."""
    js = static(script) if script else None
    return gr.HTML(value, elem_id=f"ecqa-{name}", js_on_load=js, apply_default_css=False, padding=False)
