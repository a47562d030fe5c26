"""Several conversations in one browser: kept, opened, renamed, deleted and brought back, searched, edited, erased; and a server that restarts."""

import pytest

from ecqa.factory import open_database
from ecqa.interfaces.web import mounting
from ecqa.messages import Messages
from tests.browser.conftest import Paced, Site, serving, settings_of
from tests.browser.steps import BOX, FACT, OUTLINE, UNANSWERABLE, ask, open_list

pytestmark = pytest.mark.browser

ZH = Messages("zh")
BOTH = pytest.mark.parametrize("size", ["desk", "phone"])


def titles(page):
    return page.locator("#ecqa-list [data-open]").all_text_contents()


def questions(page):
    return [text.split("\n")[-1] for text in page.locator(".turn .question").all_inner_texts()]


def wait_for_titles(page, wanted):
    page.wait_for_function(
        "wanted => JSON.stringify([...document.querySelectorAll('#ecqa-list [data-open]')].map((one) => one.textContent)) === wanted",
        arg=str(wanted).replace("'", '"').replace('", "', '","'),
    )


@BOTH
def test_conversations_are_kept_and_opened_again(site, size):
    page = site.open(size)
    ask(page, OUTLINE)
    first = page.url
    assert "#c=" in first
    page.click("[data-new]")
    page.wait_for_selector(".welcome")
    ask(page, "您好")
    ask(page, "谢谢")
    open_list(page)
    wait_for_titles(page, ["您好", OUTLINE])
    page.click(f'#ecqa-list [data-open]:has-text("{OUTLINE}")')
    page.wait_for_selector(f'.turn:only-child[data-question="{OUTLINE}"]')
    assert page.url == first
    assert page.locator(".pill").count() >= 1
    page.reload()
    page.wait_for_selector(f'.turn:only-child[data-question="{OUTLINE}"]')
    page.click(".pill >> nth=0")
    page.wait_for_selector("#ecqa-evidence mark", state="attached")
    stranger = site.open(size)
    stranger.goto(first)
    stranger.wait_for_selector(".welcome")
    assert stranger.locator(".turn").count() == 0
    assert titles(stranger) == []


@BOTH
def test_renaming_deleting_and_bringing_back(site, size):
    page = site.open(size)
    ask(page, "您好")
    page.click("[data-new]")
    page.wait_for_selector(".welcome")
    ask(page, "谢谢")
    open_list(page)
    wait_for_titles(page, ["谢谢", "您好"])
    row = page.locator("#ecqa-list li", has_text="您好")
    row.hover()
    row.locator("[data-rename]").click()
    page.locator("#ecqa-list li input").fill("新的名字")
    page.keyboard.press("Enter")
    wait_for_titles(page, ["谢谢", "新的名字"])
    page.locator("#ecqa-list li", has_text="谢谢").hover()
    page.locator("#ecqa-list li", has_text="谢谢").locator("[data-delete]").click()
    wait_for_titles(page, ["新的名字"])
    page.wait_for_selector(".welcome", state="attached")  # it was the one shown
    page.click("[data-restore]")
    wait_for_titles(page, ["谢谢", "新的名字"])
    page.reload()
    page.wait_for_selector("#ecqa-list li", state="attached")
    assert titles(page) == ["谢谢", "新的名字"]


def test_searching_looks_in_questions_and_answers(site):
    page = site.open("desk")
    ask(page, FACT)
    page.click("[data-new]")
    page.wait_for_selector(".welcome")
    ask(page, "您好")
    wait_for_titles(page, ["您好", FACT])
    page.fill(".find", "5000万")  # stands in the answer alone
    wait_for_titles(page, [FACT])
    page.fill(".find", "没有这样的词")
    wait_for_titles(page, [])
    page.fill(".find", "")
    wait_for_titles(page, ["您好", FACT])


