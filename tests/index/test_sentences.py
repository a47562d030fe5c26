"""Sentence vectors by row, stored and mapped again; their texts and keys."""

import hashlib
from pathlib import Path

import numpy as np
import pytest

from ecqa.index import sentences
from ecqa.index.sentences import SentenceVectors, sentence_texts, text_key
from ecqa.schema import Passage

TEXT = "标题\n第一句。第二句。"
THREE = (
    Passage("a:0-11", "a", 0, 11, TEXT, "", ((3, 7), (7, 11))),
    Passage("a:12-14", "a", 12, 14, "标题", "", ()),
    Passage("a:20-24", "a", 20, 24, "第三句。", "", ((20, 24),)),
)
VECTORS = np.array([[1, 0], [0.6, 0.8], [0, -1]], np.float32)


def test_a_row_has_the_vectors_of_its_sentences_in_order():
    stored = SentenceVectors(VECTORS, THREE)
    half = VECTORS.astype(np.float16).astype(np.float32)
    assert stored.of(0).tolist() == half[:2].tolist()
    assert stored.of(0)[1] == pytest.approx([0.6, 0.8], abs=2**-11)
    assert stored.of(1).shape == (0, 2)
    assert stored.of(2).tolist() == [[0, -1]]
    assert stored.all().tolist() == half.tolist()
    assert {stored.of(0).dtype, stored.all().dtype} == {np.dtype(np.float32)}


def test_vectors_that_are_not_one_a_sentence_are_refused():
    for wrong in (VECTORS[:2], np.vstack([VECTORS, VECTORS])):
        with pytest.raises(ValueError, match=f"{len(wrong)} vectors for 3 sentences"):
            SentenceVectors(wrong, THREE)


def test_what_is_saved_is_mapped_again_and_holds_no_pickle(tmp_path: Path):
    path = tmp_path / "sentences.npy"
    SentenceVectors(VECTORS, THREE).save(path)
    assert path.read_bytes()[:6] == b"\x93NUMPY"
    again = SentenceVectors.load(path, THREE)
    assert again.all().tolist() == SentenceVectors(VECTORS, THREE).all().tolist()
    assert again.of(2).tolist() == [[0, -1]]
    again.save(tmp_path / "twice.npy")
    assert (tmp_path / "twice.npy").read_bytes() == path.read_bytes()


def test_saving_piece_by_piece_gives_the_same_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    np.save(tmp_path / "whole.npy", VECTORS.astype(np.float16))
    monkeypatch.setattr(sentences, "PIECE", 2)
    SentenceVectors(VECTORS, THREE).save(tmp_path / "pieces.npy")
    assert (tmp_path / "pieces.npy").read_bytes() == (tmp_path / "whole.npy").read_bytes()


def test_a_file_of_other_passages_or_with_objects_or_none_is_refused(tmp_path: Path):
    path = tmp_path / "sentences.npy"
    SentenceVectors(VECTORS, THREE).save(path)
    with pytest.raises(ValueError, match="3 vectors for 2 sentences"):
        SentenceVectors.load(path, THREE[:2])
    np.save(path, np.array([{}], object), allow_pickle=True)
    with pytest.raises(ValueError, match="Python objects"):
        SentenceVectors.load(path, THREE)
    with pytest.raises(FileNotFoundError):
        SentenceVectors.load(tmp_path / "none.npy", THREE)


def test_sentences_are_embedded_as_they_stand_in_their_passage():
    assert sentence_texts(THREE[0]) == ["第一句。", "第二句。"]
    assert sentence_texts(THREE[1]) == []
    assert sentence_texts(THREE[2]) == ["第三句。"]


def test_a_key_is_the_first_24_digits_of_a_texts_sha256_and_any_text_has_one():
    assert text_key("第一句。") == hashlib.sha256("第一句。".encode()).hexdigest()[:24]
    assert len({text_key("第一句。"), text_key("第一句"), text_key("\ud800"), text_key("")}) == 4
