"""Retrieval figures over a TREC qrels file, by article and by passage, against ir-measures."""

from math import log2
from pathlib import Path

import ir_measures
import pytest
from ir_measures import RR, R, nDCG

from ecqa.errors import ServiceError
from ecqa.evaluation.qrels import as_run, evaluate_qrels, read_qrels, retrieval_figures
from ecqa.schema import Hit
from tests.evaluation.cases import hits

QRELS = "q1 0 t-01 1\nq1 0 t-02 0\nq2 0 t-02 2\nq2 0 t-03 1\n"
QUERIES = "q1\t大会\nq2\t绿豆网\nq3\t没有判断\n"


def search(query: str, k: int) -> list[Hit]:
    return hits(1, 2)[:k]


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "qrels.txt").write_text(QRELS, encoding="utf-8")
    (tmp_path / "queries.tsv").write_text(QUERIES, encoding="utf-8")
    return tmp_path / "qrels.txt", tmp_path / "queries.tsv"


def test_figures_by_article(files: tuple[Path, Path]):
    rankings = evaluate_qrels(search, *files)
    assert [(ranking.query, ranking.documents) for ranking in rankings] == [("q1", ("t-01", "t-02")), ("q2", ("t-01", "t-02"))]
    figures = retrieval_figures(rankings)
    # q1 finds its one article at rank 1, q2 the first of its two at rank 2
    assert (figures["recall@1"].value, figures["recall@1"].n) == (1 / 3, 3)
    assert figures["recall@5"].value == 2 / 3
    assert figures["mrr@10"].value == (1 + 1 / 2) / 2
    second = (1 / log2(3)) / (1 + 1 / log2(3))
    assert figures["ndcg@10"].value == pytest.approx((1 + second) / 2)


def test_the_run_gives_trec_eval_the_same_figures(files: tuple[Path, Path], tmp_path: Path):
    rankings = evaluate_qrels(search, *files)
    (tmp_path / "run.trec").write_text(as_run(rankings), encoding="utf-8")
    judged = [ir_measures.Qrel(one.query_id, one.doc_id, min(one.relevance, 1)) for one in ir_measures.read_trec_qrels(str(files[0]))]
    theirs = ir_measures.calc_aggregate([RR @ 10, nDCG @ 10, R @ 1], judged, list(ir_measures.read_trec_run(str(tmp_path / "run.trec"))))
    figures = retrieval_figures(rankings)
    assert figures["mrr@10"].value == pytest.approx(theirs[RR @ 10])
    assert figures["ndcg@10"].value == pytest.approx(theirs[nDCG @ 10])
    assert theirs[R @ 1] == (1 + 0) / 2  # theirs is the mean over queries, ours counts documents: 1 of 3


def test_documents_with_a_colon_are_passages(tmp_path: Path, files: tuple[Path, Path]):
    passage = hits(2)[0].passage.id
    (tmp_path / "passages.txt").write_text(f"q2 0 {passage} 1\n", encoding="utf-8")
    rankings = evaluate_qrels(search, tmp_path / "passages.txt", files[1])
    assert rankings[0].documents[1] == passage
    assert retrieval_figures(rankings)["mrr@10"].value == 1 / 2


def test_files_that_cannot_be_used_are_named(tmp_path: Path, files: tuple[Path, Path]):
    bad = tmp_path / "bad.txt"
    for text, key in (("q1 0 t-01\n", "qrels-line"), ("q1 0 t-01 0\n", "qrels-empty")):
        bad.write_text(text, encoding="utf-8")
        with pytest.raises(ServiceError) as problem:
            read_qrels(bad)
        assert problem.value.key == key
    bad.write_text("q1 大会\n", encoding="utf-8")
    with pytest.raises(ServiceError) as problem:
        evaluate_qrels(search, files[0], bad)
    assert (problem.value.key, problem.value.values["line"]) == ("queries-line", 1)
    bad.write_text("q1\t大会\n", encoding="utf-8")
    with pytest.raises(ServiceError) as problem:
        evaluate_qrels(search, files[0], bad)
    assert (problem.value.key, problem.value.values["id"]) == ("query-missing", "q2")
