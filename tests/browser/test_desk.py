"""The desk in a real browser, wide and narrow: log in, evaluate, score by keyboard, compare, questions, usage, corpus; nothing hostile runs."""

import json
import re
import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from importlib import resources
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from ecqa.config import Settings
from ecqa.factory import open_database
from ecqa.interfaces.server import application, listen
from ecqa.interfaces.web.desk.results import SCALES
from ecqa.schema import Answer, Citation
from ecqa.storage import Storage

pytestmark = pytest.mark.browser

ROOT = Path(__file__).parents[2]
PASSWORD = "correct horse battery"
SIZES = {"wide": (1280, 800), "narrow": (390, 844)}
OWNER = "owner-" + "o" * 40
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)>\u202ejavascript:alert(4)"
GOLD = 3
PAGES = ("evaluate", "scoring", "compare", "gaps", "usage", "corpus")


@dataclass
class Desk:
    """Where the desk is, what it keeps, and what went wrong in any browser that opened it."""

    url: str
    storage: Storage
    settings: Settings
    browser: Browser
    troubles: list[str] = field(default_factory=list)

    def open(self, size: str = "wide", **options) -> Page:
        """The desk after the login."""
        width, height = SIZES[size]
        page = self.browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN", **options).new_page()
        page.on("console", lambda line: self.troubles.append(line.text) if line.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("dialog", lambda dialog: (self.troubles.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: None if request.url.startswith((self.url, "data:")) else self.troubles.append(request.url))
        page.goto(f"{self.url}/desk")
        page.get_by_label("名字").fill("editor")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/evaluate")
        return page


@pytest.fixture(scope="module")
def served(assistant, browser, tmp_path_factory) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    (folder / "corpus").mkdir()
    shutil.copy(ROOT / "corpus" / "policies" / "shantou-ecommerce-promotion-measures-digest.md", folder / "corpus")
    lines = (ROOT / "eval" / "gold" / "dev.jsonl").read_text("utf-8").splitlines(keepends=True)[:GOLD]
    (folder / "gold").mkdir()
    (folder / "gold" / "tiny.jsonl").write_text("".join(lines), "utf-8")
    settings = Settings(corpus=folder / "corpus", index=folder / "index", data=folder, gold=folder / "none", questions_a_minute=1000)
    storage = open_database(settings)
    storage.accounts.save("editor", PASSWORD)
    for question, status in (
        ("汕头房价多少", "refused"),
        ("汕头的房价是多少？", "refused"),
        (HOSTILE, "refused"),
        ("每年多少钱？", "answered"),
    ):
        _ask(storage, question, status)
    taken = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(application(assistant, storage, settings), log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [taken]}, daemon=True)
    thread.start()
    yield Desk(f"http://127.0.0.1:{taken.getsockname()[1]}", storage, settings, browser)
    server.should_exit = True
    thread.join(10)
    taken.close()
    storage.close()


def _ask(storage: Storage, question: str, status: str) -> None:
    cited = Citation(1, "2013-01-03", HOSTILE, None, None, None, None, 0, 2, "引文", "abcdef123456")
    heading = storage.conversations.create(OWNER)
    answer = Answer(question, status, HOSTILE, (cited,) if status == "answered" else (), missing=HOSTILE if status == "refused" else None)
    storage.conversations.finish(OWNER, heading.id, storage.conversations.begin(OWNER, heading.id, question), answer, 12.0)


@pytest.fixture
def desk(served) -> Iterator[Desk]:
    """The desk; a test in which a browser complained, ran a dialog or asked another host for anything fails."""
    served.troubles.clear()
    yield served
    for context in served.browser.contexts:
        context.close()
    assert served.troubles == []


def evaluate(page: Page, title: str) -> str:
    """Runs the gold questions to their end; the address of the run."""
    page.get_by_role("link", name="评测", exact=True).click()
    page.locator("select[name=gold]").select_option("tiny")
    page.get_by_label("名称").fill(title)
    page.get_by_role("button", name="开始").click()
    page.wait_for_url("**/desk/runs/*")
    expect(page.locator("h1 .chip")).to_have_text("已完成", timeout=60_000)
    return page.url


@pytest.mark.parametrize("size", SIZES)
def test_an_evaluation_is_started_followed_filtered_and_exported(desk, size):
    page = desk.open(size)
    evaluate(page, f"第一次 {HOSTILE}")
    expect(page.locator("h1")).to_contain_text("第一次 <img src=x")
    assert page.locator("#metrics tbody tr").count() == 15
    cards = page.locator("#cards > .card")
    assert cards.count() == GOLD
    page.get_by_label("搜索").fill("当当")
    expect(page.locator("[data-count]")).to_have_text("1")
    assert [card.is_visible() for card in cards.all()].count(True) == 1
    page.locator("#cards > .card:visible summary").click()
    expect(page.locator(".card[open] .sides")).to_contain_text("标准证据")
    for name, start in (("导出 CSV", b"\xef\xbb\xbfid,"), ("导出 HTML", b"<!DOCTYPE html>")):
        with page.expect_download() as taken:
            page.get_by_role("link", name=name).click()
        assert Path(taken.value.path()).read_bytes().lstrip().startswith(start)
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="完整报告").click()
    opened.value.wait_for_selector("#search")
    opened.value.fill("#search", "当当")
    assert opened.value.locator("#count").inner_text() == "1"
    assert opened.value.evaluate("window.origin") == "null"


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_is_scored_by_keyboard_alone(desk, size):
    page = desk.open(size)
    evaluate(page, "给评分用")
    page.get_by_role("link", name="人工评分").click()
    page.get_by_label("题数").fill("3")
    page.get_by_label("名称").fill(f"表 {size}")
    page.get_by_role("button", name="建立").click()
    page.wait_for_url("**/desk/sheets/*")
    expect(page.locator("h1")).to_contain_text("1 / 3")
    page.keyboard.press("ArrowRight")
    expect(page.locator("h1")).to_contain_text("2 / 3")
    page.keyboard.press("ArrowLeft")
    for place in range(1, 4):
        expect(page.locator("h1")).to_contain_text(f"{place} / 3")
        for key in "5410":
            page.keyboard.press(key)
        page.keyboard.press("Enter")
    page.wait_for_url("**/results*")
    sheet = re.search(r"sheets/(\w+)", page.url).group(1)
    given = {(one.scale, one.value) for one in desk.storage.ratings.all(sheet)}
    assert given == set(zip(SCALES, (5, 4, 1, None), strict=True))
    expect(page.locator("[role=status]")).to_have_text("这份评分表您已全部评完。")


