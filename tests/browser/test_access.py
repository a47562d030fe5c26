"""The public pages for everybody: axe finds no serious fault, light and dark, wide and narrow; keys alone, large type, English."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from ecqa.messages import Messages
from tests.browser.steps import BOX, OUTLINE, UNANSWERABLE, ask, open_list

pytestmark = pytest.mark.browser

EN = Messages("en")


def serious(page):
    """What axe calls serious or critical, with the first element of each."""
    violations = Axe().run(page).response["violations"]
    return [(one["id"], one["nodes"][0]["html"][:200]) for one in violations if one["impact"] in ("serious", "critical")]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_no_serious_fault(site, size, scheme):
    page = site.open(size, color_scheme=scheme, bypass_csp=True)
    assert serious(page) == []
    ask(page, OUTLINE)
    page.click('[data-thumbs="down"]')
    page.wait_for_selector(".opinion", state="visible")
    page.click(".menu summary")
    assert serious(page) == []
    page.click(".menu summary")
    ask(page, UNANSWERABLE)
    page.click(".near >> nth=0")
    page.wait_for_selector(".document", state="visible")
    assert serious(page) == []
    page.keyboard.press("Escape")
    open_list(page)
    page.click(".erase summary")
    assert serious(page) == []
    for path in ("/library", "/library?q=电商&kind=news", "/a/2013-01-03?s=116&e=140", "/a/shantou-ecommerce-promotion-measures-digest"):
        page.goto(site.url + path)
        assert serious(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_large_and_dark_enough(site, scheme):
    page = site.open("desk", color_scheme=scheme)
    ask(page, OUTLINE)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    smallest, lowest = page.evaluate(CONTRAST)
    assert smallest >= 13
    assert lowest[0] >= 4.5, lowest


def test_everything_is_reached_by_keys_alone(site):
    page = site.open("desk")
    page.keyboard.type(OUTLINE)
    page.keyboard.press("Enter")
    page.wait_for_selector(".turn:not([data-busy]):not([data-pending]) .pill")
    page.wait_for_selector(".halt", state="hidden")
    reached = set()
    page.evaluate("document.activeElement.blur(); getSelection().setPosition(document.body, 0)")
    for _ in range(60):
        page.keyboard.press("Tab")
        reached |= set(
            page.evaluate("[...(document.activeElement?.classList ?? []), ...Object.keys(document.activeElement?.dataset ?? {})]")
        )
    assert {"listToggle", "new", "find", "open", "rename", "delete", "pill", "edit", "copy", "again", "thumbs", "link"} <= reached
    summary = page.locator(".menu summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("'cardCopy' in document.activeElement.dataset")
    page.keyboard.press("Escape")
    assert summary.evaluate("node => node === document.activeElement && !node.parentElement.open")


def test_on_a_phone_what_lies_behind_a_sheet_is_out_of_reach(site):
    page = site.open("phone")
    ask(page, OUTLINE)
    page.click(".pill >> nth=0")
    page.wait_for_selector(".document", state="visible")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#ecqa-evidence')")
    page.keyboard.press("Escape")
    open_list(page)
    for _ in range(8):
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement === document.body || !!document.activeElement.closest('#ecqa-list')")
    page.keyboard.press("Escape")
    page.wait_for_selector(".list", state="hidden")
    assert page.evaluate("'listToggle' in document.activeElement.dataset")


@pytest.mark.parametrize("width", [360, 390, 1280])
def test_with_type_of_twice_the_size_nothing_is_cut_off(site, width):
    page = site.open((width, 844))
    page.add_style_tag(content="html { font-size: 200% !important; }")
    ask(page, OUTLINE)
    assert page.locator(".card .line").evaluate("node => getComputedStyle(node).fontSize") == "32px"
    assert page.evaluate("document.scrollingElement.scrollWidth") == width
    for selector in (BOX, ".send", ".card", "[data-new]"):
        box = page.locator(f"{selector}:visible").first.bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width + 1
    page.goto(f"{site.url}/library")
    page.add_style_tag(url="/pages/colours.css")
    assert page.evaluate("document.scrollingElement.scrollWidth") == width


def test_a_browser_set_to_english_gets_english(site):
    page = site.open("desk", locale="en-US")
    assert page.url == f"{site.url}/en/"
    assert page.title() == EN.text("web.title")
    assert page.evaluate("document.documentElement.lang") == "en"
    ask(page, UNANSWERABLE)
    assert page.inner_text(".card.refused > .line").startswith(EN.text("answer.refused", missing="").strip())
    assert page.inner_text("[data-leave]") == EN.text("web.leave")
    page.reload()
    page.wait_for_selector(".turn")
    page.goto(f"{site.url}/library")
    assert page.inner_text("h1") == EN.text("web.page-library")


def test_the_list_is_folded_away_and_stays_so(site):
    page = site.open("desk")
    assert page.locator(".list").is_visible()
    page.click("[data-list-toggle]")
    assert not page.locator(".list").is_visible()
    page.reload()
    page.wait_for_selector(".welcome")
    page.wait_for_selector(".list", state="hidden")
    page.click("[data-list-toggle]")
    assert page.locator(".list").is_visible()


CONTRAST = """() => {
  const numbers = (c) => c.match(/[\\d.]+/g).map(Number);
  const light = (c) => { const [r, g, b] = numbers(c).map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const ground = (node) => { for (; node; node = node.parentElement) { const c = getComputedStyle(node).backgroundColor;
    if (numbers(c).length < 4 || numbers(c)[3] > 0.99) return c; } return 'rgb(255, 255, 255)'; };
  let smallest = 99, lowest = [99, ''];
  for (const node of document.querySelectorAll('.gradio-container *')) {
    const own = [...node.childNodes].some((child) => child.nodeType === 3 && child.data.trim());
    if (!own || !node.checkVisibility({ visibilityProperty: true }) || node.closest('.unseen, .sr-only, svg, .tip')) continue;
    const style = getComputedStyle(node), a = light(style.color), b = light(ground(node));
    smallest = Math.min(smallest, parseFloat(style.fontSize));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < lowest[0]) lowest = [ratio, node.className + ' ' + node.textContent.slice(0, 20)];
  }
  return [smallest, lowest];
}"""
