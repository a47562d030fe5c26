"""What a visitor does on the chat page, as the tests of several files need it."""

from playwright.sync_api import Page

BOX = "#ecqa-composer textarea"
FACT = "汕头市财政每年拿多少钱支持电商？"
OUTLINE = "汕头经济特区电子商务促进办法有哪些条款？"
UNANSWERABLE = "专项资金一共有多少个亿？"


def ask(page: Page, question: str) -> str:
    """Asks, and waits for what comes of it; a selector of the exchange."""
    turn = page.locator(".turn").count() + 1
    page.fill(BOX, question)
    page.press(BOX, "Enter")
    page.wait_for_selector(answered := f".turn:nth-child({turn}):not([data-busy]):not([data-pending])")
    page.wait_for_selector(f"{answered} .card")
    page.wait_for_selector(".halt", state="hidden")
    return answered


def open_list(page: Page) -> None:
    """Opens the drawer of conversations where the list does not stand beside the chat."""
    if not page.locator(".list").is_visible():
        page.click("[data-list-toggle]")
        page.wait_for_selector(".list", state="visible")
