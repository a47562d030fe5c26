"""A claim and the spans chosen for it to what speaks against it: broken rules, and signals in fixed order for the fitted risks; it draws no conclusion."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import lru_cache

from ecqa.answering.verification.attached import misattached_figures, misattached_people
from ecqa.answering.verification.binding import across, misattached, scattered
from ecqa.answering.verification.content import Match, coverage, matches
from ecqa.answering.verification.dates import dates
from ecqa.answering.verification.defined import misdefined
from ecqa.answering.verification.exchanged import exchanged
from ecqa.answering.verification.figures import figures
from ecqa.answering.verification.held_dates import wrong_date
from ecqa.answering.verification.held_figures import HeldFigures, held_figures
from ecqa.answering.verification.names import foreign_names
from ecqa.answering.verification.negation import contrary, opposed, unlike
from ecqa.answering.verification.periods import other_period
from ecqa.answering.verification.quantifiers import differing
from ecqa.answering.verification.ranking import reversed_order
from ecqa.answering.verification.roles import swapped
from ecqa.answering.verification.spans import Part, context_of
from ecqa.answering.verification.words import Said, normal
from ecqa.protocols import Reader, ToRead
from ecqa.schema import Fault, Hit
from ecqa.text.segmentation import frequency

AROUND = 10_000
"""Characters; at least so many of the article on either side of a span are searched for words of the claim."""
UNSAID = 0.7
"""Share of the words that the spans need not say: a claim of other words altogether is not about them."""
NEW = 2e-6
"""Share in general Chinese below which a noun is a word of the trade or a name."""
SAYS_MUCH = 0.6
"""Weight of its words from which on a clause of the claim is looked at alone."""


@dataclass(frozen=True, slots=True)
class Signals:
    """What speaks for or against a claim; the higher, the more against it, but for the three of the reader."""

    gap: float
    """Coverage of the best clause of the claim less that of its worst: a clause was added."""
    uncovered: float
    """Share of the words, weighted by rarity, that the spans don't say."""
    elsewhere: float
    """Weight of the words that stand only in other parts of the article."""
    new: float
    """Weight of the rarest noun that the spans don't say."""
    denied: float
    """Share of the words that are denied in only one of claim and span."""
    denial_added: float
    """1 where a clause of the claim denies what the span does not."""
    denial_lost: float
    """1 where the span denies what the claim does not."""
    opposed: float
    """1 where the span has only the contrary of a word."""
    quantifier_contrary: float
    quantifier_added: float
    counted: float
    """Small counts that the span does not say."""
    swapped: float
    """Share of the pairs of actors that have changed places."""
    swapped_any: float
    unordered: float
    """Share of the pairs of actors of the claim that the span has in neither order."""
    misattached: float
    """Weight of two words side by side that the span has in different items."""
    figure_elsewhere: float
    """How much closer the words round a figure stand to another figure of the span."""
    person_elsewhere: float
    """The same for people."""
    exchanged: float
    """How much better two words would stand in each other's place."""
    across: float
    """How far a clause of the claim takes its words from two spans."""
    scattered: float
    """How far a clause of the claim takes its words from clauses that are far apart, where there are two spans."""
    several: float
    """1 where more than one span is needed."""
    evidence: float = 0.0
    """The reader's logit that the span answers the claim, put as a question."""
    holds: float = 0.0
    """The reader's logit that the passage holds an answer."""
    span: float = 0.0
    """Score of the reader's best answer in the span, above that of no answer."""

    def vector(self) -> list[float]:
        """The signals in the order of `NAMES`."""
        return [float(getattr(self, name)) for name in NAMES]


NAMES = tuple(one.name for one in fields(Signals))
READ = ("evidence", "holds", "span")
"""Those that the reader gives."""


@dataclass(frozen=True, slots=True)
class Compared:
    """A claim beside its spans."""

    signals: Signals
    broken: Fault | None
    """The first rule that it breaks."""
    words: dict[str, str]
    """For each kind of fault the wording that speaks most for it."""


