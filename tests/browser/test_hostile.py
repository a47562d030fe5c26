"""Fifty hostile strings through question, history, feedback and an article of the corpus made for them: nothing runs, nothing leads away."""

import json
import shutil
from urllib.parse import quote

import pytest

from ecqa.factory import build, open_assistant, open_database
from ecqa.understanding.understand import LIMIT
from tests.browser.conftest import Paced, Site, serving, settings_of
from tests.browser.steps import ask, open_list

pytestmark = pytest.mark.browser

RUN = "window.ran=1"
SCRIPTS = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt >{RUN}</sCrIpT>",
    f"<script src=data:text/javascript,{RUN}></script>",
    f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    f"</textarea><script>{RUN}</script>",
    f"</title></style><script>{RUN}</script>",
    f"<!--<img src='--><img src=x onerror={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={RUN}>",
)
HANDLERS = (
    f"<img src=x onerror={RUN}>",
    f'"><img src=x onerror={RUN}>',
    f"'><svg onload={RUN}>",
    f'" autofocus onfocus={RUN} x="',
    f"' onmouseover='{RUN}",
    f"<body onload={RUN}>",
    f"<details open ontoggle={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<video><source onerror={RUN}></video>",
    "<iframe srcdoc='<script>parent.ran=1</script>'></iframe>",
    f"<object data='javascript:{RUN}'></object>",
    f"<form action=javascript:{RUN}><button autofocus>x</button></form>",
    f"<style>@keyframes a{{}}*{{animation:a}}</style><b onanimationstart={RUN}>",
    "<meta http-equiv=refresh content='0;url=http://evil.invalid/'>",
    "<base href=http://evil.invalid/>",
)
LINKS = (
    f"<a href=javascript:{RUN}>点这里</a>",
    f"[点这里](javascript:{RUN})",
    f"[点这里](JaVaScRiPt&colon;{RUN})",
    f'![图](x" onerror="{RUN})',
    f"[1]: javascript:{RUN}",
    f"<javascript:{RUN}>",
    "![图](http://evil.invalid/x.png)",
    "[[1]](http://evil.invalid)",
    f"<a href='data:text/html,<script>{RUN}</script>'>x</a>",
    "<link rel=stylesheet href=http://evil.invalid/x.css>",
)
TEMPLATES = (
    f"$\\href{{javascript:{RUN}}}{{x}}$",
    f"$$\\htmlData{{x={RUN}}}{{y}}$$",
    f"\\(\\unicode{{<img src=x onerror={RUN}>}}\\)",
    f"{{{{constructor.constructor('{RUN}')()}}}}",
    f"${{{RUN}}}",
    f"`${{{RUN}}}`",
    f"{{% raw %}}<script>{RUN}</script>",
    f"#{{{RUN}}} <%= {RUN} %>",
    "**粗** _斜_ # 标题 > 引 | 表 |\n|---|",
    f"```html\n<script>{RUN}</script>\n```",
)
CONTROLS = (
    f"\u202e<script>{RUN}</script>\u202c",
    "\u2066\u2067\u2068翻转\u202e的字",
    "\ufeff\u200b\u200d零宽\u00ad",
    "../../../../etc/passwd%00",
    f"\x00<img src=x onerror={RUN}>\x1b[31m",
)
STRINGS = SCRIPTS + HANDLERS + LINKS + TEMPLATES + CONTROLS

TAGS = 'script:not([src]), img, svg script, iframe, object, embed, form[action]:not([action="/library"]), base, link[href*=evil], meta[http-equiv], a[href^="javascript" i]'
HANDLED = """() => [...document.querySelectorAll('.gradio-container *, main *')].filter((node) =>
  [...node.attributes].some((one) => one.name.startsWith('on'))).map((node) => node.outerHTML.slice(0, 200))"""


def harmless(page, inside):
    """Whether nothing ran, and no element, handler or link of the strings is in a part of the page."""
    assert page.evaluate("window.ran") is None
    assert page.locator(inside).locator(TAGS).count() == 0
    assert page.evaluate(HANDLED) == []


