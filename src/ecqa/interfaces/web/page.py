"""An assistant and a catalogue of words in, the Gradio page out: its parts, and what happens when they are used.

The page keeps nothing but the conversation of its visitor; all markup comes from the modules beside this one.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import gradio as gr

from ecqa.interfaces.allowance import Allowance
from ecqa.interfaces.web.answer_markup import conversation_html
from ecqa.interfaces.web.conversation import Conversation, Place, ask, find, stop
from ecqa.interfaces.web.evidence_markup import empty_panel, evidence_panel, gone_panel
from ecqa.interfaces.web.first_screen import first_screen
from ecqa.interfaces.web.frame_markup import composer_html, header_html
from ecqa.interfaces.web.mounting import static
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from ecqa.storage import Storage

ASKED_AT_ONCE = 4
"""Questions answered at the same time; the others wait in the queue."""

IDLE = "() => { document.dispatchEvent(new CustomEvent('ecqa:idle')); }"
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}


def create_app(assistant: Assistant, messages: Messages, storage: Storage, allowance: Allowance) -> gr.Blocks:
    """The page, ready to be mounted or launched.

    Args:
        assistant: Who answers; shared by all visitors.
        messages: The words of the page.
        storage: Where conversations are kept.
        allowance: How many questions a minute one visitor may ask.
    """
    answers = _Answers(assistant, messages)
    app = gr.Blocks(title=messages.text("web.title"), analytics_enabled=False, fill_width=True)
    with app:
        conversation = gr.State(())
        _part("head", header_html(messages))
        with gr.Row(elem_id="ecqa-main"):
            with gr.Column(elem_id="ecqa-chat"):
                log = _part("log", answers.first_screen(), "log.js")
                composer = _part("composer", composer_html(messages), "composer.js")
            evidence = _part("evidence", empty_panel(messages), "evidence.js")
        page = [log, evidence, conversation]
        app.load(answers.first_screen, None, log, queue=False, **QUIET)  # as the index is now
        asked = composer.ask(answers.ask, conversation, page, concurrency_limit=ASKED_AT_ONCE, trigger_mode="multiple", **QUIET)
        asked.then(None, js=IDLE, **QUIET)
        for event, act, inputs in ((composer.stop, answers.stop, conversation), (composer.renew, answers.renew, None)):
            ended = event(None, cancels=[asked], **QUIET).then(act, inputs, page, queue=False, **QUIET)
            ended.then(None, js=IDLE, **QUIET)
        log.open(answers.open, conversation, evidence, queue=False, **QUIET)
    return app


def _part(name: str, value: Any, script: str | None = None) -> gr.HTML:
    """A part of the page whose HTML is ours alone, with the script of ours that runs when it is first shown."""
    js = static(script) if script else None
    return gr.HTML(value, elem_id=f"ecqa-{name}", js_on_load=js, apply_default_css=False, padding=False)


class _Answers:
    """What the page's events do; it holds the assistant and the words, and nothing of any visitor."""

    def __init__(self, assistant: Assistant, messages: Messages) -> None:
        self._assistant = assistant
        self._messages = messages

    def first_screen(self) -> str:
        """The log before the first question."""
        return first_screen(self._assistant.articles(), self._messages)

    def ask(self, conversation: Conversation, event: gr.EventData) -> Iterator[tuple[str, Any, Conversation]]:
        """The page after each step of an answer; at the end the panel shows the first citation."""
        for step in ask(self._assistant, self._messages, conversation, str(_sent(event, "text"))):
            panel = gr.skip() if step[-1].busy else self._panel(step, Place(step[-1].number, "citations", 0))
            yield conversation_html(step, self._messages), panel, step

    def stop(self, conversation: Conversation) -> tuple[str, Any, Conversation]:
        """The page with the answer under way ended where it stands."""
        ended = stop(conversation)
        return conversation_html(ended, self._messages) if ended else self.first_screen(), gr.skip(), ended

    def renew(self) -> tuple[str, str, Conversation]:
        """The page as it was opened."""
        return self.first_screen(), empty_panel(self._messages), ()

    def open(self, conversation: Conversation, event: gr.EventData) -> str:
        """The panel at the citation that a pill, a related row or a step button names."""
        kind: Literal["citations", "related"] = "related" if _sent(event, "list") == "related" else "citations"
        return self._panel(conversation, Place(_number(_sent(event, "turn")), kind, _number(_sent(event, "index"))))

    def _panel(self, conversation: Conversation, place: Place) -> str:
        citations = find(conversation, place)
        if not 0 <= place.index < len(citations):
            return empty_panel(self._messages)
        citation = citations[place.index]
        article = self._assistant.article(citation.article_id)
        if article is None:
            return gone_panel(self._messages)
        today = datetime.now(UTC).astimezone().date().isoformat()
        return evidence_panel(article, citation, place, total=len(citations), today=today, messages=self._messages)


def _sent(event: gr.EventData, name: str) -> object:
    """A value the browser sent with an event; empty when it sent none."""
    data = event._data
    return data.get(name, "") if isinstance(data, dict) else ""


def _number(value: object) -> int:
    """A whole number from the browser; -1, which names nothing, for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
