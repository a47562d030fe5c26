"""How many questions only one of two systems got right, to the chance of such a split if both were equally good.

    p = min(1, 2 * P(X <= min(b, c))),    X ~ Binomial(b + c, 1/2)

b, c: questions that only the first, only the second system got right. Questions that both or neither got right say nothing.

Source: McNemar, Note on the sampling error of the difference between correlated proportions, 1947; exact form.
"""

from math import comb


def mcnemar(only_first: int, only_second: int) -> float:
    """The exact two-sided p-value; 1 when the two never differ."""
    n, least = only_first + only_second, min(only_first, only_second)
    return min(1.0, 2 * sum(comb(n, i) for i in range(least + 1)) / 2**n) if n else 1.0
