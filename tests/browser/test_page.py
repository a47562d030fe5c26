"""The page in a real Chromium: asking, evidence, refusals, hostile text, keys, stopping, and a phone's width."""

import re

import pytest

from ecqa.messages import Messages
from tests.browser.steps import BOX, FACT, OUTLINE, UNANSWERABLE, ask

pytestmark = pytest.mark.browser

DESK = "desk"
PHONE = (390, 844)
ZH = Messages("zh")

RECORD = """
window.seen = [];
new MutationObserver(() => {
  const stage = document.querySelector('.stage');
  if (stage && window.seen.at(-1) !== stage.textContent) window.seen.push(stage.textContent);
}).observe(document, { childList: true, subtree: true, characterData: true });
"""


def marked(page):
    """The marked characters of the evidence panel, line ends and the `#` of headings left out."""
    return "".join(page.locator("#ecqa-evidence mark").all_text_contents())


def bare(quote):
    return re.sub(r"^#+ ", "", quote, flags=re.MULTILINE).replace("\n", "")


def visible(page, selector, inside):
    """Whether the first match lies within the box of another element."""
    return page.evaluate(
        """([selector, inside]) => {
          const a = document.querySelector(selector).getBoundingClientRect(), b = document.querySelector(inside).getBoundingClientRect();
          return a.top >= b.top - 1 && a.bottom <= b.bottom + 1;
        }""",
        [selector, inside],
    )


def test_the_first_screen_says_what_this_is_and_an_example_asks(site):
    page = site.open(DESK)
    assert page.title() == ZH.text("web.title")
    assert page.inner_text(".coverage") == "收录 27 篇 · 2012-11 至 2013-01"
    assert page.inner_text(".disclaimer") == "内容来自协会资料，办理业务以正式文本为准"
    assert page.inner_text(".privacy") == ZH.text("web.privacy", days=180)
    assert page.locator(".example").count() == 6
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.click(".example >> nth=0")
    page.wait_for_selector(".turn .card")
    assert page.inner_text(".question").endswith(FACT)
    page.click("[data-new]")
    page.wait_for_selector(".welcome")
    assert page.locator(".turn").count() == 0


def test_an_answer_streams_and_every_pill_opens_its_quote(site):
    site.assistant.pause = 0.15
    page = site.open(DESK)
    page.evaluate(RECORD)
    ask(page, OUTLINE)
    assert "正在查找…" in page.evaluate("window.seen")
    assert any(re.fullmatch(r"正在阅读 \d+ 段资料…", stage) for stage in page.evaluate("window.seen"))
    answer = site.assistant.last
    pills = page.locator(".turn .pill")
    assert sorted({int(text) for text in pills.all_inner_texts()}) == [citation.marker for citation in answer.citations]
    assert len(answer.citations) >= 3
    assert page.inner_text(".basis").startswith("据")
    for index, citation in enumerate(answer.citations):
        page.locator(f'.pill[data-index="{index}"]').first.click()
        page.wait_for_selector(f'.document[data-index="{index}"]')
        assert marked(page) == bare(citation.quote)
        assert page.inner_text(".document-title") == citation.title
        assert page.locator(".pill[aria-current]").first.inner_text() == str(citation.marker)
        page.wait_for_function("(y => y > 0 && y < innerHeight)(document.querySelector('mark').getBoundingClientRect().top)")


def test_keys_alone_reach_the_evidence(site):
    page = site.open(DESK)
    ask(page, OUTLINE)
    pill = page.locator(".pill").nth(1)
    page.locator(".pill").nth(0).focus()
    page.keyboard.press("Tab")
    assert pill.evaluate("node => node === document.activeElement")
    assert page.inner_text(".tip.shown strong") == site.assistant.last.citations[1].title
    page.keyboard.press("Enter")
    page.wait_for_selector('.document[data-index="1"]')
    page.click('[data-step="1"]')
    page.wait_for_selector('.document[data-index="2"]')
    assert marked(page) == bare(site.assistant.last.citations[2].quote)