@pytest.fixture(scope="module")
def hostile(browser, tmp_path_factory):
    """A server whose corpus is one hostile article a string, each with a fact to ask for."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "corpus").mkdir()
    rows = (
        {
            "id": f"h-{number}",
            "title": f"第{number}号园区 {string}",
            "text": f"第{number}号园区 {string}\n第{number}号园区共有{number}万平方米。{string}\n{string}",
            "section": string,
            "kind": "news",
            "source": string,
            "authors": [string],
            "urls": [f"javascript:{RUN}", f'http://example.org/{number}"onclick="{RUN}'],
            "note": string,
            "date": "2013-01-17",
        }
        for number, string in enumerate(STRINGS, 1)
    )
    (folder / "corpus" / "all.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    settings = settings_of(folder / "index", folder / "data").model_copy(update={"corpus": folder / "corpus"})
    build(settings)
    assistant = Paced(open_assistant(settings))
    with open_database(settings) as storage, serving(assistant, storage, settings) as url:
        yield Site(url, assistant, browser, storage)
    shutil.rmtree(folder)


@pytest.fixture
def site(hostile):
    hostile.troubles.clear()
    yield hostile
    for context in hostile.browser.contexts:
        context.close()
    assert [one for one in hostile.troubles if "404" not in one] == []


def test_there_are_fifty_of_them():
    assert len(set(STRINGS)) == 50


def test_as_questions_and_as_history(site):
    page = site.open("desk")
    questions = packed(LIMIT)
    assert sum(question.count(string) > 0 for string in STRINGS for question in questions) >= len(STRINGS)
    for question in questions:
        ask(page, question)
    harmless(page, "#ecqa-log")
    open_list(page)
    harmless(page, "#ecqa-list")
    page.reload()
    page.wait_for_selector(f".turn:nth-child({len(questions)})")
    harmless(page, ".gradio-container")
    assert page.locator(".turn").count() == len(questions)


def test_as_the_titles_of_conversations_in_a_list(site):
    page = site.open("desk")
    ask(page, "您好")
    secret = next(cookie["value"] for cookie in page.context.cookies() if cookie["name"] == "ecqa_visitor")
    for string in STRINGS:
        conversation = site.storage.conversations.create(secret).id
        site.storage.conversations.begin(secret, conversation, string)
    page.reload()
    page.wait_for_selector("#ecqa-list li:nth-child(51)")
    harmless(page, "#ecqa-list")
    row = page.locator("#ecqa-list li", has_text="onmouseover").first
    row.hover()
    row.locator("[data-rename]").click()
    page.keyboard.type(STRINGS[0])
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    harmless(page, "#ecqa-list")


def test_as_feedback(site):
    page = site.open("desk")
    ask(page, "第3号园区有多少万平方米？")
    page.click('[data-thumbs="down"]')
    page.wait_for_selector(".opinion", state="visible")
    page.fill(".opinion textarea", "".join(STRINGS)[:900])
    page.click(".opinion .save")
    page.wait_for_function("document.querySelector('.said').textContent === '已保存'")
    harmless(page, "#ecqa-log")


def test_as_articles_of_the_corpus(site):
    page = site.open("desk")
    for number in range(1, 51, 11):
        turn = ask(page, f"第{number}号园区有多少万平方米？")
        for pill in page.locator(f"{turn} .pill, {turn} .near").all()[:1]:
            pill.hover()
            pill.click()
            page.wait_for_selector(".document")
            harmless(page, "#ecqa-evidence")
            assert page.locator("#ecqa-evidence .dates a[href^=javascript]").count() == 0
    harmless(page, "#ecqa-log")
    assert page.locator(".pill").count() >= 3
    for menu in page.locator("details.menu").all()[-1:]:
        assert "](javascript" not in menu.get_attribute("data-card")


def test_on_the_pages_of_all_articles_and_in_the_library(site):
    page = site.open("desk", "/library")
    assert page.locator(".articles li").count() == 50
    harmless(page, "main")
    page.goto(f"{site.url}/library?q={'园区'}")
    harmless(page, "main")
    for number in range(1, 51):
        page.goto(f"{site.url}/a/h-{number}?s=0&e=12", wait_until="domcontentloaded")
        harmless(page, "main")


@pytest.mark.parametrize(
    "place", ["/a/{}", "/a/h-1?r={}", "/a/h-1?s={0}&e={0}", "/library?q={}", "/library?section={0}&since={0}", "/?section={}"]
)
def test_in_addresses(site, place):
    page = site.open("desk", "/library")
    for string in STRINGS[:: 4 if place != "/?section={}" else 10]:
        page.goto(site.url + place.format(quoted(string)), wait_until="domcontentloaded")
        harmless(page, "main")
        assert page.evaluate("document.baseURI").startswith(site.url)


def packed(limit):
    """All strings as few questions, none longer than is taken."""
    questions = [""]
    for string in STRINGS:
        if len(questions[-1]) + len(string) >= limit:
            questions.append("")
        questions[-1] += f"{string} "
    return questions


def quoted(string):
    return quote(string, safe="")
