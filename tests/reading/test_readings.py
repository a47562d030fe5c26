"""The best span of a reading, against every span tried one by one."""

import numpy as np
import pytest

from ecqa.protocols import Reading


def reading(length: int, seed: int = 0, nothing: float = 0.0) -> Reading:
    draw = np.random.default_rng(seed)
    starts, ends, evidence = (draw.normal(size=length).astype(np.float32) for _ in range(3))
    return Reading(starts, ends, evidence, nothing, 0.0)


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(("start", "end", "longest"), [(0, 20, 60), (3, 17, 5), (19, 20, 60), (0, 20, 1)])
def test_the_best_span_is_the_best_of_all(seed: int, start: int, end: int, longest: int):
    one = reading(20, seed, nothing=0.7)
    spans = [(a, b) for a in range(start, end) for b in range(a + 1, end + 1) if b - a <= longest]
    best = max(spans, key=lambda span: float(one.starts[span[0]]) + float(one.ends[span[1] - 1]))
    first, last, score = one.best_span(start, end, longest)
    assert (first, last) == best
    assert score == pytest.approx(float(one.starts[first] + one.ends[last - 1]) - 0.7, abs=1e-6)


def test_nothing_holds_no_span():
    first, last, score = reading(5).best_span(3, 3)
    assert (first, last, score) == (3, 3, float("-inf"))
