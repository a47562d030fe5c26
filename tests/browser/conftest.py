"""The real page on the loopback, over an index built from the real corpus, and a Chromium that watches what it asks for."""

import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from ecqa.config import Settings
from ecqa.factory import open_database
from ecqa.interfaces.server import application, listen


class Paced:
    """The real assistant with a pause before each event, so that a test can see and stop an answer under way."""

    def __init__(self, assistant):
        self._assistant = assistant
        self.pause = 0.0
        self.histories = []
        self.last = None
        """The last whole answer."""

    def stream(self, text, history=()):
        self.histories.append(tuple(history))
        for event in self._assistant.stream(text, history=history):
            time.sleep(self.pause)
            self.last = event.answer or self.last
            yield event

    def articles(self):
        return self._assistant.articles()

    def article(self, article_id):
        return self._assistant.article(article_id)


@dataclass
class Site:
    """Where the page is, who answers behind it, and what went wrong in any browser that opened it."""

    url: str
    assistant: Paced
    browser: Browser
    troubles: list[str] = field(default_factory=list)

    def open(self, width: int, height: int, **options) -> Page:
        """The first screen in a fresh browser profile."""
        page = self.browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options).new_page()
        page.on("console", lambda line: self.troubles.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self._inspect(request.url))
        page.goto(self.url)
        page.wait_for_selector(".welcome")
        return page

    def _inspect(self, url: str) -> None:
        if not url.startswith((self.url, "data:", "blob:")):
            self.troubles.append(f"asked for {url}")


@pytest.fixture(scope="module")
def everywhere(assistant, browser, tmp_path_factory) -> Iterator[Site]:
    paced = Paced(assistant)
    settings = Settings(data=tmp_path_factory.mktemp("data"), questions_a_minute=10_000)
    storage = open_database(settings)
    taken = listen("127.0.0.1", 0)
    config = uvicorn.Config(application(paced, storage, settings), log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{taken.getsockname()[1]}", paced, browser)
    server.should_exit = True
    thread.join(10)
    taken.close()
    storage.close()


@pytest.fixture
def site(everywhere) -> Iterator[Site]:
    """The site; a test in which a browser complained, ran a dialog or asked another host for anything fails."""
    everywhere.troubles.clear()
    everywhere.assistant.pause = 0.0
    yield everywhere
    for context in everywhere.browser.contexts:
        context.close()
    assert everywhere.troubles == []
