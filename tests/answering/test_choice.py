"""Which sentences make an answer, and in which order; scores are given by hand."""

from dataclasses import replace

from ecqa.answering.choice import choose
from ecqa.answering.evidence import Evidence, gather
from ecqa.schema import Article, Question
from tests.answering.cases import article, asked, even, hits_of, weights

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
    found = gather(Question("x", query="x"), hits_of(*articles), even, weights())
    given = [replace(one, score=next((score for start, score in scores.items() if one.text.startswith(start)), -9.0)) for one in found]
    assert sum(one.score > -9 for one in given) == len(scores)
    return sorted(given, key=lambda one: -one.score)


def chosen(kind: str, scores: dict[str, float], *articles: Article, margin: float = 1.0) -> str:
    question = replace(asked("甲公司"), kind=kind)
    return "".join(one.text[0] for one in choose(question, scored(scores, *articles), margin))


def test_a_fact_is_the_best_sentence_and_those_within_the_margin():
    one = article(SIX)
    assert chosen("fact", {"丙": 5.0}, one) == "丙"
    assert chosen("fact", {"丙": 5.0, "甲": 3.99}, one) == "丙"
    assert chosen("fact", {"丙": 5.0, "甲": 4.01}, one) == "丙甲"


def test_a_list_reads_in_text_order_and_reaches_further_down():
    one = article(SIX)
    scores = {"丙": 5.0, "甲": 4.2, "丁": 3.8, "乙": 3.4}
    assert chosen("number", scores, one) == "丙甲"
    assert chosen("list", scores, one) == "甲丙丁"  # down to 5 - 1.5


def test_only_so_many_sentences_are_taken():
    one = article(SIX)
    scores = {name: 5.0 - place / 100 for place, name in enumerate("己戊丁丙乙甲")}
    lengths = {kind: len(chosen(kind, scores, one)) for kind in ("fact", "number", "list", "reason", "compare", "summary")}
    assert lengths == {"fact": 3, "number": 3, "list": 4, "reason": 4, "compare": 4, "summary": 5}


def test_the_article_of_the_best_sentence_reads_first():
    first = article(SIX)
    second = article(
        "另外一篇\n庚方昨日表态支持产业规划并拿出扶持办法供企业参考使用。辛方随后公布招商细则以及申请流程和联系方式一览。", name="other"
    )
    assert chosen("list", {"庚": 4.5, "甲": 4.4, "辛": 5.0}, first, second) == "庚辛甲"
    assert chosen("list", {"庚": 4.5, "甲": 5.1, "辛": 5.0}, first, second) == "甲庚辛"


def test_sentences_beside_the_best_read_in_text_order():
    assert chosen("fact", {"丙": 5.0, "戊": 4.9, "甲": 4.8}, article(SIX)) == "丙甲戊"


def test_a_near_copy_is_said_once():
    lead = "2012年全国团购成交额达到213.9亿元，比上一年增长了93%，购买人次4.56亿。"
    one, reprint = article("题目题目\n" + lead), article("转载一篇\n据悉" + lead, name="reprint")
    assert chosen("list", {"2012": 5.0, "据悉": 4.9}, one, reprint) == "2"


def test_a_best_sentence_that_leans_back_brings_the_one_before_it():
    text = f"题目题目\n甲公司建成产业园{LONG}。该园区面积二十万平方米{LONG}。乙公司没有建成{LONG}。"
    assert chosen("number", {"该": 5.0}, article(text)) == "甲该"


def test_a_best_sentence_brings_the_one_after_it_that_leans_on_it():
    text = f"题目题目\n乙公司没有建成{LONG}。甲公司建成产业园{LONG}。其面积二十万平方米{LONG}。"
    assert chosen("number", {"甲": 5.0}, article(text)) == "甲其"


def test_no_sentence_comes_twice_as_a_choice_and_as_a_neighbour():
    text = f"题目题目\n甲公司建成产业园{LONG}。该园区面积二十万平方米{LONG}。"
    assert chosen("number", {"该": 5.0, "甲": 4.9}, article(text)) == "甲该"


def test_without_evidence_nothing_is_chosen():
    assert choose(asked("甲公司"), [], 1.0) == []
