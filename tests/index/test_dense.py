from pathlib import Path

import numpy as np
import pytest

from ecqa.index.dense import FaissIndex
from ecqa.protocols import Rows, Vectors


def unit_vectors(count: int, dim: int = 24, seed: int = 7) -> Vectors:
    vectors = np.random.default_rng(seed).normal(size=(count, dim)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def brute_force(vectors: Vectors, query: Vectors, k: int, allowed: Rows | None = None) -> tuple[Vectors, Rows]:
    rows = np.arange(len(vectors)) if allowed is None else allowed
    scores = vectors[rows] @ query
    best = np.lexsort((rows, -scores))[:k]
    return scores[best], rows[best]


@pytest.fixture(params=["built", "loaded"])
def opened(request: pytest.FixtureRequest, tmp_path: Path):
    def make(vectors: Vectors, exact_limit: int = 100_000) -> FaissIndex:
        index = FaissIndex.build(vectors, exact_limit)
        if request.param == "built":
            return index
        index.save(tmp_path / "dense.faiss")
        return FaissIndex.load(tmp_path / "dense.faiss")

    return make


def test_exact_search_is_brute_force(opened):
    vectors, queries = unit_vectors(300), unit_vectors(20, seed=8)
    index = opened(vectors)
    assert (len(index), index.dim) == (300, 24)
    for query in queries:
        scores, rows = index.search(query, 10)
        expected_scores, expected_rows = brute_force(vectors, query, 10)
        assert rows.tolist() == expected_rows.tolist()
        assert (scores.dtype, rows.dtype) == (np.float32, np.int64)
        np.testing.assert_allclose(scores, expected_scores, atol=1e-6)


@pytest.mark.parametrize("exact_limit", [100_000, 100])
def test_filtered_search_is_brute_force_among_the_allowed(opened, exact_limit: int):
    vectors, queries = unit_vectors(300), unit_vectors(20, seed=8)
    index = opened(vectors, exact_limit)
    random = np.random.default_rng(9)
    for query, size in zip(queries, [1, 2, 3, 7, 50, 299, 300] * 3, strict=False):
        allowed = np.sort(random.choice(300, size, replace=False))
        scores, rows = index.search(query, 10, allowed)
        expected_scores, expected_rows = brute_force(vectors, query, 10, allowed)
        assert rows.tolist() == expected_rows.tolist()
        np.testing.assert_allclose(scores, expected_scores, atol=1e-6)


def test_the_graph_finds_nearly_all_that_brute_force_finds(opened):
    vectors, queries = unit_vectors(3000), unit_vectors(50, seed=8)
    index = opened(vectors, 1000)
    found = 0
    for query in queries:
        scores, rows = index.search(query, 10)
        np.testing.assert_allclose(scores, vectors[rows] @ query, atol=1e-6)
        assert (np.diff(scores) <= 0).all()
        found += len(set(rows.tolist()) & set(brute_force(vectors, query, 10)[1].tolist()))
    assert found >= 0.98 * 500


def test_equal_scores_come_in_row_order(opened):
    vectors = np.repeat(unit_vectors(2), [3, 3], axis=0)
    _, rows = opened(vectors).search(vectors[0], 6)
    assert rows.tolist() == [0, 1, 2, 3, 4, 5]


@pytest.mark.parametrize("exact_limit", [100_000, 10])
def test_fewer_come_back_when_fewer_are_there_or_allowed(opened, exact_limit: int):
    vectors = unit_vectors(20)
    index = opened(vectors, exact_limit)
    assert len(index.search(vectors[0], 50)[1]) == 20
    assert index.search(vectors[0], 5, np.array([4, 9]))[1].tolist() == brute_force(vectors, vectors[0], 5, np.array([4, 9]))[1].tolist()
    for k, allowed in ((5, np.array([], np.int64)), (0, None)):
        scores, rows = index.search(vectors[0], k, allowed)
        assert scores.shape == rows.shape == (0,)


@pytest.mark.parametrize("exact_limit", [100_000, 10])
def test_vectors_come_back_as_they_were_given(opened, exact_limit: int):
    vectors = unit_vectors(30)
    index = opened(vectors, exact_limit)
    np.testing.assert_array_equal(index.vectors([29, 0, 7]), vectors[[29, 0, 7]])
    assert index.vectors([]).shape == (0, 24)


def test_a_vector_of_another_length_is_a_slip():
    with pytest.raises(ValueError, match=r"length 12 .* length 24"):
        FaissIndex.build(unit_vectors(5)).search(np.zeros(12, np.float32), 3)


def test_a_file_that_is_no_index_is_refused(tmp_path: Path):
    (tmp_path / "x").write_bytes(b"no index")
    with pytest.raises(RuntimeError):
        FaissIndex.load(tmp_path / "x")
