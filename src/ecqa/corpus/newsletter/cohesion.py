"""Lines of one file to how much two neighbouring stretches speak of the same thing; it decides no boundary.

Source: M. Hearst, TextTiling: Segmenting Text into Multi-paragraph Subtopic Passages, Computational Linguistics 23(1), 1997;
here over character bigrams, and measured against what unrelated stretches of the same file have in common.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from ecqa.corpus.names import ADDRESS

WINDOW = 800
"""Characters looked at on each side."""
REFERENCES = 64
"""Stretches of the file, evenly spread, that a likeness is compared with."""
MINIMUM_REFERENCES = 3
RELATED = 0.1
"""Share of the stretches, the most alike ones, that are left out: a file may hold other articles on the same matter."""
SPREAD_FLOOR = 0.01
"""Added to the standard deviation of the likenesses, which is unsteady in a short file."""

_RUN = re.compile(r"[a-z0-9]+|[\u3400-\u9fff]+")


class Cohesion:
    """The bigram statistics of one file.

    Args:
        texts: Its non-blank lines in order.
        breaks: Indices of lines at which an article ends for certain; no stretch runs over them.
    """

    def __init__(self, texts: Sequence[str], breaks: Collection[int]) -> None:
        self._texts = texts
        self._breaks = frozenset(breaks)

    def likeness(self, before: range, after: range, article: range) -> float | None:
        """How much more two stretches share than unrelated stretches of the file do.

        Args:
            before: Line indices up to the doubtful line; the last WINDOW characters count.
            after: Line indices from the doubtful line on; the first WINDOW characters count.
            article: Line indices around both, none of which serves as an unrelated stretch.

        Returns:
            Standard deviations above the mean of unrelated stretches (about 0: nothing in common; 3 and more: one
            article); None when the file has too few other stretches.
        """
        above, below = self._take(reversed(before)), self._take(after)
        shorter, longer = sorted((above, below), key=lambda texts: sum(map(len, texts)))
        others = [i for i, block in enumerate(self._references) if block.stop <= article.start or block.start >= article.stop]
        if len(others) < MINIMUM_REFERENCES:
            return None
        vector, neighbour = (self._weighted(Counter(_bigrams(texts))) for texts in (shorter, longer))
        products: dict[int, float] = defaultdict(float)
        for term, weight in vector.items():
            for block, other in self._postings.get(term, ()):
                products[block] += weight * other
        norm = _norm(vector)
        cosines = sorted(products[i] / (norm * self._norms[i]) for i in others)
        cosines = cosines[: max(MINIMUM_REFERENCES, int(len(cosines) * (1 - RELATED)))]
        mean = sum(cosines) / len(cosines)
        spread = math.sqrt(sum((c - mean) ** 2 for c in cosines) / len(cosines))
        cosine = sum(weight * neighbour.get(term, 0.0) for term, weight in vector.items()) / (norm * _norm(neighbour))
        return (cosine - mean) / (spread + SPREAD_FLOOR)

    def echo(self, line: int, before: range) -> float:
        """Share of a line, by the rarity of its bigrams, that stands in the text before it: a sub-heading takes words up.

        Args:
            line: Index of the line.
            before: Line indices up to it; the last WINDOW characters count.

        Returns:
            In [0, 1].
        """
        rarity, known = self._counted[0], set(_bigrams(self._take(reversed(before))))
        terms = set(_bigrams([self._texts[line]]))
        return sum(rarity[term] for term in terms & known) / (sum(rarity[term] for term in terms) or 1.0)

    @cached_property
    def _blocks(self) -> list[range]:
        blocks, start, size = [], 0, 0
        for i, text in enumerate(self._texts):
            if i in self._breaks or size >= WINDOW:
                blocks.append(range(start, i))
                start, size = i, 0
            size += len(text)
        blocks.append(range(start, len(self._texts)))
        return [block for block in blocks if block]

    @cached_property
    def _references(self) -> list[range]:
        return self._blocks[:: max(1, math.ceil(len(self._blocks) / REFERENCES))]

    @cached_property
    def _counted(self) -> tuple[dict[str, float], list[Counter[str]]]:
        """How rare every bigram is among the stretches of the file, and how often it stands in each stretch compared with."""
        references, kept = set(self._references), []
        found_in: Counter[str] = Counter()
        for block in self._blocks:
            counts = Counter(_bigrams(self._texts[i] for i in block))
            found_in.update(counts.keys())
            if block in references:
                kept.append(counts)
        total = len(self._blocks) + 1
        return {term: max(0.0, math.log(total / (n + 0.5))) for term, n in found_in.items()}, kept

    @cached_property
    def _vectors(self) -> list[dict[str, float]]:
        return [self._weighted(counts) for counts in self._counted[1]]

    @cached_property
    def _norms(self) -> list[float]:
        return [_norm(vector) for vector in self._vectors]

    @cached_property
    def _postings(self) -> dict[str, list[tuple[int, float]]]:
        postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for i, vector in enumerate(self._vectors):
            for term, weight in vector.items():
                postings[term].append((i, weight))
        return postings

    def _take(self, indices: Iterable[int]) -> list[str]:
        taken, size = [], 0
        for i in indices:
            if size >= WINDOW:
                break
            taken.append(self._texts[i][: 2 * WINDOW])
            size += len(self._texts[i])
        return taken

    def _weighted(self, counts: Counter[str]) -> dict[str, float]:
        rarity = self._counted[0]
        return {term: (1 + math.log(n)) * rarity.get(term, 0.0) for term, n in counts.items()}


def _bigrams(texts: Iterable[str]) -> list[str]:
    terms: list[str] = []
    for text in texts:
        for run in _RUN.findall(ADDRESS.sub(" ", text).lower()):
            if run[0] < "\u3400" or len(run) == 1:
                terms.append(run)
            else:
                terms += [run[i : i + 2] for i in range(len(run) - 1)]
    return terms


def _norm(vector: dict[str, float]) -> float:
    return math.sqrt(sum(weight * weight for weight in vector.values())) or 1.0
