"""A line of a gold file to what is wrong with its form: JSON, fields, types of values, history; it does not look at the corpus."""

import json
import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, Literal

TYPES = frozenset(
    [
        "number",
        "date",
        "person",
        "organization",
        "place",
        "list",
        "summary",
        "definition",
        "reason",
        "yes_no",
        "compare",
        "multi_hop",
        "followup",
        "unanswerable",
        "false_premise",
        "out_of_scope",
    ]
)
UNANSWERABLE = frozenset({"unanswerable", "out_of_scope"})
PERSONAS = frozenset({"merchant", "member", "evaluator"})
REQUIRED: dict[str, type] = {
    "id": str,
    "question": str,
    "persona": str,
    "type": str,
    "history": list,
    "answerable": bool,
    "answer": str,
    "key_points": list,
    "evidence": list,
}
OPTIONAL: dict[str, type] = {"must_not": list, "computed": bool, "split": str}
_ID = re.compile(r"[a-z]+-\d{3,}")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong, or doubtful, about one gold question; the words stand under `[gold]` in messages/*.toml."""

    level: Literal["error", "warning"]
    where: str
    """The question's id, or its line as `line 12`."""
    key: str
    values: dict[str, object] = field(default_factory=dict)


def error(where: str, key: str, **values: object) -> Finding:
    """Something that makes the question unusable."""
    return Finding("error", where, key, values)


def warning(where: str, key: str, **values: object) -> Finding:
    """Something to look at."""
    return Finding("warning", where, key, values)


def parse(number: int, line: str) -> tuple[dict[str, Any] | None, list[Finding]]:
    """One line of a gold file as an object with all fields of the right types, or None, and what is wrong with it.

    Args:
        number: Of the line, from 1.
        line: Without its line end.
    """
    where = f"line {number}"
    if not line.strip():
        return None, [error(where, "blank")]
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        return None, [error(where, "json", reason=problem)]
    if not isinstance(row, dict):
        return None, [error(where, "object")]
    where = str(row.get("id", where))
    findings = [error(where, "field-missing", name=name) for name in REQUIRED if name not in row]
    findings += [
        error(where, "field-type", name=name, wanted=kind.__name__)
        for name, kind in (REQUIRED | OPTIONAL).items()
        if name in row and not isinstance(row[name], kind)
    ]
    usable = not findings
    findings += [error(where, "field-unknown", name=name) for name in row if name not in REQUIRED and name not in OPTIONAL]
    if "\\u" in line:
        findings.append(warning(where, "escaped"))
    if usable and (malformed := _nested(where, row)):
        return None, findings + malformed
    return (row if usable else None), findings


def form(row: dict[str, Any]) -> list[Finding]:
    """What is wrong with a parsed question on its own."""
    where, findings = row["id"], []
    if not _ID.fullmatch(where):
        findings.append(error(where, "id"))
    if row["type"] not in TYPES:
        findings.append(error(where, "type", found=row["type"]))
    if row["persona"] not in PERSONAS:
        findings.append(error(where, "persona", found=row["persona"]))
    if not row["question"].strip() or not row["answer"].strip():
        findings.append(error(where, "empty"))
    turns = row["history"]
    if row["type"] == "followup" and (len(turns) < 2 or len(turns) % 2 or turns[-1]["role"] != "assistant"):
        findings.append(error(where, "followup"))
    if row["type"] != "followup" and turns:
        findings.append(error(where, "history"))
    if row["answerable"] == (row["type"] in UNANSWERABLE):
        findings.append(error(where, "answerable"))
    if row["type"] in UNANSWERABLE and (row["key_points"] or row["evidence"]):
        findings.append(error(where, "needless"))
    if row["type"] not in UNANSWERABLE:
        findings += [error(where, "absent", name=name) for name in ("key_points", "evidence") if not row[name]]
    return findings


def repeated(rows: list[dict[str, Any]]) -> list[Finding]:
    """Ids that stand twice."""
    return [error(name, "id-twice", n=n) for name, n in Counter(row["id"] for row in rows).items() if n > 1]


def _nested(where: str, row: dict[str, Any]) -> list[Finding]:
    """What is wrong inside the lists: turns, key points, evidence, forbidden wordings."""
    findings = []
    if not all(isinstance(turn, dict) and set(turn) == {"role", "content"} and _turn(turn) for turn in row["history"]):
        findings.append(error(where, "turn"))
    if not all(isinstance(point, list) and point and all(_wording(one) for one in point) for point in row["key_points"]):
        findings.append(error(where, "key-point"))
    if not all(isinstance(one, dict) and set(one) == {"article", "quote"} and all(map(_wording, one.values())) for one in row["evidence"]):
        findings.append(error(where, "evidence"))
    if not all(_wording(one) for one in row.get("must_not", [])):
        findings.append(error(where, "must-not"))
    return findings


def _turn(turn: dict[str, Any]) -> bool:
    return turn["role"] in ("user", "assistant") and _wording(turn["content"])


def _wording(value: object) -> bool:
    return isinstance(value, str) and any(c.isalnum() for c in value)
