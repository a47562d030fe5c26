"""The same hits from Milvus as from FAISS and BM25 beside it, with filters too; bench/milvus.py does it with 20,000 passages."""

import json
import random
from collections.abc import Iterator

import pytest

from ecqa.index.build import build_index
from ecqa.index.milvus import MilvusStore
from ecqa.index.opened import Index, open_index
from ecqa.retrieval import HybridRetriever, milvus
from ecqa.retrieval.milvus import MilvusRetriever
from ecqa.schema import Filters, Hit, Question
from tests.index.material import PairEmbedder

CHARACTERS = "电商园区企业资金专项启动申请五月多少补贴淘宝汕头物流网店政策办法协会万元会议"
PIECES = [CHARACTERS[at : at + 2] for at in range(0, len(CHARACTERS), 2)]
QUESTIONS = ("电商园区7号有多少企业", "资金五月启动", "专项资金怎么申请", "12号园区")
FILTERS = (
    Filters(),
    Filters(section="政策'\"\\"),
    Filters(kind="news"),
    Filters(source="日报"),
    Filters(since="2013-02-01"),
    Filters(until="2013-02-28", section="行业"),
    Filters(since="2013-01-05", until="2013-03-05", kind="article"),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("both")
    (folder / "corpus").mkdir()
    chance, records = random.Random(3), []
    for n in range(220):
        said = "".join(chance.choices(PIECES, k=chance.randint(12, 60)))
        text = f"第{n}号资料\n{said[:12]}{n}号{said[12:20]}。\n{said[20:]}{'专项资金' * (n % 3)}。"
        more = {"section": ("政策'\"\\", "行业", None)[n % 3], "kind": ("news", None)[n % 2], "source": ("日报", None, "网")[n % 3]}
        more["date"] = f"2013-{n % 4 + 1:02d}-{n % 28 + 1:02d}" if n % 5 else None
        records.append({"id": f"d{n:03d}", "title": f"第{n}号资料", "text": text, **{k: v for k, v in more.items() if v}})
    (folder / "corpus" / "a.jsonl").write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), "utf-8")
    build_index(folder / "corpus", folder / "index", PairEmbedder(), "pairs")
    return open_index(folder / "index", "pairs")


@pytest.fixture(scope="module")
def store(index: Index, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusStore]:
    opened = MilvusStore(str(tmp_path_factory.mktemp("store") / "passages.db"))
    opened.put_in_use(index)
    yield opened
    opened.close()


@pytest.mark.parametrize("filters", FILTERS)
@pytest.mark.parametrize("pool", [100, 8])
def test_the_ten_best_and_all_their_scores_are_the_same(
    index: Index, store: MilvusStore, filters: Filters, pool: int, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("ecqa.retrieval.hybrid.POOL", pool)
    monkeypatch.setattr(milvus, "POOL", pool)
    local, remote = HybridRetriever(lambda: index, PairEmbedder()), MilvusRetriever(lambda: index, store, PairEmbedder())
    for text in QUESTIONS:
        for more in ({}, {"also": ("补贴", "园区")}, {"kind": "summary"}, {"as_of": "2013-02-10"}):
            question = Question(text, query=text, filters=filters, **more)
            expected = local.retrieve(question, 10)
            assert len(expected) == 10
            assert_same(remote.retrieve(question, 10), expected)


def test_where_the_filters_allow_nothing_nothing_is_found(index: Index, store: MilvusStore):
    assert MilvusRetriever(lambda: index, store, PairEmbedder()).retrieve(Question("资金", filters=Filters(section="没有")), 10) == []


def assert_same(found: list[Hit], expected: list[Hit]) -> None:
    assert [hit.passage for hit in found] == [hit.passage for hit in expected]
    assert [hit.rank for hit in found] == list(range(1, len(expected) + 1))
    for one, other in zip(found, expected, strict=True):
        assert one.article == other.article
        assert one.score == pytest.approx(other.score, abs=1e-4)
        assert (one.dense, one.lexical) == pytest.approx((other.dense, other.lexical), abs=1e-4)
        assert one.sentence_scores == pytest.approx(other.sentence_scores, abs=1e-5)
