"""A question's wording to the form its answer takes, by weights of character n-grams; see train/fit_kinds.py. It decides where patterns leave it open."""

import json
import math
from functools import cache
from importlib import resources
from typing import TypedDict, cast

LONGEST_GRAM = 3
"""Characters."""
OPEN, SURE = 0.4, 0.8
"""Probability from which on a kind is taken where the patterns know none, and where they know another."""


class Table(TypedDict):
    """What kinds.json holds."""

    kinds: list[str]
    bias: list[float]
    weights: dict[str, list[float]]
    """By n-gram, one for each of `kinds`."""


def combined(plain: str, folded: str, table: Table) -> str:
    """The kind of a question.

    Args:
        plain: What the patterns make of it; "fact" where they know none.
        folded: The question, folded.
        table: Weights.
    """
    kind, chance = likeliest(folded, table)
    return kind if kind != "fact" and chance >= (OPEN if plain == "fact" else SURE) else plain


def likeliest(folded: str, table: Table) -> tuple[str, float]:
    """The likeliest kind and its probability in [0, 1]: a softmax over sums of weights."""
    sums = list(table["bias"])
    grams = {folded[at : at + n] for n in range(1, LONGEST_GRAM + 1) for at in range(len(folded) - n + 1)}
    for gram in sorted(grams):
        for place, weight in enumerate(table["weights"].get(gram, ())):
            sums[place] += weight
    highest = max(sums)
    whole = sum(math.exp(one - highest) for one in sums)
    return table["kinds"][sums.index(highest)], 1 / whole


@cache
def shipped() -> Table:
    """The weights in kinds.json beside this module."""
    return cast(Table, json.loads(resources.files(__package__).joinpath("kinds.json").read_text("utf-8")))
