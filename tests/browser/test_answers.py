"""What one does with an answer: judge it, take it along as a card, print it, go on from it, leave a refused question to the editors."""

import pytest

from ecqa.interfaces.web.suggestions import MOST
from ecqa.messages import Messages
from ecqa.schema import Answer
from tests.browser.steps import BOX, FACT, OUTLINE, UNANSWERABLE, ask

pytestmark = pytest.mark.browser

ZH = Messages("zh")
BOTH = pytest.mark.parametrize("size", ["desk", "phone"])


def owner(page):
    return next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "ecqa_visitor")


def opinion(site, page):
    (said,) = site.storage.feedback.of(owner(page), page.url.split("#c=")[1]).values()
    return said


@BOTH
def test_a_thumb_a_reason_and_words_are_saved(site, size):
    page = site.open(size)
    ask(page, OUTLINE)
    page.click('[data-thumbs="down"]')
    page.wait_for_selector(".opinion", state="visible")
    assert opinion(site, page).thumbs == "down"
    page.check('.opinion input[value="outdated"]')
    page.fill(".opinion textarea", "现在是6000万元")
    page.click(".opinion .save")
    page.wait_for_function("document.querySelector('.said').textContent === '已保存'")
    said = opinion(site, page)
    assert (said.thumbs, said.reason, said.text, said.question) == ("down", "outdated", "现在是6000万元", OUTLINE)
    assert [gap.origin for gap in site.storage.gaps.all() if gap.question == OUTLINE] == ["down"]
    page.reload()
    page.wait_for_selector('[data-thumbs="down"][aria-pressed="true"]')
    page.click('[data-thumbs="down"]')
    page.wait_for_selector('[data-thumbs="down"][aria-pressed="false"]')
    assert site.storage.feedback.of(owner(page), page.url.split("#c=")[1]) == {}
    site.storage.erase(owner(page))


@BOTH
def test_a_refused_question_is_left_to_the_editors_with_one_click(site, size):
    page = site.open(size)
    ask(page, UNANSWERABLE)
    assert page.locator(".pill").count() == 0
    page.click("[data-leave]")
    page.wait_for_function("document.querySelector('[data-leave]').textContent === '已转给编辑部'")
    assert page.locator("[data-leave]").is_disabled()
    assert [gap.question for gap in site.storage.gaps.all() if gap.origin == "left"] == [UNANSWERABLE]
    site.storage.erase(owner(page))


@BOTH
def test_a_card_is_downloaded_and_copied(site, size, tmp_path):
    page = site.open(size, permissions=["clipboard-read", "clipboard-write"])
    ask(page, FACT)
    citation = site.assistant.last.citations[0]
    page.click(".menu summary")
    with page.expect_download() as downloading:
        page.click("[data-card-save]")
    path = tmp_path / "card.md"
    downloading.value.save_as(path)
    assert downloading.value.suggested_filename == f"{FACT.rstrip('？')}-.md"
    card = path.read_text("utf-8").split("\n")
    assert card[0] == f"# {FACT}"
    assert f"> {citation.quote}" in card
    assert "2013-01-17" in "".join(card)
    permalink = f"{site.url}/a/{citation.article_id}?r={citation.revision}&s={citation.start}&e={citation.end}"
    assert f"[固定链接]({permalink})" in "".join(card)
    page.click("[data-card-copy]")
    page.wait_for_function("document.querySelector('[data-card-copy]').textContent === '已复制'")
    assert page.evaluate("navigator.clipboard.readText()") == path.read_text("utf-8")
    page.goto(permalink)
    assert page.inner_text("mark") == citation.quote


def test_on_paper_there_is_the_chosen_answer_with_its_sources(site):
    page = site.open("desk")
    ask(page, "您好")
    ask(page, FACT)
    page.evaluate("window.print = () => { window.dispatchEvent(new Event('beforeprint')); window.printed = true; }")
    page.click(".menu summary")
    page.click("[data-card-print]")
    assert page.evaluate("window.printed")
    page.emulate_media(media="print")
    assert not page.locator(".turn:nth-child(1)").is_visible()
    assert page.locator(".turn:nth-child(2) .printed li").is_visible()
    assert site.assistant.last.citations[0].quote in page.inner_text(".printed")
    assert page.inner_text(".printed .address").startswith(f"{site.url}/a/2013-01-03?r=")
    for selector in ("#ecqa-composer", "#ecqa-head", "#ecqa-list", "#ecqa-evidence", ".turn:nth-child(2) .quiet"):
        assert not page.locator(selector).is_visible()
    assert len(page.pdf()) > 10_000
    page.emulate_media(media="screen")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert page.locator(".turn:nth-child(1)").is_visible()
    assert not page.locator(".printed").is_visible()


@BOTH
def test_what_may_be_asked_next_is_answered(site, size):
    page = site.open(size)
    ask(page, FACT)
    page.wait_for_selector(".next button")
    offered = page.locator(".next button").all_inner_texts()
    assert 1 <= len(offered) <= MOST
    assert page.inner_text(".next p") == ZH.text("web.next-questions")
    page.locator(".next button").first.click()
    page.wait_for_selector(".turn:nth-child(2):not([data-busy]):not([data-pending]) .pill")
    assert page.get_attribute(".turn:nth-child(2)", "data-question") == offered[0]
    assert site.assistant.last.status == "answered"
    assert page.locator(".turn:nth-child(1) .next:visible").count() == 0


def test_a_question_asked_before_the_page_is_ready_is_not_lost(site):
    page = site.open("desk", path="/pages/icon.svg")
    page.route("**/gradio_api/queue/join*", lambda route: (page.wait_for_timeout(300), route.continue_()))
    page.goto(site.url)
    page.wait_for_selector(BOX)
    page.fill(BOX, "您好")
    page.press(BOX, "Enter")
    page.wait_for_selector(".turn:not([data-busy]):not([data-pending]) .card")
    assert page.inner_text(".turn .card") == ZH.text("answer.greeting")


def test_the_short_answer_stands_above_its_sentences(site):
    cited = site.assistant.ask(FACT).citations[:1]
    site.assistant.instead = Answer(FACT, "answered", f"5000万元[1]\n{cited[0].quote}[1]", cited, short_answer="5000万元")
    page = site.open("desk")
    ask(page, FACT)
    assert page.locator(".card > p").all_inner_texts() == ["5000万元1", f"{cited[0].quote}1"]
    assert page.locator(".card > .short").evaluate("node => getComputedStyle(node).fontWeight") == "600"
    assert page.locator(".card > .line").count() == 1


def test_a_partial_answer_says_what_it_lacks(site):
    cited = site.assistant.ask(FACT).citations[:1]
    said = ZH.text("answer.partial", missing="关于“天猫”的内容")
    site.assistant.instead = Answer(FACT, "partial", f"{cited[0].quote}[1]\n{said}", cited, missing="关于“天猫”的内容")
    page = site.open("phone")
    ask(page, FACT)
    assert page.locator(".card.partial > p").all_inner_texts() == [f"{cited[0].quote}1", said]
    assert page.locator(".card.partial").evaluate("node => getComputedStyle(node).borderLeftWidth") == "3px"


def test_copying_without_a_clipboard(site):
    page = site.open("desk")
    ask(page, OUTLINE)
    page.evaluate(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('none')); window.area = '';"
        "document.execCommand = () => { window.area = document.activeElement.value; return true; }"
    )
    page.click(".copy")
    page.wait_for_function("document.querySelector('.copy').textContent === '已复制'")
    assert page.evaluate("window.area").startswith(site.assistant.last.text[:10])
