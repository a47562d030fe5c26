"""The verifier on invented sentences: what it lets through, what it stops, why, and which sentences it names."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from ecqa.answering.verification import SpanVerifier, cited
from ecqa.schema import Article, Fault
from tests.answering.verification.cases import ARTICLE, TEXT, hits


@pytest.fixture(scope="module")
def verifier():
    return SpanVerifier()


@pytest.mark.parametrize(
    ("claim", "quote"),
    [
        ("市财政每年拿出五千万元支持电商骨干企业。", "去年起，市财政连续三年每年拿出5000万元，用于支持电商骨干企业培育。"),
        (
            "2012年，全市电商交易额为二百一十三亿九千万元，同比增长百分之九十三。",
            "2012年，全市电商交易额达213.9亿元，同比增长93%，购买人次达4.56亿。",
        ),
        ("甲公司收购了乙公司。", "甲公司收购了乙公司，双方没有公布价格。"),
        ("該政策由市經信局落實。", "该政策由市经信局落实，市商务局不参与审批。"),
    ],
)
def test_what_a_sentence_says_is_held_by_that_sentence(verifier, claim, quote):
    found = verifier.verify(claim, hits())
    assert (found.supported, found.fault) == (True, None)
    assert [TEXT[span.start : span.end] for span in found.spans] == [quote]


@pytest.mark.parametrize(
    ("claim", "fault"),
    [
        ("市财政每年拿出6000万元支持电商骨干企业。", Fault("number", "6000万元")),
        ("市财政每年拿出5000亿元支持电商骨干企业。", Fault("number", "5000亿元")),
        ("2012年，全市电商交易额环比增长93%。", Fault("number", "环比")),
        ("2012年，全市电商交易额增长93倍。", Fault("number", "93倍")),
        ("2011年，全市电商交易额达213.9亿元。", Fault("date", "2011年")),
        ("该政策由广州市落实。", Fault("name", "广州市")),
        ("该政策由《促进办法》规定。", Fault("name", "促进办法")),
        ("一期园区的企业超过20家。", Fault("quantifier", "20家")),
    ],
)
def test_a_figure_date_or_name_that_is_not_there_breaks_a_rule(verifier, claim, fault):
    found = verifier.verify(claim, hits())
    assert (found.supported, found.fault, found.spans, found.score) == (False, fault, (), 0.0)


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("市商务局参与审批。", "negation"),
        ("甲公司没有收购乙公司。", "negation"),
        ("所有企业已经盈利。", "quantifier"),
        ("乙公司收购了甲公司。", "roles"),
        ("市财政每年拿出5000万元支持电商骨干企业，还为员工提供免费体检。", "content"),
    ],
)
def test_what_is_denied_widened_turned_round_or_added_is_stopped(verifier, claim, kind):
    found = verifier.verify(claim, hits())
    assert (found.supported, found.fault.kind) == (False, kind)


def test_every_sentence_of_an_article_holds_itself(verifier):
    sentences = [(start, end) for hit in hits() for start, end in hit.passage.sentences]
    for start, end in sentences:
        found = verifier.verify(TEXT[start:end], hits())
        assert (found.supported, [(span.start, span.end) for span in found.spans]) == (True, [(start, end)])


def test_a_part_of_a_word_is_not_the_word(verifier):
    other = Article("n", "通知", "通知\n非企业单位须在6月前办理登记。", "1" * 12, "n.txt", 0, date="2013-01-01")
    assert verifier.verify("企业单位须在6月前办理登记。", [cited(other, 3, len(other.text))]).score < 1


@pytest.mark.parametrize("claim", ["", "。！", "  ", "[1]"[0]])
def test_nothing_said_is_not_held(verifier, claim):
    assert verifier.verify(claim, hits()).fault == Fault("empty")


def test_nothing_cited_and_a_text_that_is_no_sentence_are_not_held(verifier):
    assert verifier.verify("市财政拿出5000万元。", []).fault == Fault("nothing-cited")
    assert verifier.verify("钱" * 601, hits()).fault == Fault("long")


def test_even_lets_through_whatever_strict_does():
    strict, even = SpanVerifier(strictness="strict"), SpanVerifier(strictness="even")
    claims = [TEXT[start:end] for start, end in hits()[0].passage.sentences] + [
        "市财政出钱帮电商企业。",
        "有些企业赚了钱。",
        "乙公司收购了甲公司。",
    ]
    judged = [(strict.verify(claim, hits()), even.verify(claim, hits())) for claim in claims]
    assert all(one.score == other.score and one.supported <= other.supported for one, other in judged)


def test_threads_get_what_one_gets(verifier):
    claims = ["市财政每年拿出五千万元支持电商骨干企业。", "乙公司收购了甲公司。", "2011年，全市电商交易额达213.9亿元。"] * 8
    with ThreadPoolExecutor(6) as threads:
        assert list(threads.map(lambda claim: verifier.verify(claim, hits()), claims)) == [
            verifier.verify(claim, hits()) for claim in claims
        ]


def test_hostile_claims_are_judged_and_break_nothing(verifier):
    for claim in (
        "（" * 300,
        "一" * 500,
        "9" * 400,
        "1亿" * 200,
        "<script>alert(1)</script>",
        "不不不不不",
        "《》“”",
        "２０１３年\u202e５月",
        "1/0月99日",
    ):
        assert verifier.verify(claim, hits()).supported is False
    assert verifier.verify(ARTICLE.title, hits()).supported is True
