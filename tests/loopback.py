"""A small HTTP server on the loopback that answers what a test says and keeps what it got."""

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Answer = Callable[[dict[str, Any]], Any] | bytes | int | None


class Loopback:
    """Answers every POST; `answer` is what makes the JSON from what was sent, or the bytes, or a status without a body."""

    def __init__(self) -> None:
        self.answer: Answer = None
        self.silent = False
        self.got: list[tuple[str, dict[str, str], dict[str, Any]]] = []
        self._let_go = threading.Event()
        loopback = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                sent = json.loads(self.rfile.read(int(self.headers["content-length"])))
                loopback.got.append((self.path, {name.lower(): value for name, value in self.headers.items()}, sent))
                if loopback.silent:
                    loopback._let_go.wait(10)
                    return
                answer = loopback.answer
                body = answer if isinstance(answer, bytes) else b"" if isinstance(answer, int) else json.dumps(answer(sent)).encode()
                self.send_response(answer if isinstance(answer, int) else 200)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def close(self) -> None:
        """Stops listening; may be called twice."""
        self._let_go.set()
        self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
