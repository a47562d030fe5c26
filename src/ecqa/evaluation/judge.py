"""A gold question, an answer and the passages found to a judgement: every metric of this one question."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ecqa.evaluation.framing import is_framing
from ecqa.evaluation.gold import GoldQuestion
from ecqa.evaluation.matching import answer_holds, holds_quote
from ecqa.evaluation.metrics.answer_rate import answer_rate
from ecqa.evaluation.metrics.citation_precision import Span, citation_precision, to_the_point
from ecqa.evaluation.metrics.coverage import coverage, full, points_found
from ecqa.evaluation.metrics.evidence_cited import evidence_cited
from ecqa.evaluation.metrics.evidence_recall import evidence_recall
from ecqa.evaluation.metrics.lengths import length
from ecqa.evaluation.metrics.must_not import must_not
from ecqa.evaluation.metrics.ndcg import ndcg
from ecqa.evaluation.metrics.reciprocal_rank import reciprocal_rank
from ecqa.evaluation.metrics.refusal import refusal_precision, refusal_recall
from ecqa.evaluation.metrics.support import own_quotes, support, supported
from ecqa.evaluation.metrics.tally import NOTHING, Tally
from ecqa.evaluation.statements import Statement, statements
from ecqa.schema import Answer, Article, Hit, Passage

DEPTH = 10
"""Passages asked for: MRR and nDCG look at ten."""

CUTS = (1, 3, 5, 10)
"""The k of evidence recall@k."""

DIGITS = 5
"""Decimals kept of scores: float32 sums differ in the seventh with the number of threads."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One question judged; the lists run beside the gold question's and the answer's own."""

    id: str
    tallies: Mapping[str, Tally]
    """By the names in `catalogue.METRICS`."""
    points: tuple[bool, ...]
    """For each key point, whether the answer holds it."""
    quotes_found: tuple[bool, ...]
    """For each gold quote, whether the five best passages hold it."""
    quotes_cited: tuple[bool, ...]
    citations_right: tuple[bool, ...]
    said_forbidden: tuple[str, ...]
    unsupported: tuple[str, ...]
    """Statements of the answer that its quotes don't bear out."""
    characters: int
    cosine: float
    """The best passage's cosine with the question."""
    confidence: float | None
    """The answer's own; None when the system did not weigh it."""


@dataclass(frozen=True, slots=True)
class Truth:
    """Where a question's gold quotes stand in the corpus that is being searched."""

    spans: tuple[Span, ...]
    relevant: tuple[str, ...]
    """Ids of the passages that hold at least half of the 12-character grams of a gold quote."""


NOWHERE = Truth((), ())


def locate(gold: GoldQuestion, articles: Sequence[Article], passages: Sequence[Passage]) -> Truth:
    """Finds a question's gold quotes: in the article of that title, else wherever they stand."""
    spans: list[Span] = []
    for evidence in gold.evidence:
        named = [article for article in articles if article.title.strip() == evidence.article.strip() and evidence.quote in article.text]
        for article in named or [article for article in articles if evidence.quote in article.text]:
            start = article.text.find(evidence.quote)
            while start >= 0:
                spans.append(Span(article.id, start, start + len(evidence.quote)))
                start = article.text.find(evidence.quote, start + 1)
    quotes = [evidence.quote for evidence in gold.evidence]
    holders = tuple(passage.id for passage in passages if any(holds_quote(quote, [passage.text]) for quote in quotes))
    return Truth(tuple(spans), holders)


def judge(gold: GoldQuestion, answer: Answer, hits: Sequence[Hit], truth: Truth) -> Judgement:
    """Judges one answer, and the passages found for it, against its gold question."""
    quotes = [evidence.quote for evidence in gold.evidence]
    texts = [hit.passage.text for hit in hits]
    ranked = [hit.passage.id for hit in hits]
    points = points_found(gold.key_points, answer.text)
    said = to_check(answer)
    tallies = {f"evidence_recall@{k}": evidence_recall(quotes, texts, k) for k in CUTS}
    tallies |= {
        "mrr": reciprocal_rank(truth.relevant, ranked) if quotes else NOTHING,
        "ndcg@10": ndcg(truth.relevant, ranked) if quotes else NOTHING,
        "answer_rate": answer_rate(gold.answerable, answer.status),
        "coverage": coverage(gold.answerable, answer.status, points),
        "full": full(gold.answerable, answer.status, points),
        "must_not": must_not(gold.must_not, answer.text),
        "refusal_recall": refusal_recall(gold.answerable, answer.status),
        "refusal_precision": refusal_precision(gold.answerable, answer.status),
        "citation_precision": citation_precision(answer.citations, truth.spans, gold.key_points),
        "evidence_cited": evidence_cited(quotes, answer.citations),
        "support": support(said, answer.citations),
    }
    return Judgement(
        id=gold.id,
        tallies=tallies,
        points=points,
        quotes_found=tuple(holds_quote(quote, texts[:5]) for quote in quotes),
        quotes_cited=tuple(holds_quote(quote, [citation.quote for citation in answer.citations]) for quote in quotes),
        citations_right=tuple(to_the_point(citation, truth.spans, gold.key_points) for citation in answer.citations),
        said_forbidden=tuple(wording for wording in gold.must_not if answer_holds(wording, answer.text)),
        unsupported=tuple(one.text for one in said if not supported(one, own_quotes(one, answer.citations))),
        characters=length(answer.text),
        cosine=round(max((hit.dense for hit in hits), default=0.0), DIGITS),
        confidence=None if answer.confidence is None else round(answer.confidence, DIGITS),
    )


def to_check(answer: Answer) -> list[Statement]:
    """The statements of an answer that need support: all but framing; a refusal has none."""
    if answer.status == "refused":
        return []
    lines = [line for line in answer.text.split("\n") if not is_framing(line)]
    return [one for one in statements("\n".join(lines)) if one.markers or not is_framing(one.text)]
