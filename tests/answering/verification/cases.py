"""Invented articles for the verifier's tests."""

from ecqa.answering.verification import cited
from ecqa.schema import Article

TEXT = (
    "市财政扶持电商\n"
    "去年起，市财政连续三年每年拿出5000万元，用于支持电商骨干企业培育。该政策由市经信局落实，市商务局不参与审批。"
    "2012年，全市电商交易额达213.9亿元，同比增长93%，购买人次达4.56亿。"
    "甲公司收购了乙公司，双方没有公布价格。\n"
    "一期园区约有20家企业，大部分企业已经盈利。"
)
ARTICLE = Article("fund", "市财政扶持电商", TEXT, "0" * 12, "fund.jsonl", 0, date="2013-01-11")


def hits(quote=TEXT, article=ARTICLE):
    """One passage that is this part of the article."""
    start = article.text.index(quote)
    return [cited(article, start, start + len(quote))]
