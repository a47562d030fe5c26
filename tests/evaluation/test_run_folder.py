"""A run written, read back, compared with another and put through the gate."""

import csv
import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from ecqa.errors import ServiceError
from ecqa.evaluation.compare import compare
from ecqa.evaluation.figures import figures_of
from ecqa.evaluation.folder import read_metrics, read_records, write_run
from ecqa.evaluation.gate import gate
from ecqa.evaluation.mcnemar import mcnemar
from ecqa.evaluation.run import evaluate
from ecqa.schema import Answer, Turn
from tests.evaluation.cases import GOLD, refusal
from tests.evaluation.systems import AlwaysRefuses, Right, WrongCitations

REPEATABLE = ("answers.jsonl", "judgements.jsonl", "metrics.json", "metrics.csv", "questions.csv", "run.trec", "qrels.trec")


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    rows = [
        {
            "id": one.id,
            "question": one.question,
            "persona": one.persona,
            "type": one.type,
            "history": [],
            "answerable": one.answerable,
            "answer": one.answer,
            "key_points": one.key_points,
            "evidence": [{"article": item.article, "quote": item.quote} for item in one.evidence],
            "must_not": one.must_not,
            "split": one.split,
        }
        for one in GOLD
    ]
    path = tmp_path / "secret-folder" / "gold.jsonl"
    path.parent.mkdir()
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def written(system: Right, gold: Path, out: Path) -> Path:
    write_run(evaluate(system, gold, settings={"index": gold.parent, "lang": "zh", "chat_api_key": "sk-123"}), out)
    return out


def test_two_runs_of_one_system_are_the_same_bytes(gold: Path, tmp_path: Path):
    first, second = written(Right(), gold, tmp_path / "a"), written(Right(), gold, tmp_path / "b")
    for name in REPEATABLE:
        assert (first / name).read_bytes() == (second / name).read_bytes(), name


def test_a_run_says_what_it_was_made_of_and_nothing_of_the_machine_or_secrets(gold: Path, tmp_path: Path):
    folder = written(Right(), gold, tmp_path / "a")
    context = json.loads((folder / "run.json").read_text("utf-8"))
    assert context["gold"] == "gold.jsonl"
    assert len(context["gold_sha256"]) == len(context["corpus_sha256"]) == 64
    assert context["articles"] == 2
    assert context["settings"] == {"index": "secret-folder", "lang": "zh"}
    for path in folder.iterdir():
        text = path.read_text("utf-8")
        assert str(tmp_path) not in text
        assert "sk-123" not in text


def test_metrics_stand_by_split_type_and_persona(gold: Path, tmp_path: Path):
    splits = read_metrics(written(Right(), gold, tmp_path / "a"))["splits"]
    assert {name: split["all"]["questions"] for name, split in splits.items()} == {"all": 4, "tune": 2, "report": 2}
    assert splits["report"]["type"]["multi_hop"]["figures"]["evidence_recall@5"] == {
        "value": 1.0,
        "n": 2,
        "low": pytest.approx(0.342, abs=0.001),
        "high": 1.0,
    }
    assert splits["all"]["persona"]["merchant"]["questions"] == 2
    # cosines .89 .79 .84 of what can be answered, .49 of what cannot: parted perfectly
    assert splits["all"]["curve"]["score"] == "cosine"
    assert splits["all"]["curve"]["auc"] == 1
    assert splits["all"]["curve"]["points"][1] == {"threshold": 0.79, "answer_rate": 1.0, "refusal_recall": 1.0}


def test_a_system_that_states_its_confidence_is_measured_by_it(gold: Path):
    class Confident(Right):
        def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
            stated = {GOLD[0].question: 0.8, GOLD[1].question: 0.3, GOLD[2].question: None, GOLD[3].question: 0.4}
            return replace(super().ask(text), confidence=stated[text])

    curve = figures_of(evaluate(Confident(), gold).judged).splits["all"].curve
    assert curve is not None
    # .8, .3 and 1 (answered without being weighed) against .4: two of three pairs in order
    assert (curve.score, curve.auc) == ("confidence", 0.666667)


