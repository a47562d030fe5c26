"""Which sentences make an answer, and in which order; scores are given by hand."""

import math
from dataclasses import replace

from ecqa.answering.choice import Least, choose
from ecqa.answering.evidence import Evidence
from ecqa.schema import Article, Question
from ecqa.text.sentences import split
from tests.answering.cases import article, asked, even, gathered, hits_of, weights

HALF = Least(0.5, 0.5)
LONG = "，这一句话写得很长，足以独立成为一个完整的回答而不需要别的句子"
SIX = (
    "题目题目\n"
    "甲公司在汕头龙湖区建成了第一个电商产业园，首期面积六万平方米，已经住满。"
    "乙协会十二月组织企业家到杭州考察网商平台，一行三十人，为期五天左右。"
    "丙银行向小微卖家推出信用贷款产品，最高额度五十万元，当天申请当天放款。"
    "丁学校新开设物流管理专业，计划每年招生二百名，毕业后推荐到快递站点工作。"
    "戊网站公布年度团购统计报告，成交总额两百多亿，比上年几乎翻了一番之多。"
    "己部门正起草扶持办法征求意见稿，面向社会公开听取建议，月底截止收集。"
)
"""Six sentences that have little in common, none of which leans on another."""


def scored(scores: dict[str, float], *articles: Article) -> list[Evidence]:
    """All sentences of the articles; one that begins as named has that score, others -9; best first."""
    found = gathered(Question("x", query="x"), hits_of(*articles), even, weights())
    given = [replace(one, score=next((score for start, score in scores.items() if one.text.startswith(start)), -9.0)) for one in found]
    assert sum(one.score > -9 for one in given) == len(scores)
    return sorted(given, key=lambda one: -one.score)


def chosen(kind: str, scores: dict[str, float], *articles: Article, least: Least = HALF) -> str:
    """First characters of the spans, in order; a span over two sentences gives both."""
    question = replace(asked("甲公司"), kind=kind)
    spans = choose(question, scored(scores, *articles), least)
    return "".join("".join(one.article.text[a] for a, b in split(one.article.text[one.start : one.end], one.start)) for one in spans)


def test_a_fact_is_the_best_sentence_and_one_more_that_is_likely_enough():
    one = article(SIX)
    assert chosen("fact", {"丙": 5.0}, one) == "丙"
    assert chosen("fact", {"丙": -5.0}, one) == "丙"  # whether to answer at all is not decided here
    assert chosen("fact", {"丙": 5.0, "甲": -0.01}, one) == "丙"
    assert chosen("fact", {"丙": 5.0, "甲": 0.01}, one) == "丙甲"
    assert chosen("fact", {"丙": 5.0, "甲": 0.02, "乙": 0.01}, one) == "丙甲"


def test_a_list_reads_in_text_order_and_reaches_as_far_down_as_it_may():
    one = article(SIX)
    scores = {"丙": 5.0, "甲": 0.2, "丁": -0.8, "乙": -1.2}
    least = Least(few=0.5, many=1 / (1 + math.exp(1)))  # a logit of -1
    assert chosen("number", scores, one, least=least) == "丙甲"
    assert chosen("list", scores, one, least=least) == "甲丙丁"


def test_only_so_many_sentences_are_taken():
    one = article(SIX)
    scores = {name: 5.0 - place / 100 for place, name in enumerate("己戊丁丙乙甲")}
    lengths = {kind: len(chosen(kind, scores, one)) for kind in ("fact", "number", "list", "reason", "compare", "summary")}
    assert lengths == {"fact": 2, "number": 2, "list": 6, "reason": 4, "compare": 4, "summary": 6}


def test_the_article_of_the_best_sentence_reads_first():
    first = article(SIX)
    second = article(
        "另外一篇\n庚方昨日表态支持产业规划并拿出扶持办法供企业参考使用。辛方随后公布招商细则以及申请流程和联系方式一览。", name="other"
    )
    assert chosen("list", {"庚": 4.5, "甲": 4.4, "辛": 5.0}, first, second) == "庚辛甲"
    assert chosen("list", {"庚": 4.5, "甲": 5.1, "辛": 5.0}, first, second) == "甲庚辛"


def test_what_is_beside_the_best_comes_after_it():
    assert chosen("fact", {"丙": 4.8, "甲": 4.9}, article(SIX)) == "甲丙"
    assert chosen("fact", {"丙": 4.9, "甲": 4.8}, article(SIX)) == "丙甲"


def test_a_near_copy_is_said_once():
    lead = "2012年全国团购成交额达到213.9亿元，比上一年增长了93%，购买人次4.56亿。"
    one, reprint = article("题目题目\n" + lead), article("转载一篇\n据悉" + lead, name="reprint")
    assert chosen("list", {"2012": 5.0, "据悉": 4.9}, one, reprint) == "2"


def test_a_sentence_that_leans_back_is_quoted_with_the_one_before_it():
    text = f"题目题目\n甲公司建成产业园{LONG}。该园区面积二十万平方米{LONG}。乙公司没有建成{LONG}。"
    (only,) = choose(replace(asked("面积"), kind="number"), scored({"该": 5.0}, article(text)), HALF)
    assert only.article.text[only.start : only.end] == f"甲公司建成产业园{LONG}。该园区面积二十万平方米{LONG}。"
    assert only.evidence.text == f"该园区面积二十万平方米{LONG}。"


def test_a_sentence_that_leans_on_one_in_the_answer_stays_alone():
    text = f"题目题目\n甲公司建成产业园{LONG}。该园区面积二十万平方米{LONG}。"
    assert chosen("list", {"该": 5.0, "甲": 4.9}, article(text)) == "甲该"


def test_the_first_sentence_of_a_passage_has_none_to_lean_on():
    assert chosen("fact", {"该": 5.0}, article(f"题目题目\n该园区面积二十万平方米{LONG}。")) == "该"


def test_without_evidence_nothing_is_chosen():
    assert choose(asked("甲公司"), [], HALF) == []


def test_a_summary_has_four_sentences_of_the_best_article_however_unlikely_they_are():
    one = article(SIX)
    scores = {"丙": 5.0, "甲": -3.0, "丁": -3.1, "乙": -3.2, "戊": -3.3}
    assert chosen("summary", scores, one) == "甲乙丙丁"
    assert chosen("list", scores, one) == "丙"


def test_several_questions_in_one_get_more_than_one_sentence():
    one = article(SIX)
    scores = {"丙": 5.0, "甲": -0.5, "丁": -0.6}
    least = Least(few=0.5, many=0.3)  # logits of 0 and -0.85
    several = replace(asked("甲公司建了几个园，谁住满了"), kind="number")
    assert len(choose(several, scored(scores, one), least)) == 3
    assert len(choose(replace(asked("甲公司建了几个园"), kind="number"), scored(scores, one), least)) == 1


def test_a_sentence_that_only_announces_is_quoted_with_the_next():
    text = f"题目题目\n参与性赠品。这种赠品是免费发放的{LONG}。购买型赠品在购买之后发放{LONG}。"
    assert chosen("fact", {"参": 5.0}, article(text)) == "参这"
    colon = f"题目题目\n甲公司提出了以下三个方面的做法请各家企业参照执行：其一是建园{LONG}。"
    assert chosen("fact", {"甲": 5.0}, article(colon))[0] == "甲"
