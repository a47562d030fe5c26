"""Intervals against scipy, and what the bootstrap has to give by construction."""

import pytest
from scipy.stats import binomtest

from ecqa.evaluation.intervals import bootstrap, wilson
from ecqa.evaluation.metrics.tally import NOTHING, Tally


@pytest.mark.parametrize(("part", "whole"), [(0, 10), (10, 10), (45, 50), (1, 163)])
def test_wilson_is_scipys(part: int, whole: int):
    theirs = binomtest(part, whole).proportion_ci(method="wilson")
    assert wilson(part, whole) == pytest.approx((theirs.low, theirs.high))


def test_the_bootstrap_draws_questions_and_is_repeatable():
    tallies = [Tally(1, 1)] * 30 + [Tally(0, 1)] * 10 + [NOTHING] * 5
    low, high = bootstrap(tallies)
    assert (low, high) == bootstrap(tallies)
    # mean .75, standard error sqrt(.75 * .25 / 40) = .0685: .616 to .884
    assert low == pytest.approx(0.616, abs=0.02)
    assert high == pytest.approx(0.884, abs=0.02)
    assert bootstrap([Tally(1, 1)] * 5) == (1, 1)


def test_the_bootstrap_of_a_ratio_keeps_numerator_and_denominator_of_a_question_together():
    # one long answer with 10 right citations of 10, one short with 0 of 1: every draw gives 0, 10/11 or 1
    low, high = bootstrap([Tally(10, 10), Tally(0, 1)])
    assert (low, high) == pytest.approx((0, 1))
