"""What other programs call: questions and passages over HTTP, in a form of our own and in OpenAI's, tools over MCP, health and figures.

    POST /api/ask                     asking.py      one document, or server-sent events
    GET  /api/search                  finding.py
    GET  /api/articles/{id}           finding.py     in any revision, with a span
    POST /v1/chat/completions         chat.py        for OpenAI's clients, streaming too
    GET  /v1/models                   chat.py
    POST /mcp                         ../mcp.py      the tools ask and search
    GET  /healthz /readyz /metrics    health.py
    GET  /api/openapi.json            service.py

`access` knows who is let in, `running` works on a few answers at a time, `problems` says what went wrong, `logs` and `figures` note it.
"""

from ecqa.interfaces.api.access import Access, is_loopback
from ecqa.interfaces.api.figures import Figures
from ecqa.interfaces.api.logs import write_json_lines
from ecqa.interfaces.api.opened import open_service
from ecqa.interfaces.api.running import Running
from ecqa.interfaces.api.service import Service
from ecqa.interfaces.api.services import Services

__all__ = ["Access", "Figures", "Running", "Service", "Services", "is_loopback", "open_service", "write_json_lines"]
