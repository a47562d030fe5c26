import io
import os
import sys
from types import SimpleNamespace

import pytest

from ecqa.errors import EcqaError
from ecqa.interfaces.cli.asked import filters, iso_date, question_text
from ecqa.interfaces.cli.session import UsageError
from ecqa.schema import Filters


def test_filters_keep_what_was_given():
    assert filters("政策法规", "policy_digest", None, "2012-11-21", "2012-11-21") == Filters(
        section="政策法规", kind="policy_digest", source=None, since="2012-11-21", until="2012-11-21"
    )


@pytest.mark.parametrize("value", ["2013", "2013-1-7", "2013-02-29", "20130117", "2013-W03-4", "２０１３-01-17", "2013-01-17 ", "", "昨天"])
def test_a_date_that_is_no_day_is_wrong_usage(value):
    with pytest.raises(UsageError) as caught:
        iso_date("--since", value)
    assert (caught.value.key, caught.value.values) == ("date-format", {"option": "--since", "value": value})


def test_a_range_that_ends_before_it_begins_is_wrong_usage():
    with pytest.raises(UsageError) as caught:
        filters(None, None, None, "2013-02-01", "2013-01-31")
    assert caught.value.key == "date-range"


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("电商".encode(), "电商"),
        ("电商".encode("gb18030"), "电商"),
        (b"abc\xff\xfe\xff", "abc\ufffd\ufffd\ufffd"),
    ],
)
def test_a_question_in_other_bytes_is_read(data, text, monkeypatch):
    assert question_text(os.fsdecode(data)) == text
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data + b"\n")))
    assert question_text("-") == text


@pytest.mark.parametrize("text", ["", " ", "\u3000\t\n"])
def test_nothing_typed_is_no_question(text):
    with pytest.raises(EcqaError) as caught:
        question_text(text)
    assert caught.value.key == "question-empty"
