import json
import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecqa.index.lexical import K1, B, LexicalIndex, top

TEXTS = ["电商平台电商", "电商园区", "汕头园区启动"]
"""Bigrams: 电商 商平 平台 台电 电商 | 电商 商园 园区 | 汕头 头园 园区 区启 启动."""


def idf(df: int, n: int = 3) -> float:
    return math.log(1 + (n - df + 0.5) / (df + 0.5))


def part(tf: int, length: int, mean: float = 13 / 3) -> float:
    return tf / (tf + K1 * (1 - B + B * length / mean))


def test_bigram_scores_are_the_formula_by_hand():
    scores, _ = LexicalIndex.build(TEXTS).scores("电商园区")
    # 电商 stands in rows 0 (twice) and 1, 商园 in row 1, 园区 in rows 1 and 2; rows have 5, 3 and 5 terms
    expected = [
        idf(2) * part(2, 5),
        idf(2) * part(1, 3) + idf(1) * part(1, 3) + idf(2) * part(1, 3),
        idf(2) * part(1, 5),
    ]
    assert scores.dtype == np.float32
    np.testing.assert_allclose(scores, expected, rtol=1e-6)
    np.testing.assert_allclose(scores, [0.255918, 0.891817, 0.175829], rtol=1e-5)


def test_a_repeated_query_term_counts_twice():
    index = LexicalIndex.build(TEXTS)
    once, twice = index.scores("园区")[0], index.scores("园区 园区")[0]
    np.testing.assert_allclose(twice, 2 * once)
    assert once[0] == 0


def test_rarity_is_the_idf_of_a_bigram():
    index = LexicalIndex.build(TEXTS)
    assert [index.rarity(pair) for pair in ("电商", "启动", "没有")] == pytest.approx([idf(2), idf(1), idf(0)])


def test_the_passages_with_a_term_are_counted_by_field():
    index = LexicalIndex.build(["电子商务和电子商务", "商务", "其他"])
    assert [index.passages_with(term, "words") for term in ("电子商务", "商务", "子商", "没有")] == [1, 2, 0, 0]
    assert [index.passages_with(term, "bigrams") for term in ("商务", "子商", "没有")] == [2, 1, 0]


def test_word_scores_use_words_not_pairs_of_characters():
    # jieba words: 电子商务 also gives 电子, 商务 | 商务 | 子商 is no word
    bigrams, words = LexicalIndex.build(["电子商务", "商务", "其他"]).scores("子商")
    assert bigrams[0] > 0
    assert words.tolist() == [0, 0, 0]


def test_query_and_texts_are_folded():
    index = LexicalIndex.build(["電子商務發展５０家", "天气晴朗"])
    plain = index.scores("电子商务 50家")
    assert plain[0][0] > 0
    assert plain[1][0] > 0
    for query in ("電子商務 50家", "电子商务 ５０家", "电子商务 五十家"):
        scores = index.scores(query)
        np.testing.assert_array_equal(scores[0], plain[0])
        np.testing.assert_array_equal(scores[1], plain[1])


@pytest.mark.parametrize("query", ["", "   ", "，。！？", "🙂", "zzzz", "鑫鑫鑫", "\x00\x07"])
def test_nothing_known_scores_zero(query: str):
    bigrams, words = LexicalIndex.build(TEXTS).scores(query)
    assert bigrams.tolist() == words.tolist() == [0, 0, 0]
    assert bigrams.dtype == words.dtype == np.float32


def test_texts_without_a_single_term_can_be_indexed(tmp_path: Path):
    index = LexicalIndex.build(["！！", "……"])
    index.save(tmp_path)
    assert LexicalIndex.load(tmp_path).scores("电商")[0].tolist() == [0, 0]


def test_a_saved_index_scores_the_same_and_holds_no_pickle(tmp_path: Path):
    built = LexicalIndex.build(TEXTS)
    built.save(tmp_path)
    loaded = LexicalIndex.load(tmp_path)
    assert len(loaded) == len(built) == 3
    for query in ("电商园区", "汕头启动", ""):
        for ours, theirs in zip(built.scores(query), loaded.scores(query), strict=True):
            np.testing.assert_array_equal(ours, theirs)
    for path in tmp_path.rglob("*.*"):
        if path.suffix == ".npy":
            np.load(path, allow_pickle=False)
        else:
            json.loads(path.read_text("utf-8"))


def test_one_corpus_gives_the_same_files(tmp_path: Path):
    LexicalIndex.build(TEXTS).save(tmp_path / "a")
    LexicalIndex.build(TEXTS).save(tmp_path / "b")
    files = sorted(path.relative_to(tmp_path / "a") for path in (tmp_path / "a").rglob("*.*"))
    assert len(files) == 10
    for name in files:
        assert (tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes()


def test_top_is_ordered_filtered_and_without_zeros():
    scores = np.array([0.5, 0, 2, 0.5, 1], np.float32)
    best, rows = top(scores, 10)
    assert rows.tolist() == [2, 4, 0, 3]
    assert best.tolist() == [2, 1, 0.5, 0.5]
    assert top(scores, 1)[1].tolist() == [2]
    assert top(scores, 10, np.array([0, 1, 4]))[1].tolist() == [4, 0]
    assert top(scores, 10, np.array([], np.int64))[1].tolist() == []


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text("电商平台园区汕头abc1 ，", max_size=12), min_size=1, max_size=6), st.text("电商平台园区汕头abc1 ，", max_size=8))
def test_bigram_scores_are_the_formula_for_any_text(texts: list[str], query: str):
    from ecqa.text.folding import fold
    from ecqa.text.segmentation import bigrams

    documents = [bigrams(fold(text)) for text in texts]
    mean = sum(map(len, documents)) / len(documents)
    expected = [0.0] * len(documents)
    for term in bigrams(fold(query)):
        df = sum(term in document for document in documents)
        for row, document in enumerate(documents):
            if term in document:
                expected[row] += idf(df, len(documents)) * part(document.count(term), len(document), mean)
    np.testing.assert_allclose(LexicalIndex.build(texts).scores(query)[0], expected, rtol=1e-5, atol=1e-6)
