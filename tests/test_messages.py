"""The two catalogues say the same things with the same names in them, and a problem becomes one line."""

import string
import tomllib
from importlib import resources

import pytest

from ecqa.errors import QuestionError
from ecqa.messages import LANGUAGES, Messages


def catalogue(lang: str) -> dict[str, str]:
    """Dotted key to message."""
    tables = tomllib.loads(resources.files("ecqa.messages").joinpath(f"{lang}.toml").read_text("utf-8"))
    return {f"{table}.{key}": message for table, messages in tables.items() for key, message in messages.items()}


def names(message: str) -> list[str]:
    """What a message is filled with; a wording given in both languages counts as one."""
    filled = {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}
    return sorted({"wording" if name in LANGUAGES else name for name in filled})


def test_both_languages_have_the_same_keys_with_the_same_names():
    zh, en = catalogue("zh"), catalogue("en")
    assert {key: names(message) for key, message in zh.items()} == {key: names(message) for key, message in en.items()}
    assert names(zh["error.question-too-long"]) == ["limit", "n"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_message_is_empty_and_every_error_is_one_line(lang: str):
    messages = catalogue(lang)
    assert [key for key, message in messages.items() if not message.strip()] == []
    assert [key for key, message in messages.items() if key.startswith("error.") and "\n" in message] == []


def test_chinese_messages_are_polite_and_calm():
    zh = catalogue("zh")
    assert [key for key, message in zh.items() if "！" in message or "AI" in message or "你" in message] == []


def test_a_problem_is_told_in_the_language_chosen():
    problem = QuestionError("question-too-long", limit=500, n=612)
    assert Messages("zh").error(problem) == "问题请控制在 500 字以内，现在是 612 字。"
    assert "500" in Messages("en").error(problem)
    assert "612" in Messages("en").error(problem)
    assert str(problem) == "question-too-long (limit=500, n=612)"


def test_a_table_is_a_copy_and_what_is_not_there_is_an_error():
    messages = Messages("zh")
    messages.table("answer").clear()
    assert messages.text("answer.thanks") == "不客气，有别的问题请接着问。"
    with pytest.raises(KeyError):
        messages.text("answer.nothing")
    with pytest.raises(ValueError, match="no messages for language 'de'; there are zh, en"):
        Messages("de")
