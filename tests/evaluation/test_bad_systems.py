"""Deliberately bad systems score as badly as they should on the right metric, and no gaming of one metric raises all."""

import pytest

from ecqa.evaluation.run import answer_all
from ecqa.evaluation.summary import Summary, summarise
from tests.evaluation.cases import GOLD
from tests.evaluation.systems import AlwaysRefuses, EverythingPartial, FirstPassage, QuotesWholeArticle, Right, WholeArticle, WrongCitations

JUDGED_BY_ANSWERS = (
    "answer_rate",
    "coverage",
    "full",
    "refusal_recall",
    "refusal_precision",
    "citation_precision",
    "evidence_cited",
    "support",
)


def scores(system: Right) -> Summary:
    return summarise(answer_all(system, GOLD))


def value(summary: Summary, name: str) -> float | None:
    return summary.figures[name].value


def test_the_right_system_scores_one_everywhere():
    summary = scores(Right())
    for name in JUDGED_BY_ANSWERS:
        assert value(summary, name) == 1, name
    assert value(summary, "must_not") == 0
    assert value(summary, "evidence_recall@1") == 1
    assert value(summary, "mrr") == 1
    assert value(summary, "ndcg@10") == 1
    assert summary.figures["evidence_recall@5"].n == 4  # one, two and one quotes
    assert summary.figures["coverage"].n == 3
    assert summary.statuses == {"answered": 3, "partial": 0, "refused": 1}


def test_always_refusing_is_right_once_and_answers_nothing():
    summary = scores(AlwaysRefuses())
    assert value(summary, "refusal_recall") == 1
    assert value(summary, "refusal_precision") == 1 / 4  # one of four refusals in place
    assert (value(summary, "answer_rate"), value(summary, "coverage"), value(summary, "full"), value(summary, "evidence_cited")) == (
        0,
        0,
        0,
        0,
    )
    assert value(summary, "citation_precision") is None  # no citation, no share
    assert summary.length_p50 is None


def test_always_the_same_passage_covers_by_chance_and_cites_beside_the_point():
    summary = scores(FirstPassage())
    assert value(summary, "answer_rate") == 1
    assert value(summary, "refusal_recall") == 0
    assert value(summary, "coverage") == 1 / 3  # the third question only
    assert value(summary, "citation_precision") == 1 / 4
    assert value(summary, "evidence_cited") == 1 / 4
    assert value(summary, "must_not") == 1  # it says 1200 where it must not


def test_wrong_citations_leave_coverage_alone_and_fail_every_citation_metric():
    summary = scores(WrongCitations())
    assert (value(summary, "coverage"), value(summary, "full"), value(summary, "refusal_recall")) == (1, 1, 1)
    assert value(summary, "citation_precision") == 0
    assert value(summary, "evidence_cited") == 0
    assert value(summary, "support") == 0


def test_calling_everything_partial_hides_no_missing_refusal():
    summary = scores(EverythingPartial())
    assert value(summary, "refusal_recall") == 0
    assert value(summary, "refusal_precision") is None
    assert value(summary, "citation_precision") == 4 / 5  # the one for the question without an answer is wrong
    assert summary.statuses == {"answered": 0, "partial": 4, "refused": 0}


def test_the_whole_article_covers_all_and_pays_in_citation_precision_length_and_refusal():
    summary, right = scores(WholeArticle()), scores(Right())
    assert (value(summary, "coverage"), value(summary, "evidence_cited"), value(summary, "support")) == (1, 1, 1)
    assert value(summary, "refusal_recall") == 0
    # first article: 5 pieces, 1 right for the first question, 2 for the second, 0 for the fourth; second article: 3 pieces, 1 right
    assert value(summary, "citation_precision") == (1 + 2 + 1 + 0) / (5 + 5 + 3 + 5)
    assert summary.length_p50 is not None
    assert right.length_p50 is not None
    assert summary.length_p50 > 3 * right.length_p50


def test_quoting_whole_articles_shows_in_the_length_of_quotes():
    summary, right = scores(QuotesWholeArticle()), scores(Right())
    assert (value(summary, "citation_precision"), value(summary, "evidence_cited"), value(summary, "support")) == (1, 1, 1)
    assert right.quote_p50 == 23  # of 19, 23, 23, 24
    assert summary.quote_p50 == 104  # of 52, 104, 104, 104


@pytest.mark.parametrize("bad", [AlwaysRefuses, FirstPassage, WrongCitations, EverythingPartial, WholeArticle])
def test_no_bad_system_keeps_every_metric(bad: type[Right]):
    summary = scores(bad())
    lost = [name for name in JUDGED_BY_ANSWERS if (value(summary, name) or 0) < 0.9]
    assert lost
