"""Escaping and links: nothing that comes in can become markup or lead anywhere but http and https."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.interfaces.web.markup import escape, host, is_web_address, link


class Seen(HTMLParser):
    """What a browser would see: tags, the values of attributes, and the text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.values: list[str | None] = []
        self.text = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.values += [value for _, value in attrs]

    def handle_data(self, data):
        self.text += data


@given(st.text(st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])))
def test_escaped_text_is_only_text(text):
    seen = Seen(f'<p title="{escape(text)}">{escape(text)}</p>')
    assert seen.tags == ["p"]
    assert seen.values == [text]
    assert seen.text == text


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        ("http://www.dahuawang.com/strb/html/2013-01/17/content_392508.htm", True),
        ("https://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("\x01javascript:alert(1)", False),
        ("data:text/html,<script>alert(1)</script>", False),
        ("//example.org/x", False),
        ("http:", False),
        ("http://[", False),
        ("", False),
    ],
)
def test_only_web_addresses_become_links(url, allowed):
    assert is_web_address(url) is allowed
    seen = Seen(link(url, "原文"))
    assert seen.tags == (["a"] if allowed else ["span"])
    assert seen.text == "原文"


def test_a_link_opens_apart_and_tells_nothing():
    assert link("http://a.example/?x=1&y='2'", "<b>") == (
        '<a href="http://a.example/?x=1&amp;y=&#x27;2&#x27;" target="_blank" rel="noopener noreferrer">&lt;b&gt;</a>'
    )


def test_the_host_is_what_a_reader_recognises():
    assert host("http://www.ebrun.com/20130121/66123.shtml") == "ebrun.com"
    assert host("http://ebrun.com@evil.example/") == "evil.example"