@BOTH
def test_an_earlier_question_is_edited_and_what_followed_is_replaced(site, size):
    page = site.open(size)
    ask(page, "您好")
    ask(page, "谢谢")
    page.click(".turn:nth-child(1) [data-edit]")
    assert page.input_value(BOX) == "您好"
    assert page.inner_text(".editing span") == ZH.text("web.editing")
    page.click("[data-edit-end]")
    assert page.input_value(BOX) == ""
    page.click(".turn:nth-child(1) [data-edit]")
    page.fill(BOX, OUTLINE)
    page.press(BOX, "Enter")
    page.wait_for_selector(".turn:only-child .pill")
    assert questions(page) == [OUTLINE]
    page.reload()
    page.wait_for_selector(".turn")
    assert questions(page) == [OUTLINE]


def test_the_last_question_is_asked_again(site):
    page = site.open("desk")
    ask(page, "您好")
    ask(page, OUTLINE)
    asked = len(site.assistant.asked)
    assert page.locator(".turn:nth-child(1) [data-again]:visible").count() == 0
    before = page.get_attribute(".turn:nth-child(2)", "data-turn")
    page.click(".turn:nth-child(2) [data-again]")
    page.wait_for_function(
        "before => document.querySelector('.turn:nth-child(2):not([data-busy]) .pill') && "
        "document.querySelector('.turn:nth-child(2)').dataset.turn > before",
        arg=before,
    )
    assert questions(page) == ["您好", OUTLINE]
    assert len(site.assistant.asked) == asked + 1
    assert [turn.content for turn in site.assistant.asked[-1][0]][:1] == ["您好"]


def test_two_tabs_of_one_browser_go_on_with_the_same_conversation(site):
    page = site.open("desk")
    ask(page, "您好")
    other = site.watch(page.context.new_page())
    other.goto(page.url)
    other.wait_for_selector(".turn")
    ask(other, OUTLINE)
    page.fill(BOX, "谢谢")
    page.press(BOX, "Enter")
    page.wait_for_selector(".turn:nth-child(3):not([data-busy]) .card")
    assert questions(page) == ["您好", OUTLINE, "谢谢"]


@BOTH
def test_everything_of_a_browser_can_be_erased(site, size):
    page = site.open(size)
    ask(page, UNANSWERABLE)
    conversation = page.url.split("#c=")[1]
    open_list(page)
    page.click(".erase summary")
    page.click("[data-erase]")
    page.wait_for_selector(".welcome")
    page.wait_for_function("!document.querySelector('#ecqa-list li')")
    page.goto(f"{site.url}/#c={conversation}")
    page.reload()
    page.wait_for_selector(".welcome")
    assert titles(page) == []


def test_a_browser_without_cookies_can_ask_and_is_told_that_nothing_is_kept(site):
    page = site.open("desk", "/pages/icon.svg")
    page.context.clear_cookies()

    def without_cookie(route):
        answer = route.fetch()
        page.context.clear_cookies()
        route.fulfill(response=answer, headers={name: value for name, value in answer.headers.items() if name != "set-cookie"})

    page.route(f"{site.url}/", without_cookie)
    page.goto(site.url)
    page.wait_for_selector(".welcome")
    page.wait_for_function("document.querySelector('#ecqa-list .empty')?.textContent.includes('Cookie')")
    ask(page, OUTLINE)
    assert page.locator(".turn .pill").count() >= 1
    assert page.locator("[data-thumbs], [data-leave]").count() == 0
    assert "#c=" not in page.url


def test_a_restart_loses_nothing_that_was_shown_as_saved(assistant, browser, real_index, tmp_path):
    settings = settings_of(real_index, tmp_path)
    with open_database(settings) as storage, serving(Paced(assistant), storage, settings) as url:
        port = int(url.rsplit(":", 1)[1])
        page = Site(url, assistant, browser, storage).open("desk")
        ask(page, OUTLINE)
        said = page.inner_text(".card.answered .line >> nth=0")
        page.click('[data-thumbs="up"]')
        page.wait_for_selector('[data-thumbs="up"][aria-pressed="true"]')
    with open_database(settings) as storage, serving(Paced(assistant), storage, settings, port):
        page.click(".pill >> nth=1")
        page.wait_for_selector('.document[data-index="1"] mark')
        ask(page, "谢谢")  # the page goes on as it is
        assert questions(page) == [OUTLINE, "谢谢"]
        page.reload()
        page.wait_for_selector(".turn .pill")
        assert questions(page) == [OUTLINE, "谢谢"]
        assert page.inner_text(".card.answered .line >> nth=0") == said
        assert page.get_attribute('[data-thumbs="up"]', "aria-pressed") == "true"
        page.context.close()


