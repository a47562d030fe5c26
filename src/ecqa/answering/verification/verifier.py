"""A claim and the passages it cites to whether they hold it; it changes no claim and calls no chat model.

First rules: every figure, date and name of the claim must stand in the sentences cited, in any notation. Then fitted risks: that something
was added, denied, swapped, merged or widened. A claim is held when it breaks no rule and the risks leave enough.
"""

from collections.abc import Sequence
from typing import Literal

from ecqa.answering.verification.risks import risks
from ecqa.answering.verification.signals import Compared, compare, read
from ecqa.answering.verification.spans import Part, context_of, parts, verbatim
from ecqa.answering.verification.words import Said, said
from ecqa.protocols import Reader
from ecqa.schema import Fault, Hit, Span, Verification

Strictness = Literal["strict", "even"]
LONGEST = 600
"""Characters of a claim; a longer one is no sentence."""


class SpanVerifier:
    """Verifies with rules and fitted risks; safe to use from several threads.

    Args:
        reader: Reads the spans chosen with the claim as the question; None does without.
        strictness: "strict" leaves out what can't be told from a false claim; "even" lets more true claims pass, and more false ones.
    """

    def __init__(self, reader: Reader | None = None, strictness: Strictness = "strict") -> None:
        self._reader = reader
        self._risks = risks(reader is not None)
        self._threshold = self._risks.thresholds[strictness]

    def verify(self, claim: str, hits: Sequence[Hit]) -> Verification:
        """Whether the passages hold the claim; see `Verifier`."""
        if not hits:
            return Verification(False, fault=Fault("nothing-cited"))
        if not any(c.isalnum() for c in claim) or len(claim) > LONGEST:
            return Verification(False, fault=Fault("empty" if len(claim) <= LONGEST else "long"))
        words = said(claim.strip())
        chosen = parts(words, hits, context_of(hits))
        if any(verbatim(words, part) for part in chosen):
            return Verification(True, _spans(chosen, hits), score=1.0)
        compared = self.compared(words, chosen, hits)
        if compared.broken:
            return Verification(False, fault=compared.broken)
        score, kind = self._risks.weigh(compared.signals)
        if score < self._threshold:
            return Verification(False, fault=Fault(kind, compared.words.get(kind, "")), score=score)
        return Verification(True, _spans(chosen, hits), score=score)

    def compared(self, claim: Said, chosen: Sequence[Part], hits: Sequence[Hit]) -> Compared:
        """The claim beside the spans chosen for it, read by the reader where there is one and no rule is broken."""
        compared = compare(claim, chosen, hits)
        return read(compared, claim, chosen, hits, self._reader) if self._reader else compared


def _spans(chosen: Sequence[Part], hits: Sequence[Hit]) -> tuple[Span, ...]:
    return tuple(Span(hits[part.hit].article, part.start, part.end) for part in chosen)
