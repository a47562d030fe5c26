"""What a browser does on the chat page in, the parts of the page that change out; it holds the words and nothing of any visitor."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, Literal

import gradio as gr

from ecqa.errors import ServiceError
from ecqa.interfaces.visitors import address_of, owner_of
from ecqa.interfaces.web.answer_markup import conversation_html
from ecqa.interfaces.web.asking import Asked, ask
from ecqa.interfaces.web.conversation import Conversation, Place, find, stop
from ecqa.interfaces.web.conversations_markup import conversations_html
from ecqa.interfaces.web.evidence_markup import empty_panel, evidence_panel, gone_panel
from ecqa.interfaces.web.filtering import filters_of
from ecqa.interfaces.web.first_screen import first_screen
from ecqa.interfaces.web.keeping import Keeping
from ecqa.interfaces.web.public import Public
from ecqa.messages import Messages

Page = tuple[Any, Any, Any, Any]
"""The log, the evidence, the list of conversations, and the conversation itself; `gr.skip()` leaves a part as it is."""


class Handlers:
    """The page's events.

    Args:
        public: What the pages work with.
        messages: The words of the page.
    """

    def __init__(self, public: Public, messages: Messages) -> None:
        self._public = public
        self._messages = messages

    def first_screen(self) -> str:
        """The log before the first question."""
        assistant = self._public.assistant
        return first_screen(len(assistant.articles()), assistant.dates(), self._messages, self._public.retention_days)

    def ask(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> Iterator[Page]:
        """The page after each step of an answer; at the end the panel shows the first citation."""
        asked = Asked(
            text=_text(event, "text"),
            filters=filters_of(_table(event, "filters")),
            instead_of=max(_number(_sent(event, "again")), 0),
            owner=owner_of(request),
            address=address_of(request),
        )
        listed = gr.skip()
        for step in ask(self._public, self._messages, self._meant(shown, event, request), asked):
            if step.id != shown.id or not (step.last and step.last.busy):
                listed = self._list(asked.owner, step.id)
            busy = step.last is not None and step.last.busy
            panel = gr.skip() if busy or step.last is None else self._panel(step, Place(step.last.number, "citations", 0))
            yield conversation_html(step, self._messages), panel, listed, step

    def stop(self, shown: Conversation, request: gr.Request) -> Page:
        """The page with the answer under way ended where it stands."""
        ended = self._end(shown, request)
        return self._log(ended), gr.skip(), gr.skip(), ended

    def renew(self, shown: Conversation, request: gr.Request) -> Page:
        """The page as it was opened."""
        self._end(shown, request)
        return self.first_screen(), empty_panel(self._messages), self._list(owner_of(request), ""), Conversation()

    def resume(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> Page:
        """The page with a conversation of the browser's; the first screen where it has none of that id."""
        self._end(shown, request)
        owner = owner_of(request)
        found = Keeping(self._public.storage, owner).read(_text(event, "conversation")) or Conversation()
        return self._log(found), empty_panel(self._messages), self._list(owner, found.id), found

    def listed(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """The list of conversations in which something stands."""
        return self._list(owner_of(request), shown.id, search=_text(event, "search"))

    def rename(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """The list with a conversation under another title."""
        owner, title = owner_of(request), _text(event, "title").strip()
        if owner and title:
            try:
                self._public.storage.conversations.rename(owner, _text(event, "conversation"), title)
            except ServiceError:  # deleted in another tab: the list shows as much
                return self._list(owner, shown.id)
        return self._list(owner, shown.id)

    def delete(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> Page:
        """The page without a conversation, which can be brought back."""
        owner, gone = owner_of(request), _text(event, "conversation")
        deleted = gone if owner and self._public.storage.conversations.delete(owner, gone) else ""
        if shown.id != gone:
            return gr.skip(), gr.skip(), self._list(owner, shown.id, deleted=deleted), gr.skip()
        return self.first_screen(), empty_panel(self._messages), self._list(owner, "", deleted=deleted), Conversation()

    def restore(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """The list with a deleted conversation back in it."""
        owner = owner_of(request)
        if owner:
            self._public.storage.conversations.restore(owner, _text(event, "conversation"))
        return self._list(owner, shown.id)

    def open(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> str:
        """The panel at the citation that a pill, a related row or a step button names."""
        meant = self._meant(shown, event, request)
        kind: Literal["citations", "related"] = "related" if _sent(event, "list") == "related" else "citations"
        return self._panel(meant, Place(_number(_sent(event, "turn")), kind, _number(_sent(event, "index"))))

    def _meant(self, shown: Conversation, event: gr.EventData, request: gr.Request) -> Conversation:
        """The conversation a browser speaks of: the one shown, or after a restart of the server the one its page still shows."""
        meant = _text(event, "conversation")
        if not meant or meant == shown.id:
            return shown
        return Keeping(self._public.storage, owner_of(request)).read(meant) or shown

    def _end(self, shown: Conversation, request: gr.Request) -> Conversation:
        """The conversation with the answer under way ended, and kept like that."""
        ended = stop(shown)
        if ended is not shown and ended.last:
            Keeping(self._public.storage, owner_of(request)).give_up(ended, ended.last)
        return ended

    def _log(self, conversation: Conversation) -> str:
        return conversation_html(conversation, self._messages) if conversation.exchanges else self.first_screen()

    def _list(self, owner: str, current: str, *, search: str = "", deleted: str = "") -> str:
        headings = self._public.storage.conversations.all(owner, search) if owner else []
        return conversations_html(
            [heading for heading in headings if heading.turns],
            self._messages,
            current=current,
            days=self._public.retention_days,
            kept=bool(owner),
            deleted=deleted,
        )

    def _panel(self, conversation: Conversation, place: Place) -> str:
        citations = find(conversation, place)
        if not 0 <= place.index < len(citations):
            return empty_panel(self._messages)
        citation = citations[place.index]
        now = self._public.assistant.article(citation.article_id)
        cited = self._public.version(citation.article_id, citation.revision) or now
        if cited is None:
            return gone_panel(self._messages)
        today = datetime.now(UTC).astimezone().date().isoformat()
        current = now is not None and now.revision == cited.revision
        return evidence_panel(cited, citation, place, total=len(citations), today=today, messages=self._messages, current=current)


def _sent(event: gr.EventData, name: str) -> object:
    """A value the browser sent with an event; empty when it sent none."""
    data = event._data
    return data.get(name, "") if isinstance(data, dict) else ""


def _text(event: gr.EventData, name: str) -> str:
    value = _sent(event, name)
    return value if isinstance(value, str) else ""


def _table(event: gr.EventData, name: str) -> dict[str, object]:
    value = _sent(event, name)
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    """A whole number from the browser; -1, which names nothing, for anything else."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
