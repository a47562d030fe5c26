"""Kinds by weights of n-grams, with a table of the tests' own, and what the table that ships makes of wordings that no pattern knows."""

import math

import pytest

from ecqa.understanding.kinds import by_pattern, kind_of
from ecqa.understanding.learned_kinds import Table, combined, likeliest

TABLE: Table = {
    "kinds": ["date", "fact", "person"],
    "bias": [0.0, 0.0, 0.0],
    "weights": {"咋": [0.0, 0.0, 1.0], "咋叫": [0.0, 0.0, 2.0], "几": [0.5, 0.0, 0.0]},
}


def test_the_likeliest_kind_is_the_softmax_of_the_weights_of_its_ngrams():
    kind, chance = likeliest("他咋叫", TABLE)
    assert (kind, chance) == ("person", pytest.approx(math.exp(3) / (math.exp(3) + 2)))


def test_an_ngram_counts_once():
    assert likeliest("咋咋咋", TABLE) == likeliest("咋", TABLE)


def test_where_patterns_know_no_kind_a_likely_one_is_taken():
    assert combined("fact", "咋", TABLE) == "person"  # e / (e + 2) = .58
    assert combined("fact", "几", TABLE) == "date"  # .45
    assert combined("fact", "无", TABLE) == "fact"  # a third each


def test_a_kind_that_patterns_know_gives_way_to_a_sure_one_only():
    assert combined("list", "咋", TABLE) == "list"
    assert combined("list", "咋叫", TABLE) == "person"  # .91


@pytest.mark.parametrize(
    ("question", "kind"),
    [
        ("那个想出主意的店长叫啥？", "person"),
        ("绵阳和德阳哪边网购的人花钱更多？", "compare"),
        ("乡下人上网咋个比城里人涨得还凶，报告咋个说的？", "reason"),
    ],
)
def test_wordings_that_no_pattern_knows_are_learned(question: str, kind: str):
    assert by_pattern(question) == "fact"
    assert kind_of(question) == kind