def test_the_panel_says_what_the_article_is(site):
    page = site.open(DESK)
    ask(page, FACT)
    page.click(".pill >> nth=0")
    page.wait_for_selector(".document")
    assert page.inner_text(".document-title") == "五维电子商务产业园启动"
    assert page.locator(".facts span").all_inner_texts() == ["汕头市政经环境", "大华网"]
    assert page.inner_text(".dates dd >> nth=0") == "2013-01-17"
    link = page.locator(".dates a")
    assert link.get_attribute("href") == "http://www.dahuawang.com/strb/html/2013-01/17/content_392508.htm"
    assert link.get_attribute("rel") == "noopener noreferrer"
    ask(page, OUTLINE)
    page.wait_for_selector('.document[data-turn="2"]')
    assert page.inner_text(".validity") == "已修改 2016-12-03"
    assert page.inner_text(".note").startswith("资料说明")
    assert "只涵盖第一条至第六条" in page.inner_text(".turn:nth-child(2) .aside")


def test_a_refusal_is_a_plain_card_with_related_articles(site):
    page = site.open(DESK)
    ask(page, UNANSWERABLE)
    assert page.inner_text(".card.refused > .line").startswith("现有资料里没有找到这个问题的答案。缺少的是：")
    assert page.locator(".pill").count() == 0
    assert page.inner_text(".related-heading") == "相关资料（不作为依据）"
    page.click(".near >> nth=0")
    page.wait_for_selector(".not-evidence")
    assert page.inner_text(".document-title") == site.assistant.last.related[0].title


def test_enter_sends_shift_enter_breaks_and_a_candidate_does_neither(site):
    page = site.open(DESK)
    page.fill(BOX, "您好")
    page.press(BOX, "Shift+Enter")
    assert page.input_value(BOX) == "您好\n"
    composing = "node => node.dispatchEvent(new KeyboardEvent('keydown', {key: 'Enter', bubbles: true, cancelable: true, %s}))"
    for state in ("isComposing: true", "keyCode: 229"):
        assert page.locator(BOX).evaluate(composing % state)  # not prevented: the input method gets it
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "shantou", "selectionStart": 7, "selectionEnd": 7})
    devtools.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 229})
    devtools.send("Input.insertText", {"text": "汕头"})
    page.wait_for_timeout(300)
    assert page.locator(".turn").count() == 0
    assert page.input_value(BOX) == "您好\n汕头"
    page.press(BOX, "Enter")
    page.wait_for_selector(".turn .card")
    assert page.input_value(BOX) == ""


def test_an_empty_or_too_long_question_is_not_sent(site):
    page = site.open(DESK)
    for text in ("", "  \n "):
        page.fill(BOX, text)
        page.press(BOX, "Enter")
    page.fill(BOX, "问" * 501)
    page.press(BOX, "Enter")
    page.wait_for_timeout(200)
    assert page.locator(".turn").count() == 0
    assert page.inner_text(".warning") == "问题请控制在 500 字以内，现在是 501 字。"
    assert len(page.input_value(BOX)) == 501


def test_a_question_the_assistant_does_not_take_shows_one_line(site):
    page = site.open(DESK)
    ask(page, "？？？")
    assert page.inner_text(".card.problem") == "请先输入一个问题。"
    ask(page, FACT)
    assert page.locator('.turn[data-turn="2"] .pill').count() >= 1


def test_an_answer_under_way_can_be_stopped_and_the_next_knows_the_turns_before(site):
    page = site.open(DESK)
    ask(page, FACT)
    site.assistant.pause = 2.0
    page.fill(BOX, OUTLINE)
    page.press(BOX, "Enter")
    page.click(".halt")
    page.wait_for_selector('.turn[data-turn="2"] .stopped')
    site.assistant.pause = 0.0
    ask(page, "这笔钱用在哪些方面？")
    history, _ = site.assistant.asked[-1]
    assert (history[0].role, history[0].content) == ("user", FACT)
    assert [turn.role for turn in history] == ["user", "assistant"]
    assert "[1]" in history[1].content


