"""A prompt to the pieces of a chat model's reply as they come, with time-outs, retries and a count of tokens; it judges no word of it.

LangChain speaks to the model. Its stream is read in an event loop of its own, so that a reply that stalls can be ended at any
moment; whoever closes the iterator ends the reply.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import AsyncGenerator, Generator, Sequence
from contextlib import AsyncExitStack, aclosing, suppress
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from langchain.chat_models import init_chat_model
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_exponential_jitter

from ecqa.answering.chat.failures import RETRIED, ChatError, failure_of
from ecqa.answering.chat.tokens import tokens
from ecqa.errors import ModelError

TRIES = 3
LONGEST_TOKEN = 4
"""Characters that a token has at most on average; a reply of more is longer than the tokens that were asked for."""
FINISHED = frozenset({"stop", "end_turn", "stop_sequence", "eos", "eos_token"})
TOO_LONG = frozenset({"length", "max_tokens", "max_output_tokens"})
REASONS = ("finish_reason", "stop_reason", "done_reason")
"""Where providers say why a reply ended."""

_Heard = queue.SimpleQueue[str | UsageMetadata | ChatError | None]

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Used:
    """Tokens that one call took; estimated where the server doesn't count them."""

    prompt: int = 0
    completion: int = 0


class ChatModel:
    """A chat model behind a time limit; safe to use from several threads.

    Args:
        model: What LangChain made.
        name: As it is shown.
        silence: Seconds without a piece after which it counts as too slow.
        seconds: That all replies to one question may take together.
    """

    def __init__(self, model: BaseChatModel, name: str, silence: float, seconds: float) -> None:
        self.name = name
        self.seconds = seconds
        self._model = model
        self._silence = silence

    def stream(self, messages: Sequence[BaseMessage], longest: int, used: Used, seconds: float) -> Generator[str]:
        """The pieces of a reply.

        Args:
            messages: The prompt.
            longest: Tokens that the reply may have.
            used: Filled in, also where the reply fails.
            seconds: That it may take, all tries together.

        Raises:
            ChatError: There is no reply, or no end of it; pieces may have come before.
        """
        heard: _Heard = queue.SimpleQueue()
        used.prompt = sum(tokens(str(message.content)) for message in messages)
        reading = asyncio.run_coroutine_threadsafe(self._read(messages, longest, seconds, heard), _loop())
        try:
            while (told := heard.get()) is not None:
                if isinstance(told, ChatError):
                    raise told
                if isinstance(told, str):
                    used.completion += tokens(told)
                    yield told
                else:
                    used.prompt, used.completion = told["input_tokens"], told["output_tokens"]
        finally:
            reading.cancel()

    async def _read(self, messages: Sequence[BaseMessage], longest: int, seconds: float, heard: _Heard) -> None:
        """Puts the pieces where they are waited for, then the server's count of tokens, and last None or why there is no more."""
        reply = _Reply(longest)
        ended: ChatError | None = None
        try:
            async with asyncio.timeout(seconds), aclosing(self._begun(messages, longest)) as chunks:
                async for chunk in chunks:
                    if piece := reply.take(chunk):
                        heard.put(piece)
            reply.end()
        except Exception as problem:  # the libraries of the providers raise errors of a hundred kinds
            ended = failure_of(problem, begun=reply.text != "")
            logger.warning("chat model %s: %s (%s)", self.name, ended.kind, type(problem.__cause__ or problem).__name__)
        if reply.counted is not None:
            heard.put(reply.counted)
        heard.put(ended)

    async def _begun(self, messages: Sequence[BaseMessage], longest: int) -> AsyncGenerator[AIMessageChunk]:
        """The chunks of the first try that has any."""
        async with AsyncExitStack() as open_streams:
            async for attempt in self._tries():
                with attempt:
                    sent = cast("AsyncGenerator[AIMessageChunk]", self._model.astream(list(messages), max_tokens=longest))
                    stream = await open_streams.enter_async_context(aclosing(sent))
                    try:
                        chunk = await asyncio.wait_for(anext(stream), self._silence)
                    except Exception as problem:  # as above
                        raise failure_of(problem, begun=False) from problem
            yield chunk
            with suppress(StopAsyncIteration):
                while True:
                    yield await asyncio.wait_for(anext(stream), self._silence)

    def _tries(self) -> AsyncRetrying:
        return AsyncRetrying(
            retry=retry_if_exception(lambda problem: isinstance(problem, ChatError) and problem.kind in RETRIED),
            stop=self._gives_up,
            wait=_wait,
            reraise=True,
        )

    def _gives_up(self, state: RetryCallState) -> bool:
        """Whether there were tries enough, or the server asks for a longer pause than a reader would wait."""
        return state.attempt_number >= TRIES or _wait(state) > self.seconds / 2


