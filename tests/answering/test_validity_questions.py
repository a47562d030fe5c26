"""The questions of eval/gold/validity, written before the code that answers them, with the real embedder and reader: at least 95 % are right."""

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


def opened(gold: Path, index: Path) -> Assistant:
    settings = Settings(corpus=gold / "corpus", index=index)
    build(settings)
    return open_assistant(settings)


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers from the rules and notices of the gold set."""
    return opened(GOLD, tmp_path_factory.mktemp("validity") / "index")


@pytest.fixture(scope="module")
def more(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers from the three documents that were written later."""
    return opened(GOLD / "more", tmp_path_factory.mktemp("validity") / "index")


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


def wrong(assistant: Assistant, gold: Path, count: int) -> dict[str, list[str]]:
    cases = [json.loads(line) for line in (gold / "questions.jsonl").read_text("utf-8").splitlines()]
    assert len(cases) == count
    return {f"{case['id']} {case['question']}": found for case in cases if (found := faults(assistant, case))}


def test_the_questions_about_validity_are_answered(rules: Assistant) -> None:
    found = wrong(rules, GOLD, 40)

    assert len(found) <= (1 - LEAST) * 40, found


def test_the_questions_that_were_asked_later_are_answered(more: Assistant) -> None:
    found = wrong(more, GOLD / "more", 20)

    assert len(found) <= (1 - LEAST) * 20, found


def test_an_ordinary_answer_says_in_one_line_how_its_document_stands(rules: Assistant) -> None:
    answer = rules.ask("快件延误超过几日快递企业应当免除服务费用？")
    *_, line = answer.text.split("\n")

    assert line == "按现有资料，《临江市快递市场管理办法》现行有效，2019年12月20日修正过。"
    assert [one.quote for one in answer.citations] == ["第三条 快件延误超过七日的，快递企业应当免除本次服务费用。"]


def test_what_only_the_properties_of_a_document_tell_is_said_to_come_from_there(rules: Assistant) -> None:
    direct = rules.ask("《临江市电商仓储用地补贴办法》2021年底时还有效吗？")
    ordinary = rules.ask("建设标准化仓库的企业每平方米补贴多少元？")

    assert direct.text.endswith("有效期至2023年6月30日）。以上据文档属性，正文没有写全。[1]")
    assert "《临江市电商仓储用地补贴办法》目前已过有效期，有效期至2023年6月30日。以上据文档属性，正文没有写全。" in ordinary.text.split(
        "\n"
    )
