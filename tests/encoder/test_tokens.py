"""Texts to tokens, as transformers makes them with the same file."""

from pathlib import Path

import pytest
from transformers import AutoTokenizer

from ecqa.embedding import SHIPPED_MODEL
from ecqa.encoder import Tokenizer

TEXTS = ["汕头市财政每年安排5000万元", "  １２３％\n\tB2C ", "", "🙂<s>", "电" * 100]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer(SHIPPED_MODEL, 40, "only_second")


@pytest.mark.parametrize("text", TEXTS)
def test_tokens_places_and_parts_of_a_pair(tokenizer: Tokenizer, text: str):
    theirs = AutoTokenizer.from_pretrained(SHIPPED_MODEL)
    expected = theirs(["多少？"], [text], truncation="only_second", max_length=40, return_offsets_mapping=True)
    found = tokenizer("多少？", text)
    assert list(found.ids) == expected["input_ids"][0]
    assert list(found.offsets) == expected["offset_mapping"][0]
    assert list(found.parts) == expected.sequence_ids(0)


def test_a_single_text_is_cut_at_the_end():
    found = Tokenizer(SHIPPED_MODEL, 10)("电" * 100)
    assert len(found.ids) == 10
    assert (found.parts[0], found.parts[-1]) == (None, None)


def test_a_lone_surrogate_keeps_its_place(tokenizer: Tokenizer):
    assert list(tokenizer("电\ud800商").ids) == list(tokenizer("电?商").ids)


def test_a_damaged_tokenizer_is_an_error(tmp_path: Path):
    with pytest.raises(ValueError, match="damaged"):
        Tokenizer(tmp_path, 10)
    (tmp_path / "tokenizer.json").write_text("{}")
    with pytest.raises(ValueError, match="damaged"):
        Tokenizer(tmp_path, 10)
