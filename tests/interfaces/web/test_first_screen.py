"""What the first screen says about the collection, and that every example question is a button that asks it."""

import html
import re

import pytest

from ecqa.interfaces.web.first_screen import coverage, first_screen
from ecqa.messages import Messages
from ecqa.schema import Article


def article(number, date):
    return Article(id=f"a-{number}", title="t", text="t", revision="r", path="a.txt", start=0, date=date)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["2013-01-17", None, "2012-11-21"], "收录 3 篇 · 2012-11 至 2013-01"),
        (["2013-01-17"], "收录 1 篇 · 2013-01 至 2013-01"),
        ([None, None], "收录 2 篇"),
        ([], "收录 0 篇"),
    ],
)
def test_coverage(dates, words):
    assert coverage([article(number, date) for number, date in enumerate(dates)], Messages("zh")) == words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_examples_for_each_persona(lang):
    messages = Messages(lang)
    page = first_screen([article(1, "2013-01-17")], messages, 90)
    asked = [html.unescape(text) for text in re.findall(r'data-ask="([^"]*)"', page)]
    assert asked == [messages.text(f"web.example-{who}-{n}") for who in ("merchant", "member", "evaluator") for n in (1, 2)]
    assert html.escape(messages.text("web.disclaimer")) in page
    assert html.escape(messages.text("web.privacy", days=90)) in page
