"""Settings to an assistant, or to an error that says what is wrong with the index."""

from pathlib import Path

import pytest

from ecqa.config import Settings
from ecqa.errors import SearchIndexError
from ecqa.factory import open_assistant
from ecqa.index.build import build_index
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from tests.index.material import PairEmbedder, write_corpus


def test_where_nothing_was_built_the_index_is_missing(tmp_path: Path):
    with pytest.raises(SearchIndexError) as raised:
        open_assistant(Settings(index=tmp_path))
    assert (raised.value.key, raised.value.values) == ("index-missing", {"path": tmp_path})


def test_an_index_of_another_model_is_refused_by_name(tmp_path: Path):
    build_index(write_corpus(tmp_path / "corpus"), tmp_path / "index", PairEmbedder(), "pairs")
    with pytest.raises(SearchIndexError) as raised:
        open_assistant(Settings(index=tmp_path / "index"))
    assert raised.value.key == "index-other-model"
    assert raised.value.values["built"] == "pairs"


def test_refusals_speak_the_language_chosen(real_index: Path, assistant: Assistant):
    question = "2031年火星电商大会的门票多少钱？"
    english = open_assistant(Settings(index=real_index, lang="en")).ask(question)
    chinese = assistant.ask(question)
    assert (english.status, chinese.status) == ("refused", "refused")
    assert english.text == Messages("en").text("answer.refused", missing=english.missing)
    assert chinese.text == Messages("zh").text("answer.refused", missing=chinese.missing)
    assert english.text != chinese.text
