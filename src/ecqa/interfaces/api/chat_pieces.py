"""The events of an answer in, the pieces of a reply in OpenAI's form out: text, markers, the list of sources; it sends nothing."""

import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from ecqa.interfaces.api.chat_models import MODEL
from ecqa.interfaces.cli.records import citation_record
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, Citation

Record = dict[str, object]


def content(answer: Answer, messages: Messages) -> str:
    """The text of a whole answer with the list of its sources below."""
    return answer.text + sources(answer.citations, messages)


def sources(citations: Sequence[Citation], messages: Messages) -> str:
    """The list of sources that ends a reply; empty where nothing is cited."""
    if not citations:
        return ""
    lines = [" ".join(part for part in (f"[{one.marker}]", _titled(one.title), one.date, one.source, one.url) if part) for one in citations]
    return "\n".join(["", "", messages.text("api.sources"), *lines])


def outcome(answer: Answer) -> Record:
    """What OpenAI's form has no place for."""
    related = [citation_record(citation) for citation in answer.related]
    return {
        "status": answer.status,
        "mode": answer.mode,
        "short_answer": answer.short_answer,
        "missing": answer.missing,
        "related": related,
    }


def usage(answer: Answer) -> Record:
    """The tokens of all calls of a chat model; none where none was asked."""
    calls = [call for call in (answer.chat, answer.rewriting) if call]
    prompt, completion = sum(call.prompt_tokens for call in calls), sum(call.completion_tokens for call in calls)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}


@dataclass(slots=True)
class Pieces:
    """A reply that is sent in pieces; together their text is `content` of the whole answer."""

    messages: Messages
    id: str = field(default_factory=lambda: f"chatcmpl-{secrets.token_hex(12)}")
    created: int = field(default_factory=lambda: int(time.time()))
    _sent: str = ""

    def first(self) -> Record:
        """Says whose message it is."""
        return self._chunk({"role": "assistant", "content": ""})

    def sentence(self, told: AnswerEvent) -> Record:
        """A sentence with its citations."""
        text = f"\n{told.text}" if self._sent else told.text
        self._sent += text
        return self._chunk({"content": text, "citations": [citation_record(one) for one in told.citations]})

    def rest(self, answer: Answer) -> Record:
        """What of the whole answer was not sent yet, its sources and all citations."""
        if answer.text.startswith(self._sent):
            text = answer.text[len(self._sent) :]
        else:
            text = f"\n\n{self.messages.text('api.instead')}\n{answer.text}"
        cited = [citation_record(one) for one in answer.citations]
        return self._chunk({"content": text + sources(answer.citations, self.messages), "citations": cited})

    def last(self, answer: Answer) -> Record:
        """The end."""
        return self._chunk({}, "stop") | {"ecqa": outcome(answer)}

    def counted(self, answer: Answer) -> Record:
        """Tokens, for those who ask for them."""
        return self._chunk({}) | {"choices": [], "usage": usage(answer)}

    def _chunk(self, delta: Record, reason: str | None = None) -> Record:
        choice: Record = {"index": 0, "delta": delta, "finish_reason": reason, "logprobs": None}
        return {"id": self.id, "object": "chat.completion.chunk", "created": self.created, "model": MODEL, "choices": [choice]}


def _titled(title: str) -> str:
    return title if "《" in title else f"《{title}》"
