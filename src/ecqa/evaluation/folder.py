"""A run to a folder of text files, and such a folder back to what comparisons need; the page is written by `report`.

answers.jsonl       the answers, in the form of `ecqa answer`, without timings: equal for two runs of one system
judgements.jsonl    a line a question: gold, verdicts, and the tallies that the metrics are sums of
metrics.json        all figures with intervals, by split, type and persona, and the refusal curve
metrics.csv         the same figures as a table;  questions.csv  a row a question
run.trec qrels.trec the passages found and those that hold the evidence, for any TREC tool
run.json            versions, digests, settings;  latency.json  milliseconds by stage
"""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from ecqa.errors import ServiceError
from ecqa.evaluation.catalogue import METRICS
from ecqa.evaluation.figures import Figures, figures_of
from ecqa.evaluation.judge import DIGITS
from ecqa.evaluation.metrics.latency import latency
from ecqa.evaluation.metrics.tally import Tally
from ecqa.evaluation.run import Run
from ecqa.evaluation.summary import Judged

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Record:
    """One question of a run, read back."""

    id: str
    split: str
    type: str
    persona: str
    answerable: bool
    question: str
    gold_answer: str
    status: str
    text: str
    tallies: Mapping[str, Tally]


def write_run(run: Run, out: Path) -> None:
    """Writes all files of a run but the page; the folder is made, files of the same names are replaced.

    Raises:
        ServiceError: The folder or a file cannot be written.
    """
    figures = figures_of(run.judged)
    files = {
        "answers.jsonl": "".join(_line(answer_row(one)) for one in run.judged),
        "judgements.jsonl": "".join(_line(judgement_row(one)) for one in run.judged),
        "metrics.json": _pretty({"format": FORMAT} | asdict(figures)),
        "metrics.csv": _metrics_table(figures),
        "questions.csv": _questions_table(run.judged),
        "run.trec": "".join(
            f"{one.gold.id} Q0 {hit.passage.id} {hit.rank} {hit.score:.{DIGITS}f} ecqa\n" for one in run.judged for hit in one.hits
        ),
        "qrels.trec": "".join(f"{one.gold.id} 0 {passage} 1\n" for one in run.judged for passage in one.truth.relevant),
        "run.json": _pretty({"format": FORMAT} | asdict(run.context)),
        "latency.json": _pretty({stage: figure._asdict() for stage, figure in latency(timings_of(run)).items()}),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            (out / name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as problem:
        raise ServiceError("output-unwritable", path=out, reason=problem.strerror) from problem


def read_records(folder: Path) -> list[Record]:
    """The questions of a run that `write_run` wrote, in their order.

    Raises:
        ServiceError: The folder holds no run.
    """
    try:
        answers = {row["id"]: row for row in map(json.loads, (folder / "answers.jsonl").read_text("utf-8").split("\n")[:-1])}
        rows = [json.loads(line) for line in (folder / "judgements.jsonl").read_text("utf-8").split("\n")[:-1]]
        return [to_record(row, answers[row["id"]]) for row in rows]
    except (OSError, ValueError, KeyError) as problem:
        raise ServiceError("run-unreadable", path=folder, reason=problem) from problem


def read_metrics(folder: Path) -> dict[str, Any]:
    """The content of metrics.json.

    Raises:
        ServiceError: There is no such file, or it is of another format.
    """
    try:
        metrics: dict[str, Any] = json.loads((folder / "metrics.json").read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise ServiceError("run-unreadable", path=folder, reason=problem) from problem
    if metrics.get("format") != FORMAT:
        raise ServiceError("run-format", path=folder, found=metrics.get("format"), wanted=FORMAT)
    return metrics


def timings_of(run: Run) -> list[dict[str, float]]:
    """Milliseconds by stage, one mapping a question."""
    return [{**one.answer.timings_ms, "question_to_answer": one.milliseconds} for one in run.judged]


def to_record(row: dict[str, Any], answer: dict[str, Any]) -> Record:
    """A question of a run from its rows in judgements.jsonl and answers.jsonl."""
    tallies = {name: Tally(part, whole) for name, (part, whole) in row["tallies"].items()}
    kept = {name: row[name] for name in ("id", "split", "type", "persona", "answerable", "question", "gold_answer")}
    return Record(**kept, status=answer["status"], text=answer["text"], tallies=tallies)


def answer_row(one: Judged) -> dict[str, Any]:
    """An answer as answers.jsonl holds it."""
    row = asdict(one.answer) | {"id": one.gold.id, "confidence": one.judgement.confidence}
    del row["timings_ms"]
    return row


def judgement_row(one: Judged) -> dict[str, Any]:
    """A gold question and its judgement as judgements.jsonl holds them."""
    gold, judgement = one.gold, asdict(one.judgement)
    about = {"id": gold.id, "split": gold.split, "type": gold.type, "persona": gold.persona, "answerable": gold.answerable}
    return about | {"question": gold.question, "gold_answer": gold.answer} | judgement | {"passages": [hit.passage.id for hit in one.hits]}


def to_csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """CSV with a byte-order mark, without which spreadsheets take UTF-8 for the local encoding; formulas are disarmed."""
    stream = StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows([[_cell(value) for value in row] for row in rows])
    return "\ufeff" + stream.getvalue()


def _metrics_table(figures: Figures) -> str:
    rows = [
        [split, by, group, name, figure.value, figure.low, figure.high, figure.n]
        for split, by, group, summary in figures.each()
        for name, figure in summary.figures.items()
    ]
    return to_csv(["split", "by", "group", "metric", "value", "low", "high", "n"], rows)


def _questions_table(judged: Sequence[Judged]) -> str:
    names = [metric.name for metric in METRICS]
    rows = [
        [
            one.gold.id,
            one.gold.split,
            one.gold.type,
            one.gold.persona,
            one.gold.answerable,
            one.gold.question,
            one.answer.status,
            one.answer.text,
        ]
        + [one.judgement.tallies[name].value for name in names]
        for one in judged
    ]
    return to_csv(["id", "split", "type", "persona", "answerable", "question", "status", "text", *names], rows)


def _cell(value: object) -> object:
    return "'" + value if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r")) else value


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False) + "\n"


def _pretty(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"
