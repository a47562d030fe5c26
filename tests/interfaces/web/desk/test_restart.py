"""A server killed in the middle of a run: whatever was shown as saved is there after the restart, and the run can be compared and exported."""

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


@pytest.mark.slow
def test_nothing_that_was_shown_as_saved_is_lost_when_the_server_is_killed(real_index, tmp_path):
    with open_storage(tmp_path / "ecqa.sqlite3") as storage:
        storage.accounts.save("editor", PASSWORD)
    with serving(real_index, tmp_path) as url:
        browser, csrf = logged_in(url)
        fields = {"csrf": csrf, "gold": "dev", "configuration": "current", "title": "要被打断"}
        path = browser.post("/desk/runs", data=fields, follow_redirects=False).headers["location"]
        shown = {"done": 0}
        while shown["done"] < 3:
            shown = browser.get(f"{path}/progress").json()
            assert not shown["over"]
    with serving(real_index, tmp_path) as url:
        browser, _ = logged_in(url)
        after = browser.get(f"{path}/progress").json()
        assert after["state"] == "interrupted"
        assert after["total"] == shown["total"]
        assert after["done"] >= shown["done"]
        page = browser.get(path).text
        assert page.count('<details class="card"') == after["done"]
        assert f"{after['total']} 题里的 {after['done']} 题已保存" in page
        assert browser.get(f"{path}/questions.csv").text.count("\ndev-") == after["done"]
