"""Filters out of what a browser sent, and back into words and addresses."""

import pytest

from ecqa.interfaces.web.filtering import chosen, filter_words, filters_of, query
from ecqa.messages import Messages
from ecqa.schema import Filters


@pytest.mark.parametrize(
    ("sent", "filters"),
    [
        ({}, Filters()),
        ({"section": "政策法规", "kind": ""}, Filters(section="政策法规")),
        ({"since": "2013-01", "until": "2013-02"}, Filters(since="2013-01-01", until="2013-02-31")),
        ({"since": "2013-01-17"}, Filters(since="2013-01-17")),
        ({"since": "2013-13", "until": "../etc", "source": "  大华网 "}, Filters(source="大华网")),
        ({"section": ["x"], "kind": 3, "source": "长" * 101, "colour": "red"}, Filters()),
    ],
)
def test_what_is_no_filter_is_left_out(sent, filters):
    assert filters_of(sent) == filters


def test_filters_go_into_an_address_and_back():
    filters = Filters(section="政策 & 法规", since="2013-01-01")
    assert chosen(filters) == {"section": "政策 & 法规", "since": "2013-01-01"}
    assert query(filters) == "section=%E6%94%BF%E7%AD%96+%26+%E6%B3%95%E8%A7%84&since=2013-01-01"
    assert query(Filters()) == ""


def test_filters_in_words():
    assert filter_words(Filters(section="政策法规", kind="policy_digest"), Messages("zh")) == "政策法规 · 政策摘编"
    assert filter_words(Filters(kind="circular", until="2013-01-31"), Messages("zh")) == "circular · … 至 2013-01-31"
    assert filter_words(Filters(), Messages("zh")) == ""
