"""A gold file and the corpus to what is wrong with the questions: quotes not verbatim, facts not in quotes, and the like.

Errors make a question unusable; warnings are to be looked at. It cannot say whether a question is a good one.
"""

import json
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ecqa.errors import ServiceError
from ecqa.evaluation.gold_form import Finding, error, form, parse, repeated, warning
from ecqa.evaluation.matching import has, norm
from ecqa.schema import Article

SHORTEST, LONGEST = 10, 200
"""Characters of a gold quote."""

FEWEST = 4
"""Questions an article needs in a complete gold file."""

OPEN_TYPES = frozenset({"summary", "compare", "multi_hop", "list"})
"""Types whose key points may all stand in the question."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a gold file holds and what is wrong with it."""

    questions: int
    types: dict[str, int]
    personas: dict[str, int]
    articles: dict[str, int]
    """By title, how many questions have their evidence there."""
    findings: tuple[Finding, ...]

    def errors(self) -> list[Finding]:
        """The findings that make a question unusable."""
        return [finding for finding in self.findings if finding.level == "error"]


def check_gold(gold: Path, articles: Sequence[Article], complete: bool = False) -> Report:
    """Checks every line of a gold file.

    Args:
        gold: JSONL of gold questions.
        articles: The corpus that the questions are about.
        complete: Whether each article must be the evidence of at least four questions.

    Raises:
        ServiceError: The file cannot be read.
    """
    try:
        lines = gold.read_text("utf-8").removesuffix("\n").split("\n")
    except (OSError, UnicodeDecodeError) as problem:
        raise ServiceError("gold-unreadable", path=gold, reason=problem) from problem
    rows: list[dict[str, Any]] = []
    findings: list[Finding] = []
    for number, line in enumerate(lines, 1):
        row, found = parse(number, line)
        findings += found
        if row is not None:
            rows.append(row)
            findings += form(row) + _evidence(row, articles) + _points(row)
    findings += repeated(rows) + _same_question(rows)
    titles = {article.title: 0 for article in articles}
    for row in rows:
        for title in {item["article"] for item in row["evidence"]} & titles.keys():
            titles[title] += 1
    if complete:
        findings += [error(title, "few-questions", n=n, least=FEWEST) for title, n in titles.items() if n < FEWEST]
    types, personas = Counter(row["type"] for row in rows), Counter(row["persona"] for row in rows)
    return Report(len(rows), dict(types.most_common()), dict(personas.most_common()), titles, tuple(findings))


def _evidence(row: dict[str, Any], articles: Sequence[Article]) -> list[Finding]:
    where, findings = row["id"], []
    quotes = [item["quote"] for item in row["evidence"]]
    for item in row["evidence"]:
        title, quote = item["article"], item["quote"]
        named = [article for article in articles if article.title == title]
        if not named:
            findings.append(error(where, "title", title=title))
        elif not any(quote in article.text for article in named):
            elsewhere = any(quote in article.text for article in articles)
            findings.append(error(where, "quote-elsewhere" if elsewhere else "quote", quote=quote))
        elif sum(article.text.count(quote) for article in named) > 1:
            findings.append(warning(where, "quote-often", quote=quote))
        if not SHORTEST <= len(quote) <= LONGEST:
            findings.append(error(where, "quote-length", n=len(quote), least=SHORTEST, most=LONGEST, quote=quote))
        if "\n" in quote:
            findings.append(warning(where, "quote-lines", quote=quote))
    if len(set(quotes)) != len(quotes):
        findings.append(error(where, "quote-twice"))
    if row["type"] == "multi_hop" and len(quotes) < 2:
        findings.append(error(where, "multi-hop"))
    if row["type"] == "multi_hop" and len({item["article"] for item in row["evidence"]}) < 2:
        findings.append(warning(where, "one-article"))
    return findings


def _points(row: dict[str, Any]) -> list[Finding]:
    where, findings = row["id"], []
    quotes = "\n".join(item["quote"] for item in row["evidence"])
    for point in row["key_points"]:
        if not row.get("computed") and not any(has(wording, quotes) for wording in point):
            findings.append(error(where, "point-quotes", point=" / ".join(point)))
        if not any(has(wording, row["answer"]) for wording in point):
            findings.append(error(where, "point-answer", point=" / ".join(point)))
    for wording in row.get("must_not", []):
        if has(wording, row["answer"]):
            findings.append(error(where, "forbidden-answer", wording=wording))
        if has(wording, quotes):
            findings.append(warning(where, "forbidden-quote", wording=wording))
    given = row["key_points"] and all(any(has(wording, row["question"]) for wording in point) for point in row["key_points"])
    if given and row["type"] not in OPEN_TYPES:
        findings.append(warning(where, "point-question"))
    return findings


def _same_question(rows: Sequence[dict[str, Any]]) -> list[Finding]:
    """Questions that are another's but for punctuation; a follow-up is compared together with its history."""
    first: dict[str, str] = {}
    findings = []
    for row in rows:
        key = norm(re.sub(r"[？?。！!，,、：:；;\s]", "", row["question"]))
        if row["history"]:
            key += "|" + norm(json.dumps(row["history"], ensure_ascii=False))
        if key in first:
            findings.append(error(row["id"], "question-twice", of=first[key]))
        first.setdefault(key, row["id"])
    return findings
