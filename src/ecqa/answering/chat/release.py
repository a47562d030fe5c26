"""Sentences of a reply to those that may be shown, each with the spans that hold it as citations; it calls no model.

A sentence is shown when the passages that it cites were shown to the model and hold it. One that cites others, or none, is
held against the shown passages that are nearest to it. What a passage says to the program is evidence of nothing. The markers that a reader sees are numbered by us.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ecqa.answering.chat.cutting import Written
from ecqa.answering.chat.sentences import whole
from ecqa.answering.citations import MARKER, cite, unmarked
from ecqa.protocols import Verifier
from ecqa.schema import AnswerEvent, Citation, Hit, Span
from ecqa.text.folding import fold
from ecqa.text.instructions import to_a_program, without_orders
from ecqa.text.segmentation import bigrams

NEAREST = 2
"""Passages that a sentence is held against when those that it cites don't hold it."""


class Release:
    """What of one reply is shown.

    Args:
        verifier: Tells whether passages hold a sentence.
        shown: Passages that the model was shown, the first one as number 1.
    """

    def __init__(self, verifier: Verifier, shown: Sequence[Hit]) -> None:
        self.lines: list[str] = []
        self.citations: list[Citation] = []
        self._verifier = verifier
        self._shown = {number: _told(hit) for number, hit in enumerate(shown, 1)}

    def cited(self, sentence: Written) -> dict[int, Hit]:
        """The shown passages that a sentence cites, by number; empty when any of them was never shown."""
        known = {number: self._shown[number] for number in sentence.numbers if number in self._shown}
        return known if len(known) == len(sentence.numbers) else {}

    def nearest(self, sentence: Written) -> dict[int, Hit]:
        """The shown passages that have most in common with a sentence, by number."""
        said = set(bigrams(fold(sentence.text)))
        shared = {number: len(said.intersection(bigrams(fold(hit.passage.text)))) for number, hit in self._shown.items()}
        near = sorted((number for number in shared if shared[number]), key=lambda number: (-shared[number], number))[:NEAREST]
        return {number: self._shown[number] for number in near}

    def check(self, sentence: Written) -> AnswerEvent | None:
        """The sentence as it is shown; None when it is a fragment, or neither what it cites nor what is nearest to it holds it."""
        if not whole(sentence.text):
            return None
        cited = self.cited(sentence)
        held = self._held(sentence, list(cited.values())) if cited else None
        if held is None:
            others = [hit for number, hit in self.nearest(sentence).items() if number not in cited]
            held = next((found for hit in others if (found := self._held(sentence, [hit]))), None)
        return held

    def add(self, text: str, citations: Sequence[Citation] = ()) -> AnswerEvent:
        """Puts a line at the end, its citations under the numbers that the answer has for them.

        Args:
            text: With a marker for each of the citations, by their own numbers.
            citations: Any that hold.
        """
        ours = {one.marker: self._numbered(one) for one in citations}
        self.lines.append(_renumbered(text, ours))
        return AnswerEvent("sentence", text=self.lines[-1], citations=tuple(ours.values()))

    def has(self, text: str, citations: Sequence[Citation]) -> bool:
        """Whether a line, as `add` takes it, stands in the answer."""
        known = {one.marker: ours for one in citations if (ours := self._known(one))}
        return len(known) == len(citations) and _renumbered(text, known) in self.lines

    def _held(self, sentence: Written, hits: Sequence[Hit]) -> AnswerEvent | None:
        verified = self._verifier.verify(sentence.text, hits)
        if not verified.supported or not verified.spans or any(_orders(span, hits) for span in verified.spans):
            return None
        citations = [cite(number, span.article, span.start, span.end) for number, span in enumerate(verified.spans, 1)]
        markers = "".join(f"[{one.marker}]" for one in citations)
        return self.add(unmarked(sentence.text) + markers, citations)

    def _numbered(self, citation: Citation) -> Citation:
        """The citation as the answer has it, under a new number where it has none of the same span."""
        if known := self._known(citation):
            return known
        self.citations.append(replace(citation, marker=len(self.citations) + 1))
        return self.citations[-1]

    def _known(self, citation: Citation) -> Citation | None:
        return next((one for one in self.citations if replace(one, marker=0) == replace(citation, marker=0)), None)


def _renumbered(text: str, ours: Mapping[int, Citation]) -> str:
    """A line with the markers of the answer; a number that cites nothing stays."""
    return MARKER.sub(lambda marker: f"[{ours[int(marker[1])].marker}]" if int(marker[1]) in ours else marker[0], text)


def _told(hit: Hit) -> Hit:
    """The hit, without a heading that speaks to the program: it would count as context of every sentence under it."""
    return replace(hit, passage=replace(hit.passage, heading="")) if to_a_program(hit.passage.heading) else hit


def _orders(span: Span, hits: Sequence[Hit]) -> bool:
    """Whether a span stands in what a passage says to the program, or in what an order wants said, and so is evidence of nothing."""
    quote = span.article.text[span.start : span.end]
    for hit in hits:
        if hit.article.id == span.article.id and hit.passage.start <= span.start < hit.passage.end:
            round_it = [hit.article.text[start:end] for start, end in hit.passage.sentences if start < span.end and span.start < end]
            if quote not in without_orders(hit.passage.text) or any(map(to_a_program, round_it)):
                return True
    return False
