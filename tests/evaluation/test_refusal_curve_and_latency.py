"""The refusal curve and the latencies on a handful of values."""

import pytest

from ecqa.evaluation.metrics.latency import latency
from ecqa.evaluation.metrics.refusal_curve import Point, area, best_recall, refusal_curve


def test_the_curve_has_a_point_for_each_score():
    points = refusal_curve([0.9, 0.7, 0.5], [0.6, 0.4])
    assert points == [
        Point(0.4, 1, 0),
        Point(0.5, 1, 1 / 2),
        Point(0.6, 2 / 3, 1 / 2),
        Point(0.7, 2 / 3, 1),
        Point(0.9, 1 / 3, 1),
    ]
    assert best_recall(points, 0.95) == Point(0.5, 1, 1 / 2)
    assert best_recall(points, 0.6) == Point(0.7, 2 / 3, 1)


def test_the_area_counts_pairs_in_the_right_order():
    assert area([0.9, 0.7, 0.5], [0.6, 0.4]) == 5 / 6  # only .5 < .6 is out of order
    assert area([0.5], [0.5]) == 0.5
    assert area([0.1], [0.2]) == 0


def test_latency_by_stage():
    figures = latency([{"retrieve": 10, "total": 20}, {"retrieve": 30, "total": 40}, {"total": 60}])
    assert list(figures) == ["retrieve", "total"]
    assert figures["retrieve"] == (20, pytest.approx(29), 30, 2)  # p95: 10 + .95 * 20
    assert figures["total"] == (40, pytest.approx(58), 60, 3)
    assert latency([]) == {}
