"""Folders of gold files in, the sets that can be run by name out, and new questions into a set of the desk's own; it judges nothing.

A name that a browser sends is looked up in the list and never made into a path, save the name of a new set, which is letters and digits.
"""

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecqa.errors import ServiceError
from ecqa.evaluation.gold import load_gold
from ecqa.evaluation.gold_check import check_gold
from ecqa.evaluation.gold_form import Finding
from ecqa.schema import Article

NAME = re.compile(r"[a-z]{1,30}")
"""Name of a set of the desk's own; its questions are called `<name>-001` and so on."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """A gold file."""

    name: str
    path: Path
    questions: int
    splits: tuple[str, ...]


class GoldSets:
    """The gold files there are.

    Args:
        shipped: Folder of the project's own; nothing is written there.
        own: Folder of those made at the desk; made with the first question.
    """

    def __init__(self, shipped: Path, own: Path) -> None:
        self._shipped = shipped
        self._own = own
        self._writing = threading.Lock()

    def all(self) -> list[GoldSet]:
        """The sets by name; a file that holds no gold questions is left out, one of the desk's own comes before another of its name."""
        found: dict[str, GoldSet] = {}
        for path in (*sorted(self._own.glob("*.jsonl")), *sorted(self._shipped.glob("*.jsonl"))):
            try:
                questions = load_gold(path)
            except ServiceError:
                continue
            splits = sorted({question.split for question in questions} - {""})
            found.setdefault(path.stem, GoldSet(path.stem, path, len(questions), tuple(splits)))
        return sorted(found.values(), key=lambda one: one.name)

    def get(self, name: str) -> GoldSet | None:
        """One set; None where there is none of that name."""
        return next((one for one in self.all() if one.name == name), None)

    def own_names(self) -> list[str]:
        """The sets that questions can be added to."""
        return sorted(path.stem for path in self._own.glob("*.jsonl"))

    def add(self, name: str, question: dict[str, Any], articles: Sequence[Article]) -> list[Finding]:
        """Adds a question to a set of the desk's own, new or not, and gives it its id.

        Args:
            name: Of the set, small letters a to z.
            question: The fields of a gold line, but for the id.
            articles: What its quotes must stand in.

        Returns:
            What is wrong with the question; it was added if there is no error among it.

        Raises:
            ServiceError: The name cannot be used, or the file cannot be read or written.
        """
        if not NAME.fullmatch(name):
            raise ServiceError("gold-name")
        with self._writing:
            path, before = self._own / f"{name}.jsonl", ""
            if path.exists():
                before = path.read_text("utf-8")
            row = {"id": f"{name}-{before.count(chr(10)) + 1:03}"} | question
            draft = path.with_suffix(".draft")
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                draft.write_text(before + json.dumps(row, ensure_ascii=False) + "\n", "utf-8", newline="\n")
                findings = [one for one in check_gold(draft, articles).findings if one.where == row["id"]]
                if any(one.level == "error" for one in findings):
                    draft.unlink()
                else:
                    draft.replace(path)
            except OSError as problem:
                raise ServiceError("output-unwritable", path=path, reason=problem.strerror) from problem
        return findings