class _Reply:
    """What has come of a reply.

    Args:
        longest: Tokens that it may have.
    """

    def __init__(self, longest: int) -> None:
        self.text = ""
        self._longest = longest
        self._reason: str | None = None
        self.counted: UsageMetadata | None = None
        """Tokens, where the server counts them."""

    def take(self, chunk: AIMessageChunk) -> str:
        """The text of a chunk."""
        for name in REASONS:
            self._reason = chunk.response_metadata.get(name) or self._reason
        self.counted = chunk.usage_metadata or self.counted
        self.text += chunk.text
        if len(self.text) > self._longest * LONGEST_TOKEN:
            raise ChatError("endless")
        return chunk.text

    def end(self) -> None:
        """Raises ChatError where the reply did not end by itself, or is empty."""
        reason = (self._reason or "").lower()
        if reason in TOO_LONG:
            raise ChatError("endless")
        if not reason:
            raise ChatError("cut-off" if self.text else "malformed")
        if reason not in FINISHED:
            raise ChatError("refused")
        if not self.text.strip():
            raise ChatError("malformed")


def open_chat_model(model: str, base_url: str | None, key: str | None, *, silence: float, seconds: float) -> ChatModel:
    """A chat model by its name.

    Args:
        model: `provider:name` as LangChain's `init_chat_model` takes it; with `base_url` a bare name is of an OpenAI-compatible server.
        base_url: Of the server; None is the provider's own.
        key: None leaves it to the provider's own variable, unless there is a `base_url`, whose server gets none.
        silence: See `ChatModel`.
        seconds: See `ChatModel`.

    Raises:
        ModelError: The provider is unknown, its package is not installed, or it lacks something.
    """
    given: dict[str, Any] = {"timeout": seconds, "max_retries": 0, "temperature": 0}
    if base_url is not None:
        given["base_url"] = base_url
        given["api_key"] = key or "none"  # else the key meant for the provider would go to another server
    elif key is not None:
        given["api_key"] = key
    if base_url is not None and ":" not in model:
        model = f"openai:{model}"
    if model.startswith("openai:"):
        given["stream_usage"] = True
    try:
        return ChatModel(init_chat_model(model, **given), model.partition(":")[2] or model, silence, seconds)
    except ImportError as problem:
        raise ModelError("chat-model-package", name=model, package=(problem.name or "").replace("_", "-")) from problem
    except Exception as problem:  # each provider has errors of its own for a missing key or a name it doesn't know
        raise ModelError("chat-model-unusable", name=model) from problem


def _wait(state: RetryCallState) -> float:
    """Seconds before the next try: what the server asked for, else a little more each time."""
    problem = state.outcome.exception() if state.outcome else None
    asked = problem.retry_after if isinstance(problem, ChatError) else None
    return asked if asked is not None else _BACK_OFF(state)


_BACK_OFF = wait_exponential_jitter(multiplier=0.5, max=4, jitter=0.5)


@cache
def _loop() -> asyncio.AbstractEventLoop:
    """One event loop for all models, in a thread of its own: the connections that LangChain keeps belong to it."""
    loop = asyncio.new_event_loop()
    threading.Thread(target=loop.run_forever, name="ecqa-chat", daemon=True).start()
    return loop
