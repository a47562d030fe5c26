"""Gold quotes and an answer's quotes to the share of evidence that was cited (citation recall).

    evidence cited = |{q in Q : held(q, quotes of the answer)}| / |Q|

Q: the gold quotes of the answerable questions, those of a refused one included; held: as in evidence recall, with the answer's
quotes in place of passages.

Source: eval/gold's definitions.
"""

from collections.abc import Sequence

from ecqa.evaluation.matching import holds_quote
from ecqa.evaluation.metrics.tally import Tally
from ecqa.schema import Citation


def evidence_cited(quotes: Sequence[str], citations: Sequence[Citation]) -> Tally:
    """Gold quotes that the answer's citations hold, of how many."""
    cited = [citation.quote for citation in citations]
    return Tally(sum(holds_quote(quote, cited) for quote in quotes), len(quotes))
