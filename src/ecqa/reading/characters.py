"""A reader's logits of tokens to a reading of characters, and how much of question and passage is read; it runs no model."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ecqa.protocols import Reading

LENGTH = 320
"""Tokens of a window; what goes past them at the end of a passage is not read."""
ASKED = 120
"""Characters of a question that are read, its last ones: what is asked stands at the end of a long one."""
_NEVER = -1e4


def reading_of(
    logits: NDArray[np.float32], offsets: Sequence[tuple[int, int]], parts: Sequence[int | None], first: int, length: int
) -> Reading:
    """Logits of tokens to values of characters.

    Args:
        logits: Shape (len(offsets), 3): start, end and evidence of each token.
        offsets: Where each token stands in its text.
        parts: 1 for the tokens of the passage; 0 for those of the question, None for special ones.
        first: Where in the second text the passage itself begins.
        length: Characters of the passage.
    """
    starts, ends, evidence = (np.full(length, _NEVER, np.float32) for _ in range(3))
    for (a, b), part, (start, end, told) in zip(offsets, parts, logits, strict=True):
        if part == 1 and b > max(a, first):
            at = max(a - first, 0)
            starts[at], ends[b - first - 1] = start, end
            evidence[at : b - first] = told
    return Reading(starts, ends, evidence, nothing=float(logits[0, 0] + logits[0, 1]), holds=float(logits[0, 2]))
