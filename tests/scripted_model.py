"""A server on the loopback that speaks OpenAI's form and says what a test wrote down: well, slowly, in pieces, half, or not at all."""

import json
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

KEY = "sk-loopback-0123456789abcdef"


@dataclass(frozen=True)
class Reply:
    """What is said to one request."""

    text: str = ""
    size: int = 7
    """Characters of a piece."""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    finish: str | None = "stop"
    usage: bool = True
    pause: float = 0.0
    """Seconds before each piece."""
    first: float = 0.0
    """Seconds before the first."""
    stall: float = 0.0
    """Seconds of silence after the text, before the end."""
    hum: bool = False
    """Comments keep a stalled connection alive."""
    drop: bool = False
    """The connection is dropped after the text."""
    raw: bytes | None = None
    """Sent instead of pieces."""
    endless: bool = False
    """The text is said again and again."""


Script = Callable[[dict[str, Any]], Reply]


class ScriptedModel:
    """The server, and what it was asked.

    Args:
        script: One reply for every request, one a request and the last one from then on, or a function of the request's body.
    """

    def __init__(self, script: Reply | Sequence[Reply] | Script) -> None:
        self.ended = threading.Event()
        """Set when a client has gone before the end of its reply."""
        self._lock = threading.Lock()
        self.url = ""
        self.rewrite(script)

    def rewrite(self, script: Reply | Sequence[Reply] | Script) -> None:
        """From now on something else is said, and nothing has been asked yet."""
        self._replies = list(script) if isinstance(script, Sequence) else []
        self._script: Script = script if callable(script) else lambda _: script if isinstance(script, Reply) else self._next()
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str] = []

    def _next(self) -> Reply:
        return self._replies.pop(0) if len(self._replies) > 1 else self._replies[0]

    def reply(self, body: dict[str, Any], key: str) -> Reply:
        with self._lock:
            self.asked.append(body)
            self.keys.append(key)
            return self._script(body)

    def prompts(self) -> list[str]:
        """What was said to the model, one text a request."""
        return ["\n".join(message["content"] for message in body["messages"]) for body in self.asked]


@contextmanager
def scripted(script: Reply | Sequence[Reply] | Script) -> Iterator[ScriptedModel]:
    """A server that runs until the end of the block."""
    model = ScriptedModel(script)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["content-length"])))
            reply = model.reply(body, self.headers.get("authorization", "").removeprefix("Bearer "))
            try:
                self._say(reply)
            except (BrokenPipeError, ConnectionResetError):
                model.ended.set()
                self.close_connection = True

        def _say(self, reply: Reply) -> None:
            self.send_response(reply.status)
            for name, value in reply.headers.items():
                self.send_header(name, value)
            if reply.status != 200:
                told = json.dumps({"error": {"message": f"no: {KEY}", "type": "t", "code": "c"}}).encode()
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(told)))
                self.end_headers()
                self.wfile.write(told)
                return
            self.send_header("content-type", "text/event-stream")
            self.send_header("transfer-encoding", "chunked")
            self.end_headers()
            for piece in pieces(reply):
                self.wfile.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
                self.wfile.flush()
            if reply.drop:
                self.close_connection = True
                return
            self.wfile.write(b"0\r\n\r\n")

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def pieces(reply: Reply) -> Iterator[bytes]:
    """What goes over the wire, event by event."""
    time.sleep(reply.first)
    if reply.raw is not None:
        yield reply.raw
        return
    while True:
        for start in range(0, len(reply.text), reply.size):
            time.sleep(reply.pause)
            yield _event({"content": reply.text[start : start + reply.size]})
        if not reply.endless:
            break
    end = time.monotonic() + reply.stall
    while time.monotonic() < end:
        time.sleep(0.05)
        if reply.hum:
            yield b": hum\n\n"
    if reply.drop:
        return
    if reply.finish:
        yield _event({}, reply.finish)
    if reply.usage:
        yield _line({"choices": [], "usage": {"prompt_tokens": 700, "completion_tokens": 40, "total_tokens": 740}})
    yield b"data: [DONE]\n\n"


def _event(delta: dict[str, str], finish: str | None = None) -> bytes:
    return _line({"choices": [{"index": 0, "delta": delta, "finish_reason": finish}]})


def _line(record: dict[str, object]) -> bytes:
    head = {"id": "x", "object": "chat.completion.chunk", "created": 0, "model": "scripted"}
    return b"data: " + json.dumps(head | record).encode() + b"\n\n"