def compare(claim: Said, chosen: Sequence[Part], hits: Sequence[Hit]) -> Compared:
    """Everything that can be said of a claim beside the spans chosen for it without reading them.

    Args:
        claim: The claim.
        chosen: At least one span.
        hits: The passages cited.
    """
    context = context_of(hits)
    texts = [part.text for part in chosen]
    plain = [text.text for text in texts]
    found = matches(claim, texts, context)
    held = held_figures(claim.text, plain, context)
    quantifier, quantified = differing(claim.text, plain)
    denied, denied_word = contrary(claim, texts, found)
    added, lost = unlike(claim, texts, found)
    against = opposed(claim.text, "\n".join(plain))
    pairs, unordered, pair = swapped(claim, texts)
    apart, apart_words = misattached(claim, texts, found)
    figure, figure_words = misattached_figures(claim, texts, found)
    person, person_words = misattached_people(claim, texts, found)
    pairs = max(pairs, reversed_order(claim.text, plain))
    places, places_words = exchanged(claim, texts, found)
    least, most = _by_clause(claim, found)
    absent = [one for one in found if one.strength < 0.4]
    several = len(chosen) > 1
    signals = Signals(
        gap=most - least,
        uncovered=1 - coverage(found),
        elsewhere=_elsewhere(absent, chosen, hits),
        new=max(
            (one.word.weight for one in absent if one.strength < 0.3 and one.word.tag[0] in "nj" and frequency(one.word.text) < NEW),
            default=0.0,
        ),
        denied=denied,
        denial_added=float(added > 0),
        denial_lost=float(lost > 0),
        opposed=float(bool(against)),
        quantifier_contrary=float(quantifier == 1),
        quantifier_added=float(0 < quantifier < 1),
        counted=float(held.uncounted),
        swapped=pairs,
        swapped_any=float(pairs > 0),
        unordered=unordered,
        misattached=apart,
        figure_elsewhere=figure,
        person_elsewhere=person,
        exchanged=places,
        across=across(claim, texts, found) if several else 0.0,
        scattered=scattered(claim, texts, found) if several else 0.0,
        several=float(several),
    )
    words = {
        "negation": denied_word or against,
        "quantifier": quantified,
        "roles": pair or places_words,
        "merged": figure_words if figure > person else person_words or apart_words,
        "content": "、".join(one.word.text for one in sorted(absent, key=lambda one: -one.word.weight)[:3]),
    }
    broken = _broken(claim, texts, context, hits[chosen[0].hit].article.date, held)
    if broken is None and ((not found and not _counts(claim.text)) or signals.uncovered > UNSAID):
        broken = Fault("content", words["content"])
    return Compared(signals, broken, words)


def _broken(claim: Said, texts: Sequence[Said], context: str, published: str | None, held: HeldFigures) -> Fault | None:
    """The first rule of figures, periods, dates and names that a claim breaks."""
    plain = [text.text for text in texts]
    if held.missing:
        return Fault("number", held.missing.text)
    if period := other_period(claim.text, "\n".join((*plain, context))):
        return Fault("number", period)
    if date := wrong_date(claim.text, plain, context, published):
        return Fault("date", date)
    if names := foreign_names(claim, texts, context):
        return Fault("name", "、".join(names))
    if term := misdefined(claim.text, plain):
        return Fault("merged", term)
    return Fault("quantifier", held.bounded.text) if held.bounded else None


def _counts(claim: str) -> bool:
    return bool(figures(claim) or dates(claim))


def _by_clause(claim: Said, found: Sequence[Match]) -> tuple[float, float]:
    """Coverage of the least and of the best covered clause that says much."""
    covered = []
    for start, end in claim.clauses:
        own = [one for one in found if start <= one.word.start < end]
        if sum(one.word.weight for one in own) > SAYS_MUCH:
            covered.append(coverage(own))
    return (min(covered), max(covered)) if covered else (1.0, 1.0)


def _elsewhere(absent: Sequence[Match], chosen: Sequence[Part], hits: Sequence[Hit]) -> float:
    words = [one.word for one in absent if len(one.word.text) > 1]
    if not words:
        return 0.0
    around = [_plain(hits[part.hit].article.text, part.start // AROUND).replace(part.text.text, "\n") for part in chosen]
    return sum(word.weight for word in words if any(word.text in text for text in around))


@lru_cache(maxsize=64)
def _plain(text: str, piece: int) -> str:
    """A long piece of an article, normalised, with some of the pieces before and behind it."""
    return normal(text[max(0, (piece - 1) * AROUND) : (piece + 2) * AROUND])


def read(compared: Compared, claim: Said, chosen: Sequence[Part], hits: Sequence[Hit], reader: Reader) -> Compared:
    """The same with what a reader makes of each span, the claim put as a question; a claim that breaks a rule is not read."""
    if compared.broken is not None:
        return compared
    texts = []
    for part in chosen:
        hit = hits[part.hit]
        above = f"{hit.article.title} {hit.article.date or ''} {hit.passage.heading}".strip()
        texts.append(ToRead(hit.article.text[part.start : part.end], above))
    readings = reader.read(claim.text, texts)
    signals = replace(
        compared.signals,
        evidence=max(float(reading.evidence.max()) for reading in readings),
        holds=max(float(reading.holds) for reading in readings),
        span=max(reading.best_span(0, len(reading.starts))[2] for reading in readings),
    )
    return replace(compared, signals=signals)
