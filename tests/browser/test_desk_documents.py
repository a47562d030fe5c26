"""Documents at the desk in a real browser, wide and narrow: dropped, looked at, corrected and published, also by keyboard alone; nothing hostile runs."""

import shutil
import threading
from collections.abc import Iterator
from importlib import resources

import pytest
import uvicorn
from playwright.sync_api import Page, expect

from ecqa.config import Settings
from ecqa.factory import build, open_assistant, open_database
from ecqa.interfaces.server import application, listen
from ecqa.library import Drafts
from tests.browser.test_desk import PASSWORD, ROOT, SIZES, Desk
from tests.interfaces.cli.conftest import write_corpus

pytestmark = pytest.mark.browser

CALL = "关于申报网商补贴的通知\n请于2014年6月30日前将材料报送协会，每家网商补贴八百元。\n"
HOSTILE = "<img src=x onerror=alert(1)>\"'.txt"
SCRIPT = "<script>alert(2)</script>标题\n<svg onload=alert(3)>javascript:alert(4)</textarea></details></form>\u202e正文。\n"
DROP = """([name, text]) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name, { type: "text/plain" }));
  for (const kind of ["dragenter", "dragover", "drop"])
    document.querySelector(".drop").dispatchEvent(new DragEvent(kind, { dataTransfer: data, bubbles: true, cancelable: true }));
}"""


@pytest.fixture(scope="module")
def served(browser, tmp_path_factory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("documents")
    write_corpus(folder / "corpus")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", data=folder / "data", gold=folder / "none")
    build(settings)
    storage = open_database(settings)
    storage.accounts.save("editor", PASSWORD)
    taken = listen("127.0.0.1", 0)
    service = application(open_assistant(settings), storage, settings)
    server = uvicorn.Server(uvicorn.Config(service, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    yield Desk(f"http://127.0.0.1:{taken.getsockname()[1]}", storage, settings, browser)
    server.should_exit = True
    thread.join(10)
    taken.close()
    storage.close()


@pytest.fixture
def desk(served) -> Iterator[Desk]:
    """The desk without drafts; a test in which a browser complained, ran a dialog or asked another host for anything fails."""
    served.troubles.clear()
    yield served
    for context in served.browser.contexts:
        context.close()
    drafts = Drafts(served.settings.data / "uploads")
    for draft in drafts.all():
        drafts.drop(draft.id)
    shutil.rmtree(served.settings.data / "uploads", ignore_errors=True)
    assert served.troubles == []


def dropped(page: Page, name: str, text: str) -> None:
    """Drops a file on the page of documents, and waits until it was read."""
    page.goto(f"{page.url.split('/desk')[0]}/desk/documents")
    page.evaluate(DROP, [name, text])
    page.wait_for_url("**/desk/drafts/*")
    expect(page.locator("h1 .chip")).not_to_have_text("正在读取", timeout=30_000)


@pytest.mark.parametrize("size", SIZES)
def test_a_dropped_file_is_corrected_and_published(desk, size):
    page = desk.open(size)
    dropped(page, f"补贴-{size}.txt", CALL + size)
    expect(page.locator("#publish")).to_contain_text(f"发布后资料库会增加 补贴-{size}.txt：1 篇。")
    expect(page.locator(".extract")).to_contain_text("每家网商补贴八百元。")
    page.get_by_label("标题").fill(f"网商补贴 {size}")
    page.get_by_label("日期", exact=True).fill("2014-06-01")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator("[role=status]")).to_have_text("更正已保存。")
    expect(page.locator(".article[open] > summary")).to_contain_text(f"网商补贴 {size}")
    assert not (desk.settings.corpus / f"补贴-{size}.txt").exists()
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("[role=status]")).to_have_text("已发布，现在起按新的内容回答。", timeout=60_000)
    assert (desk.settings.corpus / f"补贴-{size}.txt").read_text("utf-8") == CALL + size
    assert f"[补贴-{size}]" in (desk.settings.corpus / "overrides.toml").read_text("utf-8").replace('"', "")
    page.get_by_role("link", name="操作记录").click()
    expect(page.locator("tbody tr").first).to_contain_text(f"editor发布新资料补贴-{size}.txt")


def test_a_file_is_published_by_keyboard_alone(desk):
    page = desk.open()
    page.get_by_role("link", name="资料文件").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/documents")
    page.locator("input[type=file]").focus()
    assert page.locator(".drop").evaluate("zone => zone.matches(':focus-within')")
    page.locator("input[type=file]").set_input_files({"name": "keys.txt", "mimeType": "text/plain", "buffer": (CALL + "键盘").encode()})
    expect(page.locator("[data-told]")).to_have_text("已选 1 个文件：keys.txt")
    page.keyboard.press("Tab")
    page.keyboard.type("notices")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/desk/drafts/*")
    expect(page.locator("h1 .chip")).to_have_text("未发布", timeout=30_000)
    page.locator(".article summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "extract text"
    page.keyboard.press("Tab")
    page.keyboard.type("改：")
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_have_text("更正已保存。")
    page.get_by_role("button", name="发布", exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("[role=status]")).to_contain_text("已发布", timeout=60_000)
    assert (desk.settings.corpus / "notices" / "keys.txt").is_file()


def test_a_file_that_cannot_be_read_is_refused_before_it_is_sent(desk):
    page = desk.open()
    page.goto(f"{desk.url}/desk/documents")
    page.evaluate(DROP, ["程序.exe", "MZ"])
    expect(page.get_by_role("alert")).to_have_text("程序.exe 不是能读取的格式。")
    assert page.url.endswith("/desk/documents")
    assert desk.storage.audit.last(1)[0].act == "login"


def test_nothing_hostile_runs(desk):
    page = desk.open()
    dropped(page, HOSTILE, SCRIPT)
    expect(page.locator(".extract")).to_contain_text("<svg onload=alert(3)>")
    page.get_by_label("标题").fill("<img src=x onerror=alert(5)>")
    page.get_by_role("button", name="保存更正").click()
    expect(page.locator(".question").first).to_have_text("<img src=x onerror=alert(5)>")
    page.get_by_role("button", name="发布", exact=True).click()
    expect(page.locator("[role=status]")).to_contain_text("已发布", timeout=60_000)
    for path in ("documents", "log", "corpus"):
        page.goto(f"{desk.url}/desk/{path}")
        assert page.locator("main img, main script, main [onload]").count() == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_window_and_axe_finds_no_serious_fault(desk, size, scheme):
    page = desk.open(size, color_scheme=scheme)
    dropped(page, "2014-06.txt", (ROOT / "tests" / "corpus" / "data" / "2014-06.txt").read_text("utf-8"))
    draft = page.url
    assert page.locator(".article").count() > 3
    assert page.locator("#notices tbody tr").count() > 0
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    for path in (draft, f"{desk.url}/desk/documents", f"{desk.url}/desk/document?file=news.jsonl", f"{desk.url}/desk/log"):
        page.goto(path)
        page.locator("main").evaluate("main => main.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        page.evaluate(axe)
        found = page.evaluate("axe.run().then((found) => found.violations)")
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], path