def test_a_digit_or_arrow_typed_into_a_field_scores_nothing(desk):
    page = desk.open()
    page.get_by_role("link", name="人工评分").click()
    page.get_by_label("题数").fill("12")
    assert page.get_by_label("题数").input_value() == "12"
    assert page.url.endswith("/desk/scoring")


def test_two_runs_are_compared_side_by_side(desk):
    page = desk.open()
    for title in ("甲", "乙"):
        evaluate(page, title)
    page.locator(".actions").get_by_role("link", name="比较").click()
    page.get_by_label("对照").select_option(index=1)
    page.get_by_role("button", name="比较").click()
    expect(page.locator("main")).to_contain_text(f"共同的 {GOLD} 个问题")
    expect(page.locator("#worse")).to_contain_text("变差的问题（0）")
    assert page.locator("main table tbody tr").count() >= 8


@pytest.mark.parametrize("size", SIZES)
def test_what_got_worse_is_shown_side_by_side_with_what_it_was(desk, size):
    page = desk.open(size)
    good = evaluate(page, "原来的").rsplit("/", 1)[1]
    worse = desk.storage.runs.create("改过的", "tiny", {"splits": [], "configuration": "current"}, "editor")
    first, *others = desk.storage.runs.rows(good)
    before, tallies = first.answer["text"], first.judgement["tallies"] | {"full": [False, 1], "coverage": [0.0, 1]}
    changed = replace(first, answer=first.answer | {"text": HOSTILE}, judgement=first.judgement | {"tallies": tallies})
    for row in (changed, *others):
        desk.storage.runs.add(worse.id, row)
    desk.storage.runs.end(worse.id, "done")
    page.goto(f"{desk.url}/desk/compare?first={good}&second={worse.id}")
    expect(page.locator("#worse h2")).to_have_text("变差的问题（1）")
    expect(page.locator("#better h2")).to_have_text("变好的问题（0）")
    expect(page.locator("main")).to_contain_text("要点全中：只有对照 1 题，只有要看的 0 题，McNemar 精确检验 p = 1.000。")
    page.locator("#worse summary").click()
    left, right = page.locator("#worse .sides > div").all()
    assert left.locator(".text").inner_text().split() == before.split()
    expect(left.locator("h3")).to_contain_text("原来的")
    expect(right.locator("h3")).to_contain_text("改过的")
    assert "<script>alert(2)</script>" in right.locator(".text").inner_text()
    boxes = left.bounding_box(), right.bounding_box()
    assert (boxes[0]["y"] == boxes[1]["y"]) is (size == "wide")  # on a phone one below the other