def test_visitors_at_the_same_time_see_their_own_answers(site):
    site.assistant.pause = 0.15
    pages = [site.open(DESK) for _ in range(3)]
    questions = (FACT, OUTLINE, "您好")
    for page, question in zip(pages, questions, strict=True):
        page.fill(BOX, question)
        page.press(BOX, "Enter")
    for page, question in zip(pages, questions, strict=True):
        page.wait_for_selector(".turn:not([data-busy]) .card")
        assert page.locator(".turn").count() == 1
        assert page.inner_text(".question").endswith(question)
    assert "5000万元" in pages[0].inner_text(".card")
    assert "基本原则" in pages[1].inner_text(".card")
    assert pages[2].inner_text(".card") == ZH.text("answer.greeting")


@pytest.mark.slow
def test_twenty_browsers_ask_sixty_questions_at_the_same_time(site):
    pages = [site.open(DESK if number % 2 else "phone") for number in range(20)]
    asked = [[f"第{number}位{turn}问：{FACT}" for turn in range(1, 4)] for number in range(20)]
    for turn in range(3):
        for page, questions in zip(pages, asked, strict=True):
            page.fill(BOX, questions[turn])
            page.press(BOX, "Enter")
        for page in pages:
            page.wait_for_selector(f".turn:nth-child({turn + 1}):not([data-busy]):not([data-pending]) .card", timeout=120_000)
            page.wait_for_selector(".halt", state="hidden")
    for page, questions in zip(pages, asked, strict=True):
        assert [text.split("\n")[-1] for text in page.locator(".turn .question").all_inner_texts()] == questions
        assert page.locator(".card.problem").count() == 0
        assert page.locator("#ecqa-list li").count() == 1
    assert len({page.url for page in pages}) == 20


@pytest.mark.parametrize("width", [390, 360])
def test_on_a_phone_the_evidence_is_a_sheet(site, width):
    page = site.open((width, PHONE[1]), has_touch=True, is_mobile=True)
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    ask(page, OUTLINE)
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    assert visible(page, BOX, "body")
    kept = page.locator(".kept")
    assert kept.count() == page.locator(".pill").count()
    assert all(kept.evaluate_all("nodes => nodes.map((node) => node.getClientRects().length === 1)"))  # no pill alone on a line
    assert not page.locator(".panel").is_visible()
    page.tap(".pill >> nth=1")
    page.wait_for_selector('.document[data-index="1"]', state="visible")
    sheet = page.locator(".panel").bounding_box()
    assert sheet["width"] == width
    assert abs(sheet["height"] - 0.85 * PHONE[1]) <= 1
    assert marked(page) == bare(site.assistant.last.citations[1].quote)
    for _ in range(2):
        place = int(page.get_attribute(".document", "data-index")) + 1
        page.tap('[data-step="1"]')
        page.wait_for_selector(f'.document[data-index="{place}"]')
    assert page.locator(".panel-body").evaluate("body => body.scrollTop > 100")
    assert visible(page, ".document-title", ".panel-body")
    assert visible(page, ".facts", ".panel-body")
    mark, head = (page.locator(one).first.bounding_box() for one in ("#ecqa-evidence mark", ".document-head"))
    assert head["y"] + head["height"] < mark["y"]
    page.tap("#ecqa-evidence .close")
    page.wait_for_selector(".panel", state="hidden")
    page.tap(".pill >> nth=0")
    page.wait_for_selector(".panel", state="visible")
    page.keyboard.press("Escape")
    page.wait_for_selector(".panel", state="hidden")
    assert page.locator(".pill").nth(0).evaluate("node => node === document.activeElement")
