"""Short texts in, groups of similar ones out, by the pairs of characters they share; it knows nothing of meaning.

    Dice coefficient of two texts = 2 * shared pairs / (pairs of one + pairs of the other)

A text joins the first group whose first text it is similar to, else it begins one. The order is the order given, so the same
texts give the same groups.

Source: Dice, Measures of the amount of ecologic association between species, 1945.
"""

from collections import Counter
from collections.abc import Sequence

from ecqa.text.folding import fold

SIMILAR = 0.5
"""From here on two texts are one question: 「房价多少」 and 「房价是多少？」 are, 「电商专项资金」 and 「电商产业园」 are not."""


def groups(texts: Sequence[str]) -> list[list[int]]:
    """Indexes of similar texts together, the largest group first; of groups of one size the one that begins first.

    Args:
        texts: Questions, say; case, width and punctuation don't count.
    """
    found: list[tuple[Counter[str], list[int]]] = []
    for place, text in enumerate(texts):
        pairs = _pairs(text)
        for of_first, members in found:
            if similarity(pairs, of_first) >= SIMILAR:
                members.append(place)
                break
        else:
            found.append((pairs, [place]))
    return sorted((members for _, members in found), key=lambda members: -len(members))


def similarity(first: Counter[str], second: Counter[str]) -> float:
    """Dice coefficient of two bags of pairs, in [0, 1]."""
    total = first.total() + second.total()
    return 2 * (first & second).total() / total if total else 1.0


def _pairs(text: str) -> Counter[str]:
    letters = "".join(letter for letter in fold(text) if letter.isalnum())
    return Counter(letters[place : place + 2] for place in range(max(1, len(letters) - 1))) if letters else Counter()