def test_tables_are_for_spreadsheets(gold: Path, tmp_path: Path):
    class Formula(Right):
        def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
            return replace(super().ask(text), text='=HYPERLINK("http://x")')

    folder = written(Formula(), gold, tmp_path / "a")
    assert (folder / "questions.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader((folder / "questions.csv").read_text("utf-8-sig").splitlines()))
    assert [row["id"] for row in rows] == ["t-001", "t-002", "t-003", "t-004"]
    assert rows[0]["text"] == '\'=HYPERLINK("http://x")'
    assert rows[0]["coverage"] == "0.0"


def test_trec_files_hold_what_was_found_and_what_is_relevant(gold: Path, tmp_path: Path):
    folder = written(Right(), gold, tmp_path / "a")
    assert (folder / "qrels.trec").read_text("utf-8").split("\n")[0] == "t-001 0 t-01:0-103 1"
    assert (folder / "run.trec").read_text("utf-8").split("\n")[0] == "t-001 Q0 t-01:0-103 1 1.00000 ecqa"


def test_compare_names_what_got_worse_and_shows_both_answers(gold: Path, tmp_path: Path):
    right, wrong = written(Right(), gold, tmp_path / "a"), written(WrongCitations(), gold, tmp_path / "b")
    comparison = compare(right, wrong)
    assert comparison.questions == 4
    assert comparison.worse() == ["citation_precision", "evidence_cited", "support"]
    by_name = {one.metric: one for one in comparison.differences}
    assert (by_name["support"].first, by_name["support"].second, by_name["support"].difference) == (1, 0, -1)
    assert (by_name["coverage"].low, by_name["coverage"].high, by_name["coverage"].verdict) == (0, 0, "same")
    assert (comparison.only_first_full, comparison.only_second_full, comparison.mcnemar_p) == (0, 0, 1)
    assert [(one.better, one.metric, one.first.id) for one in comparison.changes] == [(False, "support", f"t-00{n}") for n in (1, 2, 3)]
    assert comparison.changes[0].second.text.startswith("共有56家企业")


def test_compare_with_itself_finds_nothing(gold: Path, tmp_path: Path):
    folder = written(Right(), gold, tmp_path / "a")
    comparison = compare(folder, folder, split="report")
    assert (comparison.questions, comparison.worse(), comparison.changes) == (2, [], ())
    assert all(one.difference == one.low == one.high == 0 for one in comparison.differences)


def test_compare_counts_full_answers_for_mcnemar(gold: Path, tmp_path: Path):
    comparison = compare(written(AlwaysRefuses(), gold, tmp_path / "a"), written(Right(), gold, tmp_path / "b"))
    assert (comparison.only_first_full, comparison.only_second_full) == (0, 3)
    assert comparison.mcnemar_p == 0.25  # 2 * (1/2)^3
    assert [one.better for one in comparison.changes] == [True, True, True]


def test_mcnemar_by_hand():
    assert mcnemar(0, 0) == 1
    assert mcnemar(5, 5) == 1
    assert mcnemar(1, 9) == pytest.approx(2 * (1 + 10) / 1024)
    assert mcnemar(9, 1) == mcnemar(1, 9)


def test_folders_without_a_run_are_named(tmp_path: Path):
    with pytest.raises(ServiceError) as problem:
        read_records(tmp_path)
    assert problem.value.key == "run-unreadable"
    (tmp_path / "metrics.json").write_text('{"format": 99}', encoding="utf-8")
    with pytest.raises(ServiceError) as problem:
        read_metrics(tmp_path)
    assert problem.value.key == "run-format"


def test_the_gate_lets_the_same_run_pass_and_stops_a_worse_one(gold: Path, tmp_path: Path):
    right = written(Right(), gold, tmp_path / "a")
    assert gate(right, right) == []
    wrong = written(WrongCitations(), gold, tmp_path / "b")
    assert gate(right, wrong) == []  # better than the baseline is no fall
    # of four citations two may flip, four are a fall; the splits have one and three
    falls = gate(wrong, right)
    assert [(fall.split, fall.metric) for fall in falls if fall.split == "all"] == [
        ("all", name) for name in ("citation_precision", "evidence_cited", "support")
    ]
    assert falls[0].tolerance == 2 / 4


def test_the_gate_lets_two_questions_flip_but_not_three(tmp_path: Path):
    def folder(name: str, rate: float) -> Path:
        figures = {"answer_rate": {"value": rate, "n": 100}}
        empty = {"value": None, "n": 0}
        everything = {metric: figures.get(metric, empty) for metric in read_names()}
        summary = {"questions": 100, "figures": everything, "length_p90": 100, "quote_p90": 60}
        (tmp_path / name).mkdir()
        text = json.dumps({"format": 1, "splits": {"all": {"all": summary}}})
        (tmp_path / name / "metrics.json").write_text(text, encoding="utf-8")
        return tmp_path / name

    baseline = folder("baseline", 0.95)
    assert gate(folder("two", 0.93), baseline) == []
    fallen = gate(folder("three", 0.92), baseline)
    assert [(fall.metric, fall.baseline, fall.now, fall.tolerance) for fall in fallen] == [("answer_rate", 0.95, 0.92, 0.02)]


def test_the_gate_stops_longer_answers_and_other_questions(gold: Path, tmp_path: Path):
    class Wordy(Right):
        def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
            right = super().ask(text)
            return right if right.status == "refused" else replace(right, text=right.text * 3)

    right = written(Right(), gold, tmp_path / "a")
    assert {fall.metric for fall in gate(written(Wordy(), gold, tmp_path / "b"), right)} == {"length_p90"}
    write_run(evaluate(Right(), gold, splits=["tune"]), tmp_path / "c")
    with pytest.raises(ServiceError) as problem:
        gate(tmp_path / "c", right)
    assert problem.value.key == "baseline-other"


def test_a_question_that_is_not_taken_counts_as_refused(gold: Path, tmp_path: Path):
    from ecqa.errors import QuestionError

    class Strict(Right):
        def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
            raise QuestionError("question-too-long", limit=3, n=9)

    assert [record.status for record in read_records(written(Strict(), gold, tmp_path / "a"))] == [refusal().status] * 4


def read_names() -> list[str]:
    from ecqa.evaluation.catalogue import METRICS

    return [metric.name for metric in METRICS]
