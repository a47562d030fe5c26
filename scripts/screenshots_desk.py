"""The index in use and the gold questions in, the pictures of the desk in docs/images out; it works in a folder of its own that goes again.

Run it after `make setup`: `.venv/bin/python scripts/screenshots_desk.py`. It needs Chromium and a Chinese font, and a minute or two for the run.
"""

import shutil
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from ecqa.config import load_settings
from ecqa.factory import open_assistant, open_database
from ecqa.interfaces.server import application, listen

IMAGES = Path(__file__).parents[1] / "docs" / "images"
WIDE = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NAME, PASSWORD = "editor", "only for these pictures"
RUN_MILLISECONDS = 600_000


def main() -> int:
    """Takes every picture."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        print("Chromium was not found: sudo apt-get install -y chromium fonts-noto-cjk", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as data, listen("127.0.0.1", 0) as listening:
        settings = load_settings(data=data)
        with open_database(settings) as storage, sync_playwright() as playwright:
            storage.accounts.save(NAME, PASSWORD)
            served = application(open_assistant(settings), storage, settings)
            server = uvicorn.Server(uvicorn.Config(served, log_level="warning"))
            thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
            thread.start()
            browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
            address = f"http://127.0.0.1:{listening.getsockname()[1]}/desk"
            page = browser.new_context(viewport=WIDE, locale="zh-CN").new_page()
            log_in(page, address)
            run = take_all(page, address)
            phone = browser.new_context(viewport=PHONE, locale="zh-CN", color_scheme="dark").new_page()
            log_in(phone, address)
            phone.goto(run)
            keep(phone, "desk-run-phone-dark")
            browser.close()
            server.should_exit = True
            thread.join()
    return 0


def log_in(page: Page, address: str) -> None:
    """Opens the desk."""
    page.goto(address)
    page.get_by_label("名字").fill(NAME)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()


def take_all(page: Page, address: str) -> str:
    """Runs the tune half and takes its pages; the run's address."""
    page.get_by_label("评测题").select_option("dev tune")
    page.get_by_label("名称").fill("调试集")
    page.get_by_role("button", name="开始").click()
    expect(page.locator("h1 .chip")).to_have_text("已完成", timeout=RUN_MILLISECONDS)
    run = page.url
    keep(page, "desk-run")
    page.locator("#questions").scroll_into_view_if_needed()
    page.locator("#cards summary").first.click()
    page.locator("#questions").evaluate("section => section.scrollIntoView()")
    keep(page, "desk-questions")
    page.goto(f"{address}/compare?first=baseline&second={run.rsplit('/', 1)[1]}")
    keep(page, "desk-compare")
    page.goto(f"{address}/scoring")
    page.get_by_label("名称").fill("一月的回答")
    page.get_by_role("button", name="建立").click()
    page.wait_for_url("**/sheets/*")
    page.keyboard.press("4")
    keep(page, "desk-score")
    return run


def keep(page: Page, name: str) -> None:
    """One picture of what is in the window."""
    page.screenshot(path=IMAGES / f"{name}.png")
    print(f"{name}.png: {(IMAGES / f'{name}.png').stat().st_size:,} bytes")


if __name__ == "__main__":
    sys.exit(main())
