"""A clause named in a question, over an index of a regulation of sixty clauses and of texts that mention clauses."""

import json
import shutil
from pathlib import Path

import pytest

from ecqa.index.build import build_index
from ecqa.index.opened import Index, open_index
from ecqa.retrieval import ClauseRetriever, HybridRetriever, missing_clause
from ecqa.schema import Question
from ecqa.text.numbers import in_chinese
from ecqa.understanding import understand
from tests.index.material import PairEmbedder

REGULATION = Path(__file__).parents[1] / "passages" / "data" / "rongdong-network-retail.txt"
CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("clauses")
    shutil.copytree(CORPUS, folder / "corpus")
    shutil.copy(REGULATION, folder / "corpus" / "policies")
    news = {"id": "news", "title": "条例第四十二条受关注", "text": "条例第四十二条受关注\n第四十二条、第四十二条，大家都说第四十二条好。"}
    (folder / "corpus" / "news.jsonl").write_text(json.dumps(news, ensure_ascii=False), "utf-8")
    build_index(folder / "corpus", folder / "index", PairEmbedder(), "pairs")
    return open_index(folder / "index")


def first(index: Index, question: str) -> str:
    return (
        ClauseRetriever(lambda: index, HybridRetriever(lambda: index, PairEmbedder()))
        .retrieve(understand(Question(question)), 5)[0]
        .passage.text
    )


@pytest.mark.parametrize(
    ("question", "opening"),
    [
        ("第四十二条", "第四十二条 网络零售企业引进年薪三十万元以上"),
        ("第42条规定了什么？", "第四十二条 网络零售企业引进"),
        ("《榕东市网络零售促进和管理条例》第十条讲什么？", "第十条 经营者应当保证商品质量"),
        ("网络零售条例第六十条是什么", "第六十条 本条例自2015年9月1日起施行"),
        ("违反第十六条怎么罚？", "第十六条 经营者不得有下列行为"),
        ("條例第三條說了什麼", "第三条 本条例所称网络零售"),
    ],
)
def test_the_clause_that_is_named_comes_first(index: Index, question: str, opening: str) -> None:
    assert first(index, question).startswith(opening)


def test_every_clause_is_found_by_its_number(index: Index) -> None:
    wrong = [n for n in range(1, 61) if f"第{in_chinese(n)}条 " not in first(index, f"榕东市网络零售条例第{in_chinese(n)}条的内容是什么？")]
    assert wrong == []


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("网络零售条例第九十九条规定了什么？", "《榕东市网络零售促进和管理条例》第九十九条"),
        ("《榕东市网络零售促进和管理条例》第61条和第七十条呢", "《榕东市网络零售促进和管理条例》第六十一条、第七十条"),
        ("第六十一条讲什么", "《榕东市网络零售促进和管理条例》第六十一条"),
        ("第六十一条和第六十条讲什么", None),
        ("汕头经济特区电子商务促进办法第九条讲什么？", None),
        ("《电子签名法》第九条讲什么？", None),
        ("专项资金有多少？", None),
    ],
)
def test_a_clause_that_does_not_exist_is_missing_by_name(index: Index, question: str, missing: str | None) -> None:
    assert missing_clause(index, understand(Question(question))) == missing
