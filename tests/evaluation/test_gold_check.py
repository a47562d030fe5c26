"""What a gold file can have wrong, one fault at a time; the file that ships has none."""

import json
from pathlib import Path
from typing import Any

import pytest

from ecqa.errors import ServiceError
from ecqa.evaluation.gold import load_gold, of_splits
from ecqa.evaluation.gold_check import Report, check_gold
from ecqa.messages import LANGUAGES, Messages
from tests.evaluation.cases import ARTICLES

QUOTE = "共有56家企业参加大会，成交额达到3.5亿元。"
GOOD: dict[str, Any] = {
    "id": "own-001",
    "question": "大会的成交额是多少？",
    "persona": "merchant",
    "type": "number",
    "history": [],
    "answerable": True,
    "answer": "3.5亿元。",
    "key_points": [["3.5亿"]],
    "evidence": [{"article": "青梅市电商大会开幕", "quote": QUOTE}],
}
TURNS = [{"role": "user", "content": "大会在哪里？"}, {"role": "assistant", "content": "白鹭会展中心。"}]


def check(tmp_path: Path, *rows: dict[str, Any] | str, complete: bool = False) -> Report:
    lines = [row if isinstance(row, str) else json.dumps(row, ensure_ascii=False) for row in rows]
    (tmp_path / "gold.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return check_gold(tmp_path / "gold.jsonl", ARTICLES, complete=complete)


def keys(report: Report) -> list[tuple[str, str]]:
    return [(finding.level, finding.key) for finding in report.findings]


def test_a_good_question_has_nothing_wrong(tmp_path: Path):
    report = check(tmp_path, GOOD)
    assert report.findings == ()
    assert (report.questions, report.types, report.personas) == (1, {"number": 1}, {"merchant": 1})
    assert report.articles == {"青梅市电商大会开幕": 1, "绿豆网上线新频道": 0}


FAULTS: list[tuple[dict[str, Any], list[tuple[str, str]]]] = [
    ({"id": "1"}, [("error", "id")]),
    ({"type": "riddle"}, [("error", "type")]),
    ({"persona": "robot"}, [("error", "persona")]),
    ({"answer": " "}, [("error", "empty"), ("error", "point-answer")]),
    ({"history": TURNS}, [("error", "history")]),
    ({"type": "followup"}, [("error", "followup")]),
    ({"type": "followup", "history": TURNS}, []),
    ({"history": [{"role": "system", "content": "x"}]}, [("error", "turn")]),
    ({"answerable": False}, [("error", "answerable")]),
    ({"type": "unanswerable", "answerable": False}, [("error", "needless")]),
    ({"key_points": []}, [("error", "absent")]),
    ({"key_points": [[]]}, [("error", "key-point")]),
    ({"key_points": [["35亿"]]}, [("error", "point-quotes"), ("error", "point-answer")]),
    ({"key_points": [["35亿"]], "computed": True, "answer": "35亿"}, []),
    ({"key_points": [["大会"]], "answer": "大会"}, [("warning", "point-question")]),
    ({"must_not": ["3.5亿元"]}, [("error", "forbidden-answer"), ("warning", "forbidden-quote")]),
    ({"must_not": "3.5亿元"}, [("error", "field-type")]),
    ({"score": 1}, [("error", "field-unknown")]),
    ({"evidence": [{"article": "没有的文章", "quote": QUOTE}]}, [("error", "title")]),
    ({"evidence": [{"article": "绿豆网上线新频道", "quote": QUOTE}]}, [("error", "quote-elsewhere")]),
    ({"evidence": [{"article": "青梅市电商大会开幕", "quote": "成交额达到了3.5亿元"}]}, [("error", "quote")]),
    ({"evidence": [{"article": "青梅市电商大会开幕", "quote": "3.5亿元"}]}, [("error", "quote-length")]),
    ({"evidence": [{"article": "青梅市电商大会开幕", "quote": QUOTE}] * 2}, [("error", "quote-twice")]),
    ({"evidence": [{"quote": QUOTE}]}, [("error", "evidence")]),
    ({"type": "multi_hop"}, [("error", "multi-hop"), ("warning", "one-article")]),
]


@pytest.mark.parametrize(("change", "expected"), FAULTS, ids=[",".join(change) + str(n) for n, (change, _) in enumerate(FAULTS)])
def test_each_fault_is_named(tmp_path: Path, change: dict[str, Any], expected: list[tuple[str, str]]):
    assert keys(check(tmp_path, GOOD | change)) == expected


def test_faults_of_lines_and_of_the_whole_file(tmp_path: Path):
    assert keys(check(tmp_path, "", "{", "[]", GOOD)) == [("error", "blank"), ("error", "json"), ("error", "object")]
    assert keys(check(tmp_path, json.dumps(GOOD))) == [("warning", "escaped")]
    assert keys(check(tmp_path, {"id": "own-001"}))[0] == ("error", "field-missing")
    assert keys(check(tmp_path, GOOD, GOOD | {"id": "own-002", "question": "大会的成交额，是多少"})) == [("error", "question-twice")]
    assert keys(check(tmp_path, GOOD, GOOD | {"question": "会上成交多少？"})) == [("error", "id-twice")]
    complete = check(tmp_path, GOOD, complete=True)
    assert [(finding.where, finding.values["n"]) for finding in complete.findings] == [("青梅市电商大会开幕", 1), ("绿豆网上线新频道", 0)]


def test_every_finding_has_words_in_both_languages(tmp_path: Path):
    found = [finding for change, _ in FAULTS for finding in check(tmp_path, GOOD | change).findings]
    found += check(tmp_path, "", "{", "[]", json.dumps(GOOD), {"id": "own-001"}, GOOD, GOOD, complete=True).findings
    assert len({finding.key for finding in found}) > 30
    for lang in LANGUAGES:
        messages = Messages(lang)
        assert all(messages.text(f"gold.{finding.key}", **finding.values) for finding in found)
    assert Messages("zh").table("gold").keys() == Messages("en").table("gold").keys()


def test_reading_a_gold_file(tmp_path: Path):
    path = tmp_path / "gold.jsonl"
    row = json.dumps(GOOD | {"split": "tune", "question": "含\u2028行分隔符？"}, ensure_ascii=False)
    path.write_text(row + "\n\n" + json.dumps(GOOD | {"id": "own-002", "split": "report"}) + "\n", encoding="utf-8")
    questions = load_gold(path)
    assert [question.id for question in questions] == ["own-001", "own-002"]
    assert questions[0].question == "含\u2028行分隔符？"
    assert questions[0].evidence[0].quote == QUOTE
    assert [question.id for question in of_splits(questions, ["report"])] == ["own-002"]
    assert of_splits(questions, []) == questions
    path.write_text(row + "\n{}\n", encoding="utf-8")
    with pytest.raises(ServiceError) as problem:
        load_gold(path)
    assert (problem.value.key, problem.value.values["line"]) == ("gold-line", 2)
    path.write_text("\n", encoding="utf-8")
    with pytest.raises(ServiceError) as problem:
        load_gold(path)
    assert problem.value.key == "gold-empty"
    with pytest.raises(ServiceError) as problem:
        load_gold(tmp_path / "none.jsonl")
    assert problem.value.key == "gold-unreadable"
