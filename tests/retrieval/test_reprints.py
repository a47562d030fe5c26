"""An index with a reprint in it: one copy is shown, the other is named, and it is no second piece of evidence."""

from pathlib import Path

import pytest

from ecqa.index.opened import Index, open_index
from ecqa.retrieval import HybridRetriever, OnceRetriever
from ecqa.schema import Hit, Question
from tests.index.material import PairEmbedder
from tests.library.material import FUND, TAOBAO, Shelf

LONG = FUND.replace(
    "资金用于",
    "办法自公布之日起施行，由市商务局会同市财政局负责解释，各区县可以制定实施细则，并报市商务局备案。申请单位应当在本市登记满一年，依法纳税，没有不良信用记录。\n资金用于",
)
REPRINT = LONG.replace("专项资金办法", "汕头出台电商资金办法").replace(
    "榕东日报2014年6月12日http://news.example.com/2014/0612/1", "南粤报2014年6月14日http://ny.example.net/2014/0614/7"
)


@pytest.fixture
def index(tmp_path: Path) -> Index:
    shelf = Shelf(tmp_path, first=LONG, taobao=TAOBAO, second=REPRINT + "\n编者补充：申报截止日期是七月一日，逾期不再受理。")
    return open_index(shelf.index)


def hits(index: Index, question: str, k: int = 5) -> list[Hit]:
    return OnceRetriever(lambda: index, HybridRetriever(lambda: index, PairEmbedder())).retrieve(Question(question), k)


def test_a_copy_is_no_second_hit(index: Index) -> None:
    assert index.copies == {"second": "first"}
    assert index.reprints("first") == ["second"]
    assert index.reprints("taobao") == []
    plain = HybridRetriever(lambda: index, PairEmbedder()).retrieve(Question("专项资金每年安排多少"), 5)
    assert [hit.article.id for hit in plain][:2] in (["first", "second"], ["second", "first"])
    found = hits(index, "专项资金每年安排多少")
    assert [hit.article.id for hit in found] == ["first", "taobao"]
    assert [hit.rank for hit in found] == [1, 2]
    assert found[0].score == plain[0].score


def test_without_reprints_nothing_is_asked_for_twice(tmp_path: Path) -> None:
    index = open_index(Shelf(tmp_path).index)
    asked = []

    class Inner:
        def retrieve(self, question: Question, k: int) -> list[Hit]:
            asked.append(k)
            return []

    OnceRetriever(lambda: index, Inner()).retrieve(Question("问"), 7)
    assert asked == [7]
