"""Small articles, citations and gold questions that the tests of evaluation share; nothing here is from the corpus."""

import hashlib

from ecqa.evaluation.gold import Evidence, GoldQuestion
from ecqa.passages import cut
from ecqa.schema import Answer, Article, Citation, Hit

BODY = (
    "青梅市电商大会开幕\n"
    "青梅市电商大会于2013年3月5日在白鹭会展中心开幕。共有56家企业参加大会，成交额达到3.5亿元。\n"
    "市长林晚秋说，今年财政将拿出八百万元支持网商。协会会长何远山认为，物流是最大的短板。\n"
)
OTHER = "绿豆网上线新频道\n绿豆网昨日上线农产品频道，首日订单为1200笔。频道负责人周小舟表示将继续扩大品类。\n"


def article(number: int, text: str) -> Article:
    return Article(
        id=f"t-{number:02d}",
        title=text.split("\n", maxsplit=1)[0],
        text=text,
        revision=hashlib.sha256(text.encode()).hexdigest()[:12],
        path="t.txt",
        start=0,
    )


ARTICLES = [article(1, BODY), article(2, OTHER)]


def cite(quote: str, marker: int = 1, source: Article | None = None) -> Citation:
    """A citation of a verbatim quote of one of the articles."""
    found = source or next(one for one in ARTICLES if quote in one.text)
    start = found.text.index(quote)
    return Citation(marker, found.id, found.title, None, None, None, None, start, start + len(quote), quote, found.revision)


def hits(*numbers: int, dense: float = 0.8) -> list[Hit]:
    """The passages of some articles, best first."""
    found = [(one, passage) for number in numbers for one in [ARTICLES[number - 1]] for passage in cut(one)]
    return [Hit(passage, one, score=1 / rank, rank=rank, dense=dense - rank / 100) for rank, (one, passage) in enumerate(found, 1)]


FAIR = GoldQuestion(
    id="t-001",
    question="电商大会有多少家企业参加，成交额多少？",
    persona="merchant",
    type="number",
    answerable=True,
    answer="56家企业，3.5亿元。",
    key_points=(("56家",), ("3.5亿",)),
    evidence=(Evidence("青梅市电商大会开幕", "共有56家企业参加大会，成交额达到3.5亿元。"),),
    must_not=("1200",),
    split="tune",
)
SPEECHES = GoldQuestion(
    id="t-002",
    question="市长和会长各说了什么？",
    persona="member",
    type="multi_hop",
    answerable=True,
    answer="市长说财政将拿出八百万元，会长认为物流是短板。",
    key_points=(("八百万元", "800万元"), ("物流",)),
    evidence=(
        Evidence("青梅市电商大会开幕", "市长林晚秋说，今年财政将拿出八百万元支持网商。"),
        Evidence("青梅市电商大会开幕", "协会会长何远山认为，物流是最大的短板。"),
    ),
    split="report",
)
CHANNEL = GoldQuestion(
    id="t-003",
    question="绿豆网新频道首日有多少订单？",
    persona="evaluator",
    type="number",
    answerable=True,
    answer="1200笔。",
    key_points=(("1200笔",),),
    evidence=(Evidence("绿豆网上线新频道", "绿豆网昨日上线农产品频道，首日订单为1200笔。"),),
    split="report",
)
NOWHERE = GoldQuestion(
    id="t-004",
    question="电商大会的门票多少钱？",
    persona="merchant",
    type="unanswerable",
    answerable=False,
    answer="资料没有提到门票。",
    split="tune",
)
GOLD = [FAIR, SPEECHES, CHANNEL, NOWHERE]


def refusal(question: str = "") -> Answer:
    return Answer(question, "refused", "现有资料里没有找到这个问题的答案。缺少的是：门票", missing="门票")
