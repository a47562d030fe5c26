"""What the first screen says about the collection, and that every example question is a button that asks it."""

import html
import re

import pytest

from ecqa.interfaces.web.first_screen import coverage, first_screen
from ecqa.messages import Messages


@pytest.mark.parametrize(
    ("articles", "dates", "words"),
    [
        (3, ["2012-11-21", "2013-01-17"], "收录 3 篇 · 2012-11 至 2013-01"),
        (1, ["2013-01-17"], "收录 1 篇 · 2013-01 至 2013-01"),
        (2, [], "收录 2 篇"),
        (0, [], "收录 0 篇"),
    ],
)
def test_coverage(articles, dates, words):
    assert coverage(articles, dates, Messages("zh")) == words


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_two_examples_for_each_persona(lang):
    messages = Messages(lang)
    page = first_screen(1, ["2013-01-17"], messages, 90)
    asked = [html.unescape(text) for text in re.findall(r'data-ask="([^"]*)"', page)]
    assert asked == [messages.text(f"web.example-{who}-{n}") for who in ("merchant", "member", "evaluator") for n in (1, 2)]
    assert html.escape(messages.text("web.disclaimer")) in page
    assert html.escape(messages.text("web.privacy", days=90)) in page