@pytest.mark.parametrize("size", SIZES)
def test_questions_are_resolved_and_brought_back_and_nothing_hostile_runs(desk, size):
    page = desk.open(size)
    page.get_by_role("link", name="未答问题").click()
    group = page.locator("details.card").filter(has_text="房价")
    assert group.locator(".count").inner_text() == "2"
    expect(page.locator("main")).to_contain_text("<img src=x onerror=alert(1)>")
    group.get_by_label("备注").fill("已补充")
    group.get_by_role("button", name="标为已解决").click()
    expect(page.locator("[role=status]")).to_have_text("已标为已解决。")
    expect(page.locator("main")).not_to_contain_text("房价")
    page.get_by_label("状态").select_option(label="已解决")
    page.get_by_role("button", name="查看").click()
    expect(page.locator("details.card")).to_contain_text("已补充")
    page.get_by_role("button", name="放回待处理").click()
    expect(page.locator("main")).to_contain_text("房价")


def test_a_question_becomes_a_gold_question_after_what_is_wrong_was_said(desk):
    page = desk.open()
    page.get_by_role("link", name="未答问题").click()
    page.locator("details.card").filter(has_text="房价").get_by_role("link", name="加入评测题").first.click()
    page.get_by_label("标准答案").fill("资料里没有房价。")
    page.get_by_label("题型").select_option(label="数字")
    page.get_by_role("button", name="加入", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("没有 key_points")
    assert "422" in desk.troubles.pop()  # the browser's own word for a form that was not taken
    page.get_by_label("题型").select_option(label="资料无答案")
    page.get_by_role("button", name="加入", exact=True).click()
    expect(page.locator("[role=status]")).to_have_text("已加入评测题。")
    row = json.loads((desk.settings.data / "gold" / "gaps.jsonl").read_text("utf-8").splitlines()[-1])
    assert (row["answerable"], row["answer"]) == (False, "资料里没有房价。")


def test_the_index_is_rebuilt_with_progress(desk):
    page = desk.open()
    page.get_by_role("link", name="资料库", exact=True).click()
    page.get_by_role("button", name="重建资料库").click()
    expect(page.locator("[role=status]")).to_contain_text("完成：1 篇资料", timeout=60_000)
    page.get_by_label("搜索").fill("办法")
    shown = [row for row in page.locator("#rows tr").all() if row.is_visible()]
    assert 0 < len(shown) < page.locator("#rows tr").count()


def test_usage_is_plotted_by_day_and_on_a_phone_the_latest_days_are_in_sight(desk):
    page = desk.open("narrow")
    page.get_by_role("link", name="使用情况").click()
    assert page.locator("#rates .line").count() == 2
    assert page.locator("#times circle").count() == 2  # median and p95 of today
    for box in page.locator(".scroll:has(> svg.days)").all():
        assert box.evaluate("box => box.scrollWidth > box.clientWidth && box.scrollLeft + box.clientWidth >= box.scrollWidth - 1")
        last, window = box.locator("text:not(.edge)").last.bounding_box(), box.bounding_box()
        assert window["x"] <= last["x"]
        assert last["x"] + last["width"] <= window["x"] + window["width"]
    with page.expect_download() as taken:
        page.locator("#times").get_by_role("link", name="下载数据").click()
    head, *rows = Path(taken.value.path()).read_text("utf-8-sig").splitlines()
    assert head.endswith(",answered_percent,refused_percent,p50_ms,p95_ms")
    assert rows[-1].split(",")[-2:] == ["12.0", "12.0"]


def test_on_a_phone_the_menu_and_what_changed_are_in_sight(desk):
    page = desk.open("narrow")
    for title in ("丙", "丁"):
        evaluate(page, title)
    page.locator(".actions").get_by_role("link", name="比较").click()
    page.get_by_label("对照").select_option(index=1)
    page.get_by_role("button", name="比较").click()
    page.wait_for_url("**/compare?first=*", wait_until="load")
    rows = page.locator("main table tbody tr")
    assert rows.count() >= 8
    shown = (*page.locator("nav a").all(), *rows.first.locator("th, td:visible").all())
    width = SIZES["narrow"][0]
    assert all((box := one.bounding_box())["x"] >= 0 and box["x"] + box["width"] <= width for one in shown)
    assert rows.first.locator("th").bounding_box()["width"] >= 80
    assert re.fullmatch(r"证据召回率@1\s*\d+\.\d → \d+\.\d", rows.first.locator("th").inner_text())
    assert rows.first.locator("td:visible b").inner_text() == "+0.0"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_the_window_and_axe_finds_no_serious_fault(desk, size, scheme):
    page = desk.open(size, color_scheme=scheme)
    run = evaluate(page, "检查")
    axe = resources.files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")
    for path in (*(f"{desk.url}/desk/{name}" for name in PAGES), run, f"{desk.url}/desk/gaps/1/gold"):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
        page.evaluate(axe)
        found = page.evaluate("axe.run().then((found) => found.violations)")
        serious = [(one["id"], one["nodes"][0]["html"]) for one in found if one["impact"] in ("serious", "critical")]
        assert serious == [], path
