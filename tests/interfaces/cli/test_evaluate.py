"""The verbs of the evaluation on small runs and a small corpus: what they print and their exit codes."""

import json

import pytest

from ecqa.evaluation.report import save_run
from ecqa.evaluation.run import evaluate
from ecqa.interfaces.cli.main import run
from tests.evaluation.cases import ARTICLES
from tests.evaluation.systems import Right, WrongCitations
from tests.evaluation.test_report import write_gold


@pytest.fixture
def runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("ECQA_LANG", raising=False)
    gold = write_gold(tmp_path / "gold.jsonl")
    save_run(evaluate(Right(), gold), tmp_path / "right")
    save_run(evaluate(WrongCitations(), gold), tmp_path / "wrong")
    return tmp_path


def test_compare_prints_what_got_worse_and_writes_a_page(runs, capsys):
    assert run(["compare", "right", "wrong", "--page", "c.html"]) == 0
    streams = capsys.readouterr()
    lines = streams.out.splitlines()
    assert lines[0] == "共同的 4 个问题；只在一边的 0 个没有计入。"
    support = next(line for line in lines if line.startswith("语句有据率"))
    assert support.split() == ["语句有据率", "100.0", "0.0", "-100.0", "[-100.0,", "-100.0]", "变差"]
    assert "要点全中：只有 A 0 题，只有 B 0 题，McNemar 精确检验 p = 1.0000" in lines
    assert "变差的问题：3" in lines
    assert "t-001  电商大会有多少家企业参加，成交额多少？" in lines
    assert (runs / "c.html").read_text("utf-8").startswith("<!DOCTYPE html>")
    assert "c.html" in streams.err


def test_gate_passes_and_fails_by_exit_code(runs, capsys):
    assert run(["gate", "right", "--baseline", "right"]) == 0
    assert capsys.readouterr().out == "没有指标低于基准 right。\n"
    assert run(["gate", "wrong", "--baseline", "right"]) == 1
    assert "all 语句有据率：从 100.0 变为 0.0，超出容差 50.0。" in capsys.readouterr().err


def test_a_folder_without_a_run_is_one_line(runs, capsys):
    assert run(["gate", "nowhere", "--baseline", "right"]) == 1
    assert capsys.readouterr().err.startswith("nowhere 不是评测结果文件夹")


@pytest.mark.parametrize("arguments", [[], ["gold.jsonl", "--qrels", "q.txt", "--queries", "q.tsv"], ["--qrels", "q.txt"]])
def test_evaluate_takes_gold_or_qrels(runs, capsys, arguments):
    assert run(["evaluate", *arguments]) == 2
    assert capsys.readouterr().err.startswith("请给出标准问题文件，或同时给出 --qrels 和 --queries")


def test_gold_check_reads_the_corpus_and_fails_on_errors(runs, capsys):
    (runs / "corpus").mkdir()
    rows = [{"id": article.id, "title": article.title, "text": article.text} for article in ARTICLES]
    (runs / "corpus" / "a.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    assert run(["gold", "check", "gold.jsonl", "--lang", "en"]) == 0
    streams = capsys.readouterr()
    assert streams.err == "t-002: warning: the quotes of a multi_hop stand in one article\n"
    assert streams.out.startswith("4 questions; errors: 0, warnings: 1.\n  number 2  multi_hop 1  unanswerable 1\n")
    assert run(["gold", "check", "gold.jsonl", "--strict"]) == 1
    wrong = (runs / "gold.jsonl").read_text("utf-8").replace("首日订单为1200笔。", "首日订单为1300笔。")
    (runs / "gold.jsonl").write_text(wrong, encoding="utf-8")
    capsys.readouterr()
    assert run(["gold", "check", "gold.jsonl"]) == 1
    assert "t-003: 错误: 引文与原文不符：绿豆网昨日上线农产品频道，首日订单为1300笔。" in capsys.readouterr().err.splitlines()
