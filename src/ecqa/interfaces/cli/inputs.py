"""Files of questions, queries and turns to checked values; a line that cannot be taken is an error with file and line."""

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ecqa.errors import QuestionError, ServiceError
from ecqa.schema import Turn

STANDARD_INPUT = Path("-")


@dataclass(frozen=True, slots=True)
class BatchQuestion:
    """One line of a file of questions or queries."""

    id: str | int
    """As the file has it."""
    text: str
    history: tuple[Turn, ...]
    line: int


def read_questions(path: Path) -> list[BatchQuestion]:
    """The questions of a JSONL file, each an object with `id`, `question` and, if it follows others, `history`.

    Raises:
        ServiceError: The file cannot be read.
        QuestionError: A line is no such object, or an id stands twice.
    """
    questions: list[BatchQuestion] = []
    seen: dict[str | int, int] = {}
    for number, line in _lines(path):
        parsed = _parsed(path, number, line)
        record = parsed if isinstance(parsed, dict) else {}
        identifier = record.get("id")
        if isinstance(identifier, bool) or not isinstance(identifier, str | int) or not str(identifier).strip():
            raise QuestionError("line-id", path=path, line=number)
        if identifier in seen:
            raise QuestionError("line-id-twice", path=path, line=number, id=identifier, first=seen[identifier])
        if not isinstance(record.get("question"), str):
            raise QuestionError("line-question", path=path, line=number)
        seen[identifier] = number
        turns = tuple(_turn(each, path, number) for each in _list(record.get("history"), path, number))
        questions.append(BatchQuestion(identifier, record["question"], turns, number))
    if not questions:
        raise QuestionError("input-empty", path=path)
    return questions


def read_queries(path: Path) -> list[BatchQuestion]:
    """The queries of a file with `id TAB query` on each line.

    Raises:
        ServiceError: The file cannot be read.
        QuestionError: A line has no tab, no id or no query, or an id stands twice.
    """
    queries: dict[str | int, BatchQuestion] = {}
    for number, line in _lines(path):
        identifier, tab, query = line.partition("\t")
        if not tab or not query.strip() or len(identifier.split()) != 1:
            raise QuestionError("line-query", path=path, line=number)
        one = BatchQuestion(identifier.strip(), query.strip(), (), number)
        if one.id in queries:
            raise QuestionError("line-query-twice", path=path, line=number, id=one.id)
        queries[one.id] = one
    if not queries:
        raise QuestionError("input-empty", path=path)
    return list(queries.values())


def read_history(path: Path) -> tuple[Turn, ...]:
    """The turns before a question: one JSON list of `{"role", "content"}`, or one such object a line.

    Raises:
        ServiceError: The file cannot be read.
        QuestionError: It holds something else.
    """
    lines = list(_lines(path))
    if lines and lines[0][1].lstrip().startswith("["):
        whole = "\n".join(line for _, line in lines)
        return tuple(_turn(each, path, lines[0][0]) for each in _list(_parsed(path, lines[0][0], whole), path, lines[0][0]))
    return tuple(_turn(_parsed(path, number, line), path, number) for number, line in lines)


def read_text(path: Path) -> str:
    """The text of a file, or of standard input for `-`: UTF-8, else GB18030; broken bytes become U+FFFD.

    Raises:
        ServiceError: The file cannot be read.
    """
    try:
        data = sys.stdin.buffer.read() if path == STANDARD_INPUT else path.read_bytes()
    except OSError as problem:
        raise ServiceError("input-unreadable", path=path, reason=os.strerror(problem.errno or 0)) from problem
    return decoded(data)


def decoded(data: bytes) -> str:
    """The bytes as text: UTF-8 with or without mark, else GB18030, else UTF-8 with U+FFFD for what is broken."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "replace")


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines that hold something, numbered from 1; only a line feed ends a line."""
    for number, line in enumerate(read_text(path).split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def _parsed(path: Path, number: int, text: str) -> object:
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise QuestionError("line-json", path=path, line=number) from problem
    return value


def _list(value: object, path: Path, number: int) -> list[object]:
    if value is None:
        return []
    if not isinstance(value, list):
        raise QuestionError("line-history", path=path, line=number)
    return value


def _turn(value: object, path: Path, number: int) -> Turn:
    role = value.get("role") if isinstance(value, dict) else None
    content = value.get("content") if isinstance(value, dict) else None
    if role not in ("user", "assistant") or not isinstance(content, str):
        raise QuestionError("line-history", path=path, line=number)
    return Turn(role, content)
