"""The forty questions of eval/gold/validity, written before the code that answers them, with the real embedder and reader: at least 95 % are right."""

import json
from pathlib import Path
from typing import Any

import pytest

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.pipeline import Assistant
from ecqa.schema import Answer, Filters

GOLD = Path(__file__).parents[2] / "eval/gold/validity"
LEAST = 0.95


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers from the rules and notices of the gold set."""
    settings = Settings(corpus=GOLD / "corpus", index=tmp_path_factory.mktemp("validity") / "index")
    build(settings)
    return open_assistant(settings)


def asked(assistant: Assistant, case: dict[str, Any]) -> Answer:
    return assistant.ask(case["question"], filters=Filters(until=case.get("until")), as_of=case.get("as_of"))


def faults(assistant: Assistant, case: dict[str, Any]) -> list[str]:
    """What is wrong with the answer to a question; nothing where it is right."""
    answer = asked(assistant, case)
    found = [] if answer.status in case["status"] else [answer.status]
    found += ["/".join(wordings) for wordings in case["says"] if not any(one in answer.text for one in wordings)]
    found += [f"not {one}" for one in case["never"] if one in answer.text]
    for wanted in case["cites"]:
        if not any(one.article_id == wanted["article"] and wanted["quote"] in one.quote for one in answer.citations):
            found.append(f"{wanted['article']}: {wanted['quote']}")
    return found


def test_the_questions_about_validity_are_answered(rules: Assistant) -> None:
    cases = [json.loads(line) for line in (GOLD / "questions.jsonl").read_text("utf-8").splitlines()]
    wrong = {f"{case['id']} {case['question']}": found for case in cases if (found := faults(rules, case))}

    assert len(cases) == 40
    assert len(wrong) <= (1 - LEAST) * len(cases), wrong
