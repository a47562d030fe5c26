"""What OpenAI's clients send and expect, as far as this service understands it; whatever else they send is taken and has no effect."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints

from ecqa.errors import QuestionError
from ecqa.interfaces.api.models import ANSWER, CITATION, QUESTION, Citation
from ecqa.schema import Turn

MODEL = "ecqa"
TURNS_USED = 6
"""Messages before the question that are looked at."""
Text = Annotated[str, StringConstraints(max_length=20_000)]


class Part(BaseModel):
    """A part of a message; only text is understood."""

    type: Literal["text"]
    text: Text


class Message(BaseModel):
    """One message; a system's, developer's or tool's has no effect, as no message changes what the documents say."""

    role: Literal["system", "developer", "user", "assistant", "tool", "function"]
    content: Text | list[Part] | None = None

    def text(self) -> str:
        """Its text, parts joined by line ends."""
        if isinstance(self.content, str):
            return self.content
        return "\n".join(part.text for part in self.content or ())


class StreamOptions(BaseModel):
    """What a stream holds beside the text."""

    include_usage: StrictBool | None = None


class ChatIn(BaseModel):
    """A conversation that ends in a question."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"model": MODEL, "messages": [{"role": "user", "content": QUESTION}], "stream": False}]}
    )

    model: Annotated[str, StringConstraints(max_length=200)] = Field(examples=[MODEL])
    messages: list[Message] = Field(min_length=1, max_length=200)
    stream: StrictBool | None = None
    stream_options: StreamOptions | None = None
    n: Literal[1] | None = None

    def question(self) -> str:
        """The last message.

        Raises:
            QuestionError: It is not the user's.
        """
        if self.messages[-1].role != "user":
            raise QuestionError("chat-last")
        return self.messages[-1].text()

    def turns(self, list_of_sources: tuple[str, ...]) -> tuple[Turn, ...]:
        """The messages before, without the lists of sources that were put below earlier answers.

        Args:
            list_of_sources: What such a list begins with, in each language.
        """
        turns: list[Turn] = []
        for message in self.messages[:-1]:
            if message.role in ("user", "assistant") and (text := message.text().strip()):
                for beginning in list_of_sources:
                    text = text.partition(f"\n\n{beginning}\n")[0]
                turns.append(Turn("user" if message.role == "user" else "assistant", text))
        return tuple(turns[-TURNS_USED:])


class Usage(BaseModel):
    """Tokens of all calls of a chat model; none where none was asked."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class Outcome(BaseModel):
    """What became of the question, which OpenAI's form has no place for."""

    status: Literal["answered", "partial", "refused"]
    mode: str
    short_answer: str | None
    missing: str | None
    related: list[Citation]


class Reply(BaseModel):
    """The assistant's message."""

    role: Literal["assistant"]
    content: str = Field(description="The answer with markers, and below it the list of its sources.")
    refusal: None = None
    citations: list[Citation]


class Choice(BaseModel):
    """The only choice."""

    index: int
    message: Reply
    finish_reason: Literal["stop"]
    logprobs: None = None


COMPLETION: dict[str, Any] = {
    "id": "chatcmpl-0123456789abcdef",
    "object": "chat.completion",
    "created": 1790000000,
    "model": MODEL,
    "choices": [
        {
            "index": 0,
            "message": {
                "role": "assistant",
                "content": f"{ANSWER['text']}\n\n出处：\n[1] 《汕头市将加快发展电子商务》 2013-01-11 大华网",
                "refusal": None,
                "citations": [CITATION],
            },
            "finish_reason": "stop",
            "logprobs": None,
        }
    ],
    "usage": {"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0},
    "ecqa": {"status": "answered", "mode": "extractive", "short_answer": "5000万元", "missing": None, "related": []},
}


class Completion(BaseModel):
    """An answer in OpenAI's form."""

    model_config = ConfigDict(json_schema_extra={"examples": [COMPLETION]})

    id: str
    object: Literal["chat.completion"]
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    ecqa: Outcome


class Model(BaseModel):
    """The one model there is."""

    id: str
    object: Literal["model"]
    created: int
    owned_by: str


class Models(BaseModel):
    """All models."""

    object: Literal["list"]
    data: list[Model]
