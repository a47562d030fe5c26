"""The whole server on a free port of the loopback, over a small corpus."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import uvicorn

from ecqa.config import Settings
from ecqa.factory import open_database
from ecqa.interfaces.api import Service
from ecqa.interfaces.server import application, listen
from ecqa.pipeline import Assistant
from ecqa.storage import Storage

PARK = "五维电子商务产业园什么时候启动？"
FUND = "市财政每年拿出多少钱支持电商？"


@dataclass(frozen=True)
class Site:
    """A server that runs."""

    url: str
    storage: Storage
    service: Service
    settings: Settings

    def client(self, key: str | None = None, **headers: str) -> httpx.Client:
        """One that sends a key."""
        given = {"authorization": f"Bearer {key}", **headers} if key else headers
        return httpx.Client(base_url=self.url, headers=given, timeout=60, trust_env=False)


@contextmanager
def served(assistant: Assistant, small: Path, data: Path, **chosen: object) -> Iterator[Site]:
    """A server in a thread of its own, until the end of the block."""
    settings = Settings(corpus=small / "corpus", index=small / "index", data=data, **{"api_requests_a_minute": 100_000, **chosen})
    with open_database(settings) as storage:
        service = application(assistant, storage, settings)
        taken = listen("127.0.0.1", 0)
        server = uvicorn.Server(uvicorn.Config(service, log_level="warning", timeout_graceful_shutdown=1))
        thread = threading.Thread(target=lambda: server.run(sockets=[taken]))
        thread.start()
        try:
            while not server.started and thread.is_alive():
                time.sleep(0.02)
            yield Site(f"http://127.0.0.1:{taken.getsockname()[1]}", storage, service, settings)
        finally:
            server.should_exit = True
            thread.join()
