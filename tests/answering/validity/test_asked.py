"""A question about validity is told from others, and the document it means from its namesakes."""

import pytest

from ecqa.answering.validity.asked import asked
from ecqa.index.relations import relations
from tests.answering.validity.test_state import AMENDED, NEW, OLD, SILENT, rule

FUND = rule("fund", "甲市电子商务发展专项资金管理办法\n本办法自2013年4月1日起施行。《甲市旧办法一二三》同时废止。")
RULES = [OLD, NEW, AMENDED, SILENT, FUND]


def found(question: str) -> tuple[str, str | None] | None:
    one = asked(question, RULES, relations(RULES), None)
    return None if one is None else (one.aspect, one.article.id if one.article else None)


@pytest.mark.parametrize(
    ("question", "aspect"),
    [
        ("《甲市奖励办法》现在还有效吗？", "state"),
        ("甲市奖励办法废止了没有", "state"),
        ("甲市奖励办法什么时候开始施行？", "effective"),
        ("请问甲市奖励办法是从哪一天起生效的", "effective"),
        ("甲市奖励办法何时到期？", "expiry"),
        ("甲市奖励办法的有效期是多久", "expiry"),
        ("甲市奖励办法被什么文件取代了？", "replaced"),
        ("甲市奖励办法取代了哪个文件", "replaces"),
        ("甲市奖励办法修改过几次？", "amended"),
    ],
)
def test_what_is_asked(question: str, aspect: str) -> None:
    assert found(question) == (aspect, "old")


@pytest.mark.parametrize(
    "question",
    [
        "甲市奖励办法什么时候施行，适用于哪些企业？",
        "甲市奖励办法奖励多少钱？",
        "《乙市奖励办法》现在还有效吗？",
        "乙市电子商务发展专项资金管理办法还有效吗？",
        "人才发展专项资金管理办法还有效吗？",
        "促销活动什么时候到期？",
        "这个产品什么时候实施涨价？",
    ],
)
def test_any_other_question_goes_the_usual_way(question: str) -> None:
    assert found(question) is None


def test_a_name_may_lack_its_beginning() -> None:
    assert found("电子商务发展专项资金管理办法还有效吗") == ("state", "fund")


def test_a_document_that_is_only_named_where_it_is_repealed() -> None:
    assert found("《甲市旧办法一二三》还有效吗？") == ("state", None)


def test_a_clause_of_a_document_may_be_asked_about() -> None:
    one = asked("《甲市奖励办法》第三条还有效吗？", RULES, relations(RULES), None)

    assert one is not None
    assert (one.aspect, one.article, one.clauses) == ("state", OLD, ("第三条",))


def test_an_old_title_means_the_document_of_the_new_one() -> None:
    renaming = rule("renaming", "甲市通知\n《甲市旧奖励办法》更名为《甲市奖励办法》。")
    one = asked("甲市旧奖励办法现在还有效吗？", RULES, relations([*RULES, renaming]), None)

    assert one is not None
    assert (one.name, one.article, one.renaming and one.renaming.old) == ("甲市奖励办法", OLD, "甲市旧奖励办法")


def test_this_rule_is_the_one_found_first() -> None:
    one = asked("该办法现在还有效吗？", RULES, relations(RULES), OLD)

    assert one is not None
    assert (one.aspect, one.article) == ("state", OLD)
    assert asked("该办法现在还有效吗？", RULES, relations(RULES), None) is None
