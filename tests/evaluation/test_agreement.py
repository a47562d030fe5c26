"""Krippendorff's alpha against Krippendorff's own arithmetic, and who is far apart."""

from itertools import product

import pytest

from ecqa.evaluation.agreement import SCALE, Agreement, agreement, disagreements


def ordinal_alpha(pairs):
    """Alpha of two raters from the definition: 1 - (n - 1) * sum of observed distances / sum of expected distances."""
    values = [value for pair in pairs for value in pair]
    counts = {value: values.count(value) for value in SCALE}

    def distance(first, second):
        low, high = sorted((first, second))
        between = sum(counts[value] for value in range(low, high + 1))
        return (between - (counts[low] + counts[high]) / 2) ** 2

    observed = 2 * sum(distance(*pair) for pair in pairs)
    expected = sum(distance(first, second) for first, second in product(values, repeat=2))
    return 1 - (len(values) - 1) * observed / expected


PAIRS = [(1, 1), (2, 2), (3, 3), (3, 4), (4, 4), (5, 5), (5, 3), (2, 1), (1, 4), (4, 5)]


def scores_of(pairs):
    return {f"q{number}": {"anna": first, "bela": second} for number, (first, second) in enumerate(pairs)}


def test_alpha_is_what_its_definition_gives():
    found = agreement(scores_of(PAIRS))
    assert found.alpha == pytest.approx(ordinal_alpha(PAIRS), abs=1e-9)
    assert found.low < found.alpha < found.high
    assert (found.answers, found.raters) == (10, 2)
    assert agreement(scores_of(PAIRS)) == found


def test_perfect_agreement_is_one_and_reversed_is_below_zero():
    assert agreement(scores_of([(1, 1), (3, 3), (5, 5)])).alpha == 1.0
    assert agreement(scores_of([(1, 5), (5, 1), (2, 4), (4, 2)])).alpha < 0


def test_more_answers_narrow_the_interval():
    few, many = agreement(scores_of(PAIRS)), agreement(scores_of(PAIRS * 8))
    assert many.high - many.low < (few.high - few.low) / 2


def test_an_answer_scored_by_one_person_does_not_count():
    scores = scores_of(PAIRS)
    assert agreement(scores | {"alone": {"anna": 5}}) == agreement(scores)
    assert agreement({"alone": {"anna": 5}}) == Agreement(None, None, None, 0, 0)


def test_one_shared_answer_says_nothing_of_agreement():
    assert agreement(scores_of([(1, 5)])) == Agreement(None, None, None, 1, 2)


def test_where_all_scores_are_equal_there_is_nothing_to_agree_on():
    assert agreement(scores_of([(5, 5), (5, 5)])) == Agreement(None, None, None, 2, 2)


def test_a_third_rater_with_gaps_counts():
    scores = scores_of(PAIRS)
    scores["q0"]["cleo"] = 5
    found = agreement(scores)
    assert found.raters == 3
    assert found.alpha < agreement(scores_of(PAIRS)).alpha


def test_the_furthest_apart_come_first_and_one_point_is_no_disagreement():
    assert [(one.question, one.scores) for one in disagreements(scores_of(PAIRS))] == [
        ("q8", (("anna", 1), ("bela", 4))),
        ("q6", (("anna", 5), ("bela", 3))),
    ]
