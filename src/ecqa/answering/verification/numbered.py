"""Cited sentences to the items that they number themselves (1. … 2. …, （一）… （二）…), and whether a claim about the nth is about that one."""

import re
from collections.abc import Sequence

from ecqa.answering.verification.figures import Figure
from ecqa.text.numbers import value

LEAST = 2
"""Items, beginning with the first, that make a numbered list."""
MOST = 30
_LABEL = re.compile(
    r"(?<![\d.])(?:[(（]?(?P<digits>\d{1,2})(?:[)）]|[.、．](?!\d))|[(（]?(?P<words>[一二三四五六七八九十]{1,3})(?:[)）]|、(?=[^一二三四五六七八九十])))"
)


def numbered(texts: Sequence[str]) -> dict[int, str]:
    """The items by their numbers, as far as they count on from one; empty where the texts number nothing.

    Args:
        texts: Normalised sentences, in text order.
    """
    whole = "\n".join(texts)
    labels: list[re.Match[str]] = []
    for match in _LABEL.finditer(whole):
        number = int(match["digits"]) if match["digits"] else value(match["words"])
        if number == len(labels) + 1 <= MOST:
            labels.append(match)
    ends = [*(match.start() for match in labels[1:]), len(whole)]
    return {n: whole[match.end() : end] for n, (match, end) in enumerate(zip(labels, ends, strict=True), 1)} if len(labels) >= LEAST else {}


def is_item(one: Figure, claim: str, items: dict[int, str]) -> bool:
    """Whether the claim says of the nth what no other item says more of; False where no item has that number.

    Args:
        one: An ordinal of the claim.
        claim: Normalised.
        items: From `numbered`; not empty.
    """
    said = claim[: one.start] + claim[one.end :]
    pairs = {said[at : at + 2] for at in range(len(said) - 1)}
    shared = {number: sum(text[at : at + 2] in pairs for at in range(len(text) - 1)) / max(len(text), 1) for number, text in items.items()}
    return shared.get(int(one.value), -1.0) >= max(shared.values())
