"""A gold file to its questions, each with key points, evidence and what a right answer must not say; it judges nothing."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecqa.errors import ServiceError
from ecqa.schema import Turn


@dataclass(frozen=True, slots=True)
class Evidence:
    """A verbatim quote that answers, and the title of the article it stands in."""

    article: str
    quote: str


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One question with what a right answer holds."""

    id: str
    question: str
    persona: str
    type: str
    answerable: bool
    answer: str
    """A model answer, for the reader of a report; answers are judged by `key_points`."""
    history: tuple[Turn, ...] = ()
    key_points: tuple[tuple[str, ...], ...] = ()
    """Facts; each is a tuple of acceptable wordings."""
    evidence: tuple[Evidence, ...] = ()
    must_not: tuple[str, ...] = ()
    computed: bool = False
    """The key points follow from the quotes by arithmetic or inference and don't stand in them."""
    split: str = ""


def load_gold(path: Path) -> list[GoldQuestion]:
    """Reads a gold file, one JSON object a line.

    Raises:
        ServiceError: The file cannot be read, or a line is not a gold question; names the line.
    """
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise ServiceError("gold-unreadable", path=path, reason=problem) from problem
    questions = []
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                questions.append(_question(json.loads(line)))
            except (ValueError, KeyError, TypeError, AttributeError) as problem:
                raise ServiceError("gold-line", path=path, line=number, reason=repr(problem)) from problem
    if not questions:
        raise ServiceError("gold-empty", path=path)
    return questions


def of_splits(questions: Iterable[GoldQuestion], splits: Iterable[str]) -> list[GoldQuestion]:
    """The questions of some splits; all of them when no split is named."""
    wanted = set(splits)
    return [question for question in questions if not wanted or question.split in wanted]


def _question(row: dict[str, Any]) -> GoldQuestion:
    return GoldQuestion(
        id=str(row["id"]),
        question=str(row["question"]),
        persona=str(row["persona"]),
        type=str(row["type"]),
        answerable=bool(row["answerable"]),
        answer=str(row["answer"]),
        history=tuple(Turn(turn["role"], str(turn["content"])) for turn in row["history"]),
        key_points=tuple(tuple(str(wording) for wording in point) for point in row["key_points"]),
        evidence=tuple(Evidence(str(item["article"]), str(item["quote"])) for item in row["evidence"]),
        must_not=tuple(str(wording) for wording in row.get("must_not", [])),
        computed=bool(row.get("computed", False)),
        split=str(row.get("split", "")),
    )
