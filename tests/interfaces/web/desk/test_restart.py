"""A server killed in the middle of a run and of a conversation: whatever was shown as saved is there after the restart."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from ecqa.storage import open_storage
from tests.browser.steps import BOX, FACT, OUTLINE, ask

ROOT = Path(__file__).parents[4]
PASSWORD = "correct horse battery"
START = 120.0
"""Seconds a server may take to answer."""


@contextmanager
def serving(real_index, data):
    """The address of `app.py` in a process of its own, which is killed at the end of the block."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    chosen = {"ECQA_DATA": data, "ECQA_GOLD": ROOT / "eval" / "gold", "ECQA_INDEX": real_index, "ECQA_CORPUS": ROOT / "corpus"}
    environment = os.environ | {name: str(value) for name, value in chosen.items()}
    process = subprocess.Popen([sys.executable, ROOT / "app.py", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    try:
        url, until = f"http://127.0.0.1:{port}", time.monotonic() + START
        while True:
            try:
                httpx.get(f"{url}/desk/login", timeout=5)
                break
            except httpx.TransportError:
                assert process.poll() is None, "the server ended"
                assert time.monotonic() < until, "the server does not answer"
                time.sleep(0.2)
        yield url
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait()


def logged_in(url):
    browser = httpx.Client(base_url=url, follow_redirects=True, timeout=30)
    page = browser.post("/desk/login", data={"name": "editor", "password": PASSWORD}).text
    return browser, re.search(r'name="csrf" value="([^"]+)"', page).group(1)


def converse(page, url):
    """One question answered and judged, one under way; the conversation's address and what was shown as saved."""
    page.goto(url)
    page.wait_for_selector(".welcome")
    ask(page, OUTLINE)
    page.click('[data-thumbs="up"]')
    page.wait_for_selector('[data-thumbs="up"][aria-pressed="true"]')
    page.fill(BOX, FACT)
    page.press(BOX, "Enter")
    page.wait_for_selector(".turn:nth-child(2):not([data-pending])")  # the server's own: it is saved before it is shown
    return page.url.removeprefix(url), page.locator(".turn:nth-child(1) .card p").all_inner_texts()


@pytest.mark.slow
@pytest.mark.browser
def test_nothing_that_was_shown_as_saved_is_lost_when_the_server_is_killed(real_index, tmp_path, browser):
    with open_storage(tmp_path / "ecqa.sqlite3") as storage:
        storage.accounts.save("editor", PASSWORD)
    visitor = browser.new_context(locale="zh-CN").new_page()
    with serving(real_index, tmp_path) as url:
        desk, csrf = logged_in(url)
        fields = {"csrf": csrf, "gold": "dev", "configuration": "current", "title": "要被打断"}
        path = desk.post("/desk/runs", data=fields, follow_redirects=False).headers["location"]
        shown = {"done": 0}
        while shown["done"] < 3:
            shown = desk.get(f"{path}/progress").json()
            assert not shown["over"]
        conversation, said = converse(visitor, url)
        shown = desk.get(f"{path}/progress").json()
        assert not shown["over"]
    with serving(real_index, tmp_path) as url:
        desk, _ = logged_in(url)
        after = desk.get(f"{path}/progress").json()
        assert after["state"] == "interrupted"
        assert after["total"] == shown["total"]
        assert after["done"] >= shown["done"]
        page = desk.get(path).text
        assert page.count('<details class="card"') == after["done"]
        assert f"{after['total']} 题里的 {after['done']} 题已保存" in page
        assert desk.get(f"{path}/questions.csv").text.count("\ndev-") == after["done"]
        visitor.goto(url + conversation)
        visitor.wait_for_selector(".turn:nth-child(2)")
        assert visitor.locator(".turn:nth-child(1) .card p").all_inner_texts() == said
        assert visitor.get_attribute('[data-thumbs="up"]', "aria-pressed") == "true"
        assert visitor.locator(".turn .question").nth(1).inner_text().endswith(FACT)
        assert visitor.locator(".turn:nth-child(2)").locator(".stopped, .pill").count() >= 1  # the answer may have been quicker
        visitor.context.close()
