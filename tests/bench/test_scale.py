"""What the bench of scale makes, against the program's own index of the same texts."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ecqa.index.lexical import LexicalIndex
from ecqa.passages import cut, search_text
from ecqa.schema import Article

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import scale_made  # noqa: E402
from scale_material import Real, halves, holding, mixtures, neighbour_distances, pairs  # noqa: E402

TEXTS = [f"第{n}号资料\n电商园区{n}号启动。企业{n * 7 % 50}家，专项资金{n}万元。汕头市有网店{n % 3}千家。" for n in range(40)]


@pytest.fixture(scope="module")
def material() -> Real:
    articles = [Article(f"a{n}", f"第{n}号资料", text, "r", "a.txt", 0) for n, text in enumerate(TEXTS)]
    cuts = [(article, passage) for article in articles for passage in cut(article)]
    vectors = np.random.default_rng(3).normal(size=(len(cuts), 32)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return Real([one for _, one in cuts], [search_text(*one) for one in cuts], vectors, ["专项资金有多少"], vectors[:1], [[0]])


def test_made_scores_are_those_that_the_program_gives_the_same_texts(material: Real, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(scale_made, "SLICE", 37)
    scale_made.write(material, 200, tmp_path)
    index = scale_made.opened(tmp_path)
    own = LexicalIndex.build([passage.text for passage in index.passages])
    for question in ("专项资金有多少", "汕头网店", "7号"):
        for made, expected in zip(index.lexical.scores(question), own.scores(question), strict=True):
            np.testing.assert_allclose(made, expected, atol=1e-4)
    chosen = pairs(200, len(material.texts))
    np.testing.assert_allclose(index.dense.vectors(range(200)), mixtures(material.vectors, chosen), atol=1e-6)
    np.testing.assert_allclose(index.sentences.of(150), material.vectors[chosen[150]], atol=1e-3)
    passage = index.passages[150]
    firsts, seconds = halves(material.texts)
    assert [passage.text[a:b] for a, b in passage.sentences] == [firsts[chosen[150, 0]], seconds[chosen[150, 1]]]
    assert index.articles[passage.article_id].text == passage.text


def test_a_smaller_collection_is_the_beginning_of_a_larger_one():
    np.testing.assert_array_equal(pairs(50, 20), pairs(500, 20)[:50])
    assert pairs(50, 20)[:20].tolist() == [[row, row] for row in range(20)]
    assert pairs(5, 20).tolist() == [[row, row] for row in range(5)]


def test_halves_make_the_whole_and_are_cut_at_a_sentence_end():
    firsts, seconds = halves(["甲乙。丙丁。", "没有句号", ""])
    assert (firsts, seconds) == (["甲乙。", "没有", ""], ["丙丁。", "句号", ""])


def test_a_question_is_answered_by_what_holds_a_half_of_its_passage(material: Real):
    chosen = np.array([[0, 0], [1, 1], [1, 0], [1, 2]])
    assert holding(material, chosen) == [[0, 2]]
    assert holding(replace(material, answering=[[5], []]), chosen) == [[], []]


def test_the_distance_to_the_nearest_other_is_one_minus_the_cosine():
    vectors = np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32)
    assert neighbour_distances(vectors)["p50"] == pytest.approx(0.2)
