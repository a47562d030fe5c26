"""The index in use in, the pictures of docs/images out: the public pages at a desk and on a phone, in light and dark.

Run it after `make setup`: `.venv/bin/python scripts/screenshots.py`. It needs Chromium and a Chinese font.
"""

import shutil
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import uvicorn
from playwright.sync_api import Browser, sync_playwright

from ecqa.config import load_settings
from ecqa.factory import open_assistant
from ecqa.interfaces.server import application, listen
from ecqa.storage import open_storage

IMAGES = Path(__file__).parents[1] / "docs" / "images"
LARGEST_BYTES = 300_000
FOLLOWING = 3000
"""Milliseconds in which what may be asked next comes after an answer."""
DESK = {"viewport": {"width": 1280, "height": 800}}
TABLET = {"viewport": {"width": 900, "height": 1100}, "has_touch": True}
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}

FACT = "汕头市财政每年拿多少钱支持电商？"
OUTLINE = "淘宝2013年的战略是什么？"
POLICY = "汕头经济特区电子商务促进办法有哪些条款？"
UNANSWERABLE = "专项资金一共有多少个亿？"


class Picture(NamedTuple):
    """What one picture shows."""

    name: str
    window: dict[str, Any]
    question: str | None = None
    clicked: tuple[str, ...] = ()
    """What is clicked after the answer, in order."""
    shown: str = ""
    """What must be in sight then."""
    path: str = "/"


DARK = {"color_scheme": "dark"}
PICTURES = (
    Picture("first-desktop", DESK),
    Picture("first-phone-dark", PHONE | DARK),
    Picture("first-english", DESK | {"locale": "en-US"}),
    Picture("ask-desktop", DESK, OUTLINE),
    Picture("ask-phone", PHONE, FACT),
    Picture("ask-dark", DESK | DARK, POLICY),
    Picture("ask-tablet", TABLET, OUTLINE, (".pill >> nth=1",), ".document"),
    Picture("evidence-phone", PHONE, FACT, (".pill",), ".document"),
    Picture("refused-desktop", DESK, UNANSWERABLE),
    Picture("opinion-phone", PHONE, FACT, ('[data-thumbs="down"]',), ".opinion"),
    Picture("conversations-phone", PHONE, FACT, ("[data-list-toggle]",), ".list"),
    Picture("library-desktop", DESK, path="/library?section=产业透视"),
    Picture("library-phone-dark", PHONE | DARK, path="/library?q=电商+资金"),
    Picture("article-desktop", DESK, path="/a/2013-01-03?s=116&e=240"),
)


def main() -> int:
    """Takes every picture; exit code 1 when one is too large for the repository."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("Chromium was not found: sudo apt-get install -y chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    listening = listen("127.0.0.1", 0)
    settings = load_settings()
    IMAGES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as data, open_storage(Path(data) / "pictures.sqlite3") as storage, sync_playwright() as playwright:
        served = application(open_assistant(settings), storage, settings)
        server = uvicorn.Server(uvicorn.Config(served, log_level="warning"))
        threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True).start()
        address = f"http://127.0.0.1:{listening.getsockname()[1]}"
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        sizes = [take(browser, address, picture) for picture in PICTURES]
        browser.close()
    return int(max(sizes) > LARGEST_BYTES)


def take(browser: Browser, address: str, picture: Picture) -> int:
    """One picture; its size in bytes."""
    page = browser.new_context(**{"locale": "zh-CN", "reduced_motion": "reduce", **picture.window}).new_page()
    page.goto(address + picture.path)
    page.wait_for_selector(".welcome, main h1")
    if picture.question:
        page.fill("#ecqa-composer textarea", picture.question)
        page.press("#ecqa-composer textarea", "Enter")
        page.wait_for_selector(".turn:not([data-busy]):not([data-pending]) .card")
        page.wait_for_timeout(FOLLOWING)
    for selector in picture.clicked:
        page.click(selector)
    if picture.shown:
        page.wait_for_selector(picture.shown, state="visible")
    page.wait_for_timeout(500)  # the panel comes a moment after the answer
    path = IMAGES / f"{picture.name}.png"
    page.screenshot(path=path)
    page.context.close()
    size = path.stat().st_size
    print(f"{path.name}: {size:,} bytes")
    return size


if __name__ == "__main__":
    sys.exit(main())
