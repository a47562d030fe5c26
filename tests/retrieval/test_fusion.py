"""z-scores and their weighted sum, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.retrieval.fusion import fuse, standardise


def test_a_score_is_standardised_over_all_candidates():
    # 1, 3, 5, 7: mean 4, variance (9 + 1 + 1 + 9) / 4 = 5
    assert standardise(np.array([1.0, 3.0, 5.0, 7.0])) == pytest.approx([-3 / 5**0.5, -1 / 5**0.5, 1 / 5**0.5, 3 / 5**0.5])


def test_equal_scores_say_nothing():
    assert standardise(np.array([0.3, 0.3, 0.3])).tolist() == [0, 0, 0]
    assert standardise(np.array([7.0])).tolist() == [0]


def test_the_fused_score_is_the_weighted_sum():
    # first: (0, 2) -> (-1, 1); second: (30, 10) -> (1, -1); third: equal -> (0, 0)
    fused = fuse([(0.6, np.array([0.0, 2.0])), (0.25, np.array([30.0, 10.0])), (0.15, np.array([5.0, 5.0]))])
    assert fused == pytest.approx([-0.6 + 0.25, 0.6 - 0.25])


@given(st.lists(st.floats(-1e3, 1e3), min_size=2, max_size=20), st.floats(0.1, 10), st.floats(-100, 100))
def test_the_scale_and_zero_of_a_retriever_do_not_matter(scores: list[float], scale: float, shift: float):
    values = np.array(scores)
    if values.std() > 1e-3:
        assert standardise(values * scale + shift) == pytest.approx(standardise(values), abs=1e-6)
        assert standardise(values).mean() == pytest.approx(0, abs=1e-9)
        assert standardise(values).std() == pytest.approx(1)
