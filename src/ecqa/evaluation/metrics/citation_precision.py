"""Citations and gold to the share of citations that are to the point; it does not ask whether evidence is missing.

    citation precision = |{c in C : overlap(c) or holds(c)}| / |C|

C: the citations of all answers; overlap(c): c shares a character of its article with a gold quote of the
question; holds(c): a wording of one of the question's key points stands in the quote.

A question that cannot be answered has neither quotes nor key points: each citation of an answer to it is counted, and is wrong.

Source: eval/gold's definitions; citation precision as in Gao, Yen, Yu, Chen, Enabling Large Language Models to Generate Text with Citations, 2023.
"""

from collections.abc import Sequence
from typing import NamedTuple

from ecqa.evaluation.matching import has
from ecqa.evaluation.metrics.tally import Tally
from ecqa.schema import Citation


class Span(NamedTuple):
    """Where a gold quote stands: `[start, end)` in characters of `Article.text`."""

    article_id: str
    start: int
    end: int


def to_the_point(citation: Citation, spans: Sequence[Span], key_points: Sequence[Sequence[str]]) -> bool:
    """Whether a citation overlaps a gold quote or holds a wording of a key point."""
    overlaps = any(span.article_id == citation.article_id and span.start < citation.end and citation.start < span.end for span in spans)
    return overlaps or any(has(wording, citation.quote) for point in key_points for wording in point)


def citation_precision(citations: Sequence[Citation], spans: Sequence[Span], key_points: Sequence[Sequence[str]]) -> Tally:
    """Citations to the point, of how many."""
    return Tally(sum(to_the_point(citation, spans, key_points) for citation in citations), len(citations))
