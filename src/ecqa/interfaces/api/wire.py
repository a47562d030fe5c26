"""Records to what goes over the wire: JSON documents and server-sent events, in UTF-8 whatever the text holds; it knows no record's fields."""

from typing import Any

from fastapi.responses import JSONResponse
from fastapi.sse import KEEPALIVE_COMMENT, format_sse_event

from ecqa.interfaces.cli.records import to_line

__all__ = ["EVENT_HEADERS", "EVENT_STREAM", "KEEPALIVE_COMMENT", "Json", "event"]

EVENT_STREAM = "text/event-stream"
EVENT_HEADERS = {"cache-control": "no-store", "x-accel-buffering": "no"}
"""Nobody on the way keeps events back: neither a cache nor nginx."""


class Json(JSONResponse):
    """JSON as the command line writes it: Chinese as it is, what a terminal could obey escaped."""

    def render(self, content: Any) -> bytes:
        """The document's bytes."""
        return to_line(content).encode("utf-8")


def event(record: dict[str, object], name: str | None = None) -> bytes:
    """One server-sent event.

    Args:
        record: What it holds.
        name: Its type; None has none, as OpenAI's clients expect.
    """
    return format_sse_event(data_str=to_line(record), event=name)
