"""Each metric of one question on cases made by hand, the arithmetic written out."""

from math import log2

import pytest

from ecqa.evaluation.metrics.answer_rate import answer_rate
from ecqa.evaluation.metrics.citation_precision import Span, citation_precision
from ecqa.evaluation.metrics.coverage import coverage, full, points_found
from ecqa.evaluation.metrics.evidence_cited import evidence_cited
from ecqa.evaluation.metrics.evidence_recall import evidence_recall
from ecqa.evaluation.metrics.lengths import length, quantile
from ecqa.evaluation.metrics.must_not import must_not
from ecqa.evaluation.metrics.ndcg import ndcg
from ecqa.evaluation.metrics.reciprocal_rank import reciprocal_rank
from ecqa.evaluation.metrics.refusal import refusal_precision, refusal_recall
from ecqa.evaluation.metrics.support import content_bigrams, exact_facts, support
from ecqa.evaluation.metrics.tally import NOTHING, Tally, total
from ecqa.evaluation.statements import Statement, statements
from tests.evaluation.cases import ARTICLES, article, cite

QUOTES = ["共有56家企业参加大会，成交额达到3.5亿元。", "绿豆网昨日上线农产品频道，首日订单为1200笔。"]


def test_tallies_add_up_before_they_divide():
    assert total([Tally(1, 2), Tally(3, 3), NOTHING]) == (4, 5)
    assert total([Tally(1, 2), Tally(3, 3)]).value == 4 / 5  # not (1/2 + 3/3) / 2
    assert NOTHING.value is None


def test_evidence_recall_counts_quotes_among_the_k_best():
    passages = ["与此无关的一段文字，说的是天气和交通。", ARTICLES[0].text, ARTICLES[1].text]
    assert evidence_recall(QUOTES, passages, 1) == (0, 2)
    assert evidence_recall(QUOTES, passages, 2) == (1, 2)
    assert evidence_recall(QUOTES, passages, 3) == (2, 2)
    assert evidence_recall(QUOTES, [], 5) == (0, 2)
    assert evidence_recall([], passages, 5) == (0, 0)


def test_reciprocal_rank_takes_the_first_relevant_passage():
    assert reciprocal_rank(["c", "d"], ["a", "b", "c", "d"]) == (1 / 3, 1)
    assert reciprocal_rank(["a"], ["a"]) == (1, 1)
    assert reciprocal_rank(["z"], ["a", "b"]) == (0, 1)
    assert reciprocal_rank([], ["a", "b"]) == (0, 1)


def test_ndcg_divides_by_the_best_order():
    # relevant at ranks 2 and 3: 1/log2(3) + 1/log2(4); best: 1/log2(2) + 1/log2(3)
    expected = (1 / log2(3) + 1 / 2) / (1 + 1 / log2(3))
    assert ndcg(["b", "c"], ["a", "b", "c"]).value == pytest.approx(expected)
    assert expected == pytest.approx(0.6934264)
    assert ndcg(["a", "b"], ["b", "a", "c"]).value == 1
    assert ndcg(["c"], ["a", "b", "c"], k=2).value == 0
    assert ndcg([], ["a"]).value == 0


def test_answer_rate_counts_partial_and_leaves_out_what_cannot_be_answered():
    assert [answer_rate(True, status) for status in ("answered", "partial", "refused")] == [(1, 1), (1, 1), (0, 1)]
    assert answer_rate(False, "answered") == NOTHING


def test_coverage_is_the_share_of_points_and_nothing_for_a_refusal():
    points = (("56家",), ("3.5亿",), ("八百万元", "800万元"))
    found = points_found(points, "共有56家企业参加[1]，財政拿出800萬元[2]。")
    assert found == (True, False, True)
    assert coverage(True, "answered", found).value == pytest.approx(2 / 3)
    assert coverage(True, "partial", found).value == pytest.approx(2 / 3)
    assert coverage(True, "refused", found).value == 0
    assert coverage(False, "answered", ()) == NOTHING
    assert full(True, "answered", found) == (0, 1)
    assert full(True, "answered", (True, True)) == (1, 1)
    assert full(True, "refused", (True, True)) == (0, 1)


def test_must_not_looks_at_the_text_only():
    assert must_not(["1200"], "首日订单1200笔[1]。") == (1, 1)
    assert must_not(["200"], "首日订单1200笔[1]。") == (0, 1)
    assert must_not([], "任何文字") == NOTHING


