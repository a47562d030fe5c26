"""A document, what repeals it and a day give the state that the words of the documents bear out, at the day itself and beside it."""

import pytest

from ecqa.answering.validity.state import amendments, state_of
from ecqa.corpus.found import revision
from ecqa.corpus.validity import dated
from ecqa.index.relations import Ending, names_of, relations
from ecqa.schema import Article


def rule(name: str, text: str, **fields: str | None) -> Article:
    title = text.partition("\n")[0]
    return dated(Article(name, title, text, revision(text), f"{name}.txt", 0, **fields))  # type: ignore[arg-type]


OLD = rule("old", "甲市奖励办法\n本办法自2011年5月1日起施行，有效期两年。\n2011年3月20日")
NEW = rule("new", "甲市扶持办法\n本办法自2013年4月1日起施行。《甲市奖励办法》同时废止。\n2013年3月12日")
AMENDED = rule(
    "amended",
    "甲市快递办法\n（根据2015年6月10日《某决定》第一次修正 根据2019年12月20日《某决定》第二次修正）\n本办法自2012年7月1日起施行。",
)
SILENT = rule("silent", "甲市若干意见\n园区补助60万元。")


def endings(article: Article) -> tuple[Ending, ...]:
    return relations([OLD, NEW, AMENDED, SILENT]).by_id.get(article.id, ())


@pytest.mark.parametrize(
    ("article", "day", "kind", "date"),
    [
        (OLD, "2011-04-30", "pending", "2011-05-01"),
        (OLD, "2011-05-01", "current", "2011-05-01"),
        (OLD, "2013-03-31", "current", "2011-05-01"),
        (OLD, "2013-04-01", "repealed", "2013-04-01"),
        (NEW, "2030-01-01", "current", "2013-04-01"),
        (AMENDED, "2015-06-09", "current", "2012-07-01"),
        (AMENDED, "2015-06-10", "amended", "2015-06-10"),
        (AMENDED, "2020-01-01", "amended", "2019-12-20"),
        (SILENT, "2020-01-01", "unknown", None),
    ],
)
def test_the_state_on_a_day(article: Article, day: str, kind: str, date: str | None) -> None:
    state = state_of(article, endings(article), day)

    assert (state.kind, state.date) == (kind, date)


PARTLY = rule(
    "partly", "甲市调整通知\n本通知自2016年1月1日起施行。《甲市扶持办法》第三条、《乙市奖励办法》中关于租金的规定同时废止。\n2015年12月1日"
)


@pytest.mark.parametrize(("day", "parts"), [("2015-12-31", []), ("2016-01-01", ["第三条"])])
def test_what_is_repealed_in_part_holds_but_for_that_part(day: str, parts: list[str]) -> None:
    state = state_of(NEW, relations([NEW, PARTLY]).by_id["new"], day)

    assert (state.kind, [one.part for one in state.parts]) == ("current", parts)
    assert state.ending is None


def test_a_document_that_says_nothing_of_itself_may_be_repealed_in_part() -> None:
    park = rule("park", "乙市奖励办法\n园区补助60万元。")
    state = state_of(park, relations([park, PARTLY]).by_id["park"], "2020-01-01")

    assert (state.kind, [one.part for one in state.parts]) == ("unknown", ["关于租金的规定"])


def test_a_rule_that_is_repealed_by_its_old_title_is_repealed() -> None:
    renaming = rule("renaming", "甲市通知\n《甲市旧奖励办法》更名为《甲市奖励办法》。")
    decision = rule("decision", "甲市关于废止部分文件的决定\n决定废止《甲市旧奖励办法》。\n2016年2月5日")
    found = relations([OLD, renaming, decision])

    assert [one.name for one in found.by_id["old"]] == ["甲市旧奖励办法"]
    assert (found.renamed["甲市旧奖励办法"].new, found.renamed["甲市旧奖励办法"].article.id) == ("甲市奖励办法", "renaming")


def test_an_old_title_in_brackets_is_no_present_name() -> None:
    now = rule("now", "甲市奖励办法（原《甲市旧奖励办法》）\n本办法自2011年5月1日起施行。")

    assert names_of(now) == ["甲市奖励办法（原《甲市旧奖励办法》）", "甲市奖励办法"]
    assert relations([now]).renamed["甲市旧奖励办法"].new == "甲市奖励办法"


def test_a_term_runs_to_the_end_of_its_last_day() -> None:
    assert [state_of(OLD, (), day).kind for day in ("2013-04-30", "2013-05-01")] == ["current", "expired"]


def test_a_state_knows_the_sentence_that_says_so() -> None:
    state = state_of(OLD, endings(OLD), "2020-01-01")

    assert state.ending is not None
    assert state.statement is not None
    assert state.ending.article is NEW
    assert NEW.text[state.statement.start : state.statement.end] == "《甲市奖励办法》同时废止。"


def test_what_the_head_of_a_file_says_counts() -> None:
    assert state_of(rule("a", "甲办法\n略。", status="已废止"), (), "2020-01-01").kind == "repealed"
    assert state_of(rule("a", "甲办法\n略。", status="现行有效"), (), "2020-01-01").kind == "unknown"
    assert amendments(rule("a", "甲办法\n略。", amended_date="2016-12-03")) == ["2016-12-03"]


def test_a_title_means_the_document_of_that_name_that_is_older() -> None:
    again = rule("again", "甲市奖励办法\n本办法自2020年1月1日起施行。\n2019年12月1日")
    found = relations([OLD, NEW, again])

    assert [one.article.id for one in found.by_id["old"]] == ["new"]
    assert "again" not in found.by_id


def test_a_decision_that_only_repeals_replaces_nothing() -> None:
    decision = rule("decision", "甲市关于废止部分文件的决定\n决定废止《甲市奖励办法》。\n2016年2月5日")
    (ending,) = relations([OLD, decision]).by_id["old"]

    assert (ending.replaces, ending.date, ending.name) == (False, "2016-02-05", "甲市奖励办法")