def test_a_stopping_server_finishes_what_it_answers_and_an_unsent_question_outlasts_the_restart(assistant, browser, real_index, tmp_path):
    settings, paced = settings_of(real_index, tmp_path), Paced(assistant)
    with open_database(settings) as storage, serving(paced, storage, settings) as url:
        page = Site(url, paced, browser, storage).open("desk")
        ask(page, "您好")
        paced.pause = 0.5
        page.fill(BOX, OUTLINE)
        page.press(BOX, "Enter")
        page.wait_for_function("words => document.querySelector('.stage')?.textContent === words", arg=ZH.text("web.stage-retrieve"))
    page.wait_for_selector(".turn:nth-child(2):not([data-busy]) .pill")
    page.wait_for_selector(".halt", state="hidden")
    page.fill(BOX, FACT)
    page.press(BOX, "Enter")
    page.wait_for_selector(".trouble", state="visible")
    assert page.inner_text(".trouble") == ZH.text("web.lost")
    port = int(url.rsplit(":", 1)[1])
    with open_database(settings) as storage, serving(Paced(assistant), storage, settings, port):
        page.wait_for_function("([box, words]) => document.querySelector(box)?.value === words", arg=[BOX, FACT])
        assert questions(page) == ["您好", OUTLINE]
        assert not page.is_visible(".trouble")
        page.press(BOX, "Enter")
        page.wait_for_selector(".turn:nth-child(3):not([data-busy]) .pill")
        assert questions(page) == ["您好", OUTLINE, FACT]
        page.context.close()


def test_who_finds_the_line_full_is_told_and_keeps_the_question(assistant, browser, real_index, tmp_path, monkeypatch):
    monkeypatch.setattr(mounting, "WAITING", 1)
    monkeypatch.setattr("ecqa.interfaces.web.page.UNDER_WAY", 1)
    settings, paced = settings_of(real_index, tmp_path), Paced(assistant)
    with open_database(settings) as storage, serving(paced, storage, settings) as url:
        site = Site(url, paced, browser, storage)
        answered, waiting, refused = pages = [site.open("phone") for _ in range(3)]
        paced.pause = 0.5
        for page, shown in zip(
            pages, (f".stage:text-is('{ZH.text('web.stage-retrieve')}')", "[data-pending]", ".card.problem"), strict=True
        ):
            page.fill(BOX, FACT)
            with page.expect_response("**/queue/join*"):
                page.press(BOX, "Enter")
            page.wait_for_selector(shown)
        assert refused.inner_text(".card.problem") == ZH.text("web.full")
        assert refused.locator(".toast-body:visible").count() == 0
        assert refused.input_value(BOX) == FACT
        for page in (answered, waiting):
            page.wait_for_selector(".turn:not([data-busy]):not([data-pending]) .pill")
        refused.press(BOX, "Enter")
        refused.wait_for_selector(".turn:not([data-busy]):not([data-pending]) .pill")
        assert questions(refused) == [FACT]
        for page in pages:
            page.context.close()


def test_an_answer_that_a_restart_cut_off_is_shown_as_interrupted(site):
    page = site.open("desk")
    ask(page, "您好")
    conversation = page.url.split("#c=")[1]
    secret = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "ecqa_visitor")
    site.storage.conversations.begin(secret, conversation, OUTLINE)  # as a process leaves it that ends here
    page.reload()
    page.wait_for_selector(".turn:nth-child(2) .stopped")
    assert page.inner_text(".turn:nth-child(2) .stopped") == ZH.text("web.interrupted")
    page.click(".turn:nth-child(2) [data-again]")
    page.wait_for_selector(".turn:nth-child(2):not([data-busy]) .pill")