def test_refusals_in_and_out_of_place():
    assert (refusal_recall(False, "refused"), refusal_precision(False, "refused")) == ((1, 1), (1, 1))
    assert (refusal_recall(False, "partial"), refusal_precision(False, "partial")) == ((0, 1), NOTHING)
    assert (refusal_recall(True, "refused"), refusal_precision(True, "refused")) == (NOTHING, (0, 1))
    assert (refusal_recall(True, "answered"), refusal_precision(True, "answered")) == (NOTHING, NOTHING)


def test_a_citation_is_right_when_it_overlaps_a_gold_quote_or_holds_a_key_point():
    start = ARTICLES[0].text.index("共有56家")
    spans = [Span("t-01", start, start + 10)]
    overlapping = cite("56家企业参加大会，成交额")
    beside = cite("物流是最大的短板")
    holding = cite("首日订单为1200笔")
    assert citation_precision([overlapping, beside], spans, []) == (1, 2)
    assert citation_precision([beside, holding], spans, [("1200笔",)]) == (1, 2)
    assert citation_precision([holding], spans, [("200笔",)]) == (0, 1)
    assert citation_precision([], spans, []) == (0, 0)
    touching = cite("青梅市电商大会于2013年3月5日在白鹭会展中心开幕。")
    assert touching.end == start
    assert citation_precision([touching], spans, []) == (0, 1)


def test_evidence_cited_counts_quotes_that_the_citations_hold():
    assert evidence_cited(QUOTES, [cite("共有56家企业参加大会，成交额达到3.5亿元。")]) == (1, 2)
    assert evidence_cited(QUOTES, [cite("共有56家企业")]) == (0, 2)
    assert evidence_cited(QUOTES, []) == (0, 2)


def test_statements_end_at_markers_sentence_ends_and_line_ends():
    assert statements("甲[1]。乙。[2][3]丙！“丁。戊。”[4]\n1. 己[5]\n庚") == [
        Statement("甲。", (1,)),
        Statement("乙。", (2, 3)),
        Statement("丙！", ()),
        Statement("“丁。戊。”", (4,)),
        Statement("1. 己", (5,)),
        Statement("庚", ()),
    ]


def test_facts_and_content_bigrams_of_a_statement():
    assert exact_facts("2013年3月5日，《会刊》称增长42.1%，B2B有3家") == ["2013年3月5日", "42.1%", "3", "会刊", "B2B"]
    assert exact_facts("阿里巴巴的马云在汕头") == ["阿里巴巴", "马云", "汕头"]
    assert content_bigrams("物流是短板，B2B") == ["物流", "短板", "b2", "2b"]  # 流是 and 是短 hold a function word


def test_support_needs_a_citation_every_fact_and_four_fifths_of_the_bigrams():
    quote = cite("共有56家企业参加大会，成交额达到3.5亿元。")

    def verdict(text: str) -> Tally:
        return support(statements(text), [quote])

    assert verdict("共有56家企业参加大会，成交额达到3.5亿元。[1]") == (1, 1)
    assert verdict("共有56家企业参加大会，成交额达到3.5亿元。") == (0, 1)
    assert verdict("共有56家企业参加大会。[2]") == (0, 1)
    assert verdict("共有6家企业参加大会。[1]") == (0, 1)
    assert verdict("共有56家企业参加大会。[1]何远山主持。[1]") == (1, 2)
    # 56 6家 家企 企业 参加 加大 大会 stand in the quote, 业踊 踊跃 跃参 don't: 7 of 10 < .8 (共有 has a function word)
    assert verdict("共有56家企业踊跃参加大会。[1]") == (0, 1)
    assert verdict("1. 共有56家企业参加大会[1]") == (1, 1)


def test_numbers_that_only_punctuation_parts_are_told_apart():
    source = article(3, "对话\n我们将把领导责任交给70、80年代的同事们。\n")
    quote = cite("我们将把领导责任交给70、80年代的同事们。", source=source)
    assert support(statements("我们将把领导责任交给70、80年代的同事们。[1]"), [quote]) == (1, 1)
    assert support(statements("我们将把领导责任交给708年代的同事们。[1]"), [quote]) == (0, 1)


def test_lengths_are_of_the_text_without_markers():
    assert length(" 共有56家[1]。[2] ") == 6
    assert quantile([10, 20, 30, 40], 0.5) == 25
    assert quantile([10, 20, 30, 40], 0.9) == pytest.approx(37)  # 30 + .7 * 10
    assert quantile([], 0.5) is None
