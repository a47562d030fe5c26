"""Corrections put into overrides.toml and taken out again: what a person wrote in it stays, and what it says is what was asked for."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.corpus.overrides import read_overrides, with_corrections
from ecqa.errors import CorpusError

BY_HAND = '# 我们的更正\n["2013-01-05"]\ndate = "2013-01-13"  # 原文印错\nsource = ""\n\n["别的"]\ntitle = "乙"\n'


def test_a_field_is_changed_and_what_was_written_by_hand_stays():
    assert with_corrections(BY_HAND, {"2013-01-05": {"date": "2013-01-14", "source": None}, "新 编号": {"title": '甲"乙\\'}}) == (
        '# 我们的更正\n["2013-01-05"]\ndate = "2013-01-14"  # 原文印错\n\n["别的"]\ntitle = "乙"\n\n["新 编号"]\ntitle = "甲\\"乙\\\\"\n'
    )


def test_corrections_leave_by_field_and_by_article():
    assert read_overrides(with_corrections(BY_HAND, {"2013-01-05": {"date": None, "source": None}})) == {"别的": {"title": "乙"}}
    assert read_overrides(with_corrections(BY_HAND, {"2013-01-05": None, "别的": None, "无": {"title": None}})) == {}
    assert with_corrections(BY_HAND, {}) == BY_HAND


@pytest.mark.parametrize("text", ['["a"]\nx = ', "a = 1\n", '["a"]\n["a"]\n', "[[a]]\nx = 1\n"])
def test_a_file_of_another_form_is_refused(text):
    with pytest.raises(CorpusError) as refused:
        with_corrections(text, {"b": {"title": "x"}})
    assert refused.value.key == "overrides-broken"


def test_half_a_character_is_refused():
    with pytest.raises(CorpusError):
        with_corrections("", {"a": {"title": "\ud800"}})


WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)
TABLES = st.dictionaries(WORDS.filter(bool), st.dictionaries(st.sampled_from(["title", "date", "note"]), WORDS, min_size=1), max_size=4)


@given(TABLES, TABLES)
def test_the_file_says_what_was_said_last(first, second):
    text = with_corrections(with_corrections("", first), second)
    assert tomllib.loads(text) == {name: {**first.get(name, {}), **second.get(name, {})} for name in {**first, **second}}
