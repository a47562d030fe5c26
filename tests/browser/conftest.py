"""The real page on the loopback, over an index built from the real corpus, and a Chromium that watches what it asks for."""

import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.interfaces.server import application, listen
from ecqa.messages import Messages

ROOT = Path(__file__).parents[2]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_MISSING = "Chromium was not found. Install it, then run the tests again: sudo apt-get install -y chromium fonts-noto-cjk"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


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


@pytest.fixture(scope="session")
def real_assistant(tmp_path_factory):
    settings = Settings(corpus=ROOT / "corpus", index=tmp_path_factory.mktemp("index"))
    build(settings)
    return open_assistant(settings)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail(CHROMIUM_MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def everywhere(real_assistant, browser) -> Iterator[Site]:
    paced = Paced(real_assistant)
    taken = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(application(paced, Messages("zh")), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{taken.getsockname()[1]}", paced, browser)
    server.should_exit = True
    thread.join(10)
    taken.close()


@pytest.fixture
def site(everywhere) -> Iterator[Site]:
    """The site; a test in which a browser complained, ran a dialog or asked another host for anything fails."""
    everywhere.troubles.clear()
    everywhere.assistant.pause = 0.0
    yield everywhere
    for context in everywhere.browser.contexts:
        context.close()
    assert everywhere.troubles == []
