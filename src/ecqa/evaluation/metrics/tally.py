"""The one value every metric of a question gives: how much of how many; sums of it are the metric of many questions."""

from collections.abc import Iterable
from typing import NamedTuple


class Tally(NamedTuple):
    """A numerator and a denominator; a question that a metric does not look at has the denominator 0."""

    part: float
    whole: float

    @property
    def value(self) -> float | None:
        """The part divided by the whole; None when there is nothing to divide by."""
        return self.part / self.whole if self.whole else None


NOTHING = Tally(0, 0)


def total(tallies: Iterable[Tally]) -> Tally:
    """The sum of numerators and of denominators."""
    part = whole = 0.0
    for tally in tallies:
        part += tally.part
        whole += tally.whole
    return Tally(part, whole)
