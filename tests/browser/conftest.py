"""The real pages on the loopback, over an index built from the real corpus, and a Chromium that watches what they ask for."""

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from ecqa.config import Settings
from ecqa.factory import open_database
from ecqa.interfaces.server import Server, application, listen
from ecqa.schema import AnswerEvent
from ecqa.storage import Storage

SIZES = {"desk": {"viewport": {"width": 1280, "height": 800}}, "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True}}


CUT = re.compile("AbortError: signal is aborted|Connection errored out")
"""What Gradio's own script says when a page is left while it still listens to the server."""


class Paced:
    """The real assistant with a pause before each event, so that a test can see and stop an answer under way."""

    def __init__(self, assistant):
        self._assistant = assistant
        self.pause = 0.0
        self.asked = []
        """History and filters of each question."""
        self.instead = None
        """What is answered to any question, where a test needs an answer of some kind."""
        self.last = None
        """The last whole answer."""

    def stream(self, text, history=(), filters=None):
        self.asked.append((tuple(history), filters))
        if self.instead is not None:
            yield AnswerEvent("answer", answer=self.instead)
            return
        for event in self._assistant.stream(text, history=history, filters=filters):
            time.sleep(self.pause)
            self.last = event.answer or self.last
            yield event

    def __getattr__(self, name):
        return getattr(self._assistant, name)


@dataclass
class Site:
    """Where the pages are, who answers behind them, and what went wrong in any browser that opened them."""

    url: str
    assistant: Paced
    browser: Browser
    storage: Storage
    troubles: list[str] = field(default_factory=list)

    def open(self, size: str | tuple[int, int], path: str = "/", **options) -> Page:
        """A page in a fresh browser profile: the chat's first screen, or another."""
        window = SIZES[size] if isinstance(size, str) else {"viewport": {"width": size[0], "height": size[1]}}
        context = self.browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **window, **options})
        context.set_default_timeout(20_000)
        page = self.watch(context.new_page())
        page.goto(self.url + path)
        if path.split("?", maxsplit=1)[0] == "/":
            page.wait_for_selector(".welcome")
        return page

    def watch(self, page: Page) -> Page:
        """Notes whatever a page complains of, or asks of another host."""
        page.on("console", lambda line: self._note(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._note(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self._inspect(request.url))
        return page

    def _note(self, trouble: str) -> None:
        if not CUT.search(trouble):
            self.troubles.append(trouble)

    def _inspect(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.troubles.append(f"asked for {url}")


@contextmanager
def serving(assistant, storage: Storage, settings: Settings, port: int = 0) -> Iterator[str]:
    """The address of a server in a thread of its own, until the end of the block."""
    taken = listen("127.0.0.1", port)
    served = application(assistant, storage, settings)
    config = uvicorn.Config(served, log_level="warning", timeout_graceful_shutdown=1)
    server = Server(config, lambda: served.finish(settings.stopping_seconds))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    try:
        while not server.started and thread.is_alive():
            time.sleep(0.02)
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(30)
        taken.close()


def settings_of(index: Path, data: Path) -> Settings:
    """Settings under which nobody asks too much."""
    return Settings(index=index, data=data, questions_a_minute=10_000)


@pytest.fixture(scope="module")
def everywhere(assistant, browser, real_index, tmp_path_factory) -> Iterator[Site]:
    paced = Paced(assistant)
    settings = settings_of(real_index, tmp_path_factory.mktemp("data"))
    with open_database(settings) as storage, serving(paced, storage, settings) as url:
        yield Site(url, paced, browser, storage)


@pytest.fixture
def site(everywhere) -> Iterator[Site]:
    """The site; a test in which a browser complained, ran a dialog or asked another host for anything fails."""
    everywhere.troubles.clear()
    everywhere.assistant.pause = 0.0
    everywhere.assistant.instead = None
    yield everywhere
    for context in everywhere.browser.contexts:
        context.close()
    assert everywhere.troubles == []
