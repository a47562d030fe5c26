"""The library, the page of an article, and filters that go on into the chat."""

import re

import pytest

from ecqa.messages import Messages
from tests.browser.steps import FACT, OUTLINE, ask

pytestmark = pytest.mark.browser

ZH = Messages("zh")
BOTH = pytest.mark.parametrize("size", ["desk", "phone"])


@BOTH
def test_from_the_chat_to_the_library_to_an_article(site, size):
    page = site.open(size)
    page.click('.pages a[href="/library"]')
    page.wait_for_selector("h1")
    assert page.inner_text(".coverage") == "收录 27 篇 · 2012-11 至 2013-01"
    assert page.locator(".articles li").count() == 27
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"]
    page.click("text=五维电子商务产业园启动")
    page.wait_for_selector(".reader")
    assert page.inner_text("h1") == "五维电子商务产业园启动"
    assert page.locator(".facts span").all_inner_texts() == ["汕头市政经环境", "大华网"]
    assert page.get_attribute(".dates a", "rel") == "noopener noreferrer"
    assert page.evaluate("document.scrollingElement.scrollWidth") <= page.viewport_size["width"]


@BOTH
def test_filters_go_on_into_the_chat(site, size):
    page = site.open(size, "/library")
    page.select_option("select[name=section]", label="政策法规")
    page.wait_for_url("**section=*")
    assert page.locator(".articles li").count() == 1
    page.click(".carry a")
    page.wait_for_selector(".scope:not([hidden])")
    assert page.inner_text(".scope span") == "只问：政策法规"
    turn = ask(page, OUTLINE)
    assert site.assistant.asked[-1][1].section == "政策法规"
    assert {citation.section for citation in site.assistant.last.citations} == {"政策法规"}
    assert page.inner_text(f"{turn} .only") == "只问：政策法规"
    page.click("[data-scope-end]")
    assert not page.locator(".scope").is_visible()
    ask(page, "您好")
    assert site.assistant.asked[-1][1].section is None
    page.reload()
    page.wait_for_selector(".only")
    assert page.locator(".only").all_inner_texts() == ["只问：政策法规"]


@BOTH
def test_a_search_opens_the_article_at_the_passage(site, size):
    page = site.open(size, "/library")
    page.fill("input[name=q]", "市财政连续三年每年拿出")
    page.press("input[name=q]", "Enter")
    page.wait_for_selector(".found")
    page.click(".found li:first-child p a >> nth=0")
    page.wait_for_selector("mark")
    assert "5000万元" in "".join(page.locator("mark").all_inner_texts())
    page.wait_for_function("(y => y > 0 && y < innerHeight)(document.querySelector('mark').getBoundingClientRect().top)")


@BOTH
def test_the_panel_leads_to_a_permalink_that_shows_the_same_span(site, size):
    page = site.open(size, permissions=["clipboard-read", "clipboard-write"])
    ask(page, OUTLINE)
    page.click('.pill[data-index="3"] >> nth=0')
    page.wait_for_selector('.document[data-index="3"]', state="visible")
    marked = page.locator("#ecqa-evidence mark").all_inner_texts()
    page.click("[data-link]")
    page.wait_for_function("document.querySelector('[data-link]').textContent === '已复制'")
    copied = page.evaluate("navigator.clipboard.readText()")
    citation = site.assistant.last.citations[3]
    assert copied == f"{site.url}/a/{citation.article_id}?r={citation.revision}&s={citation.start}&e={citation.end}"
    with page.context.expect_page() as opening:
        page.click(".permalink a")
    article = site.watch(opening.value)
    article.wait_for_selector("mark")
    assert article.url == copied
    assert article.locator("mark").all_inner_texts() == marked
    article.wait_for_function("(y => y > 0 && y < innerHeight)(document.querySelector('mark').getBoundingClientRect().top)")


def test_without_scripts_a_permalink_still_marks_and_leads_to_the_span(site):
    citation = site.assistant.ask(FACT).citations[0]
    page = site.open(
        "desk", f"/a/{citation.article_id}?r={citation.revision}&s={citation.start}&e={citation.end}", java_script_enabled=False
    )
    assert page.inner_text("mark") == re.sub(r"\s*\n", "", citation.quote)
    page.click(".jump a")
    assert page.url.endswith("#mark")


def test_a_page_that_is_not_there_says_so(site):
    page = site.open("desk", "/pages/icon.svg")
    page.goto(f"{site.url}/a/no-such-article?r=0123456789ab")
    assert page.inner_text("h1") == ZH.text("web.missing-title")
    site.troubles.clear()  # the browser notes the 404 itself
