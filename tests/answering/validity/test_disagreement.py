"""Two documents disagree where sentences of the same words differ in one figure; a difference that time or subject explains is none."""

import pytest

from ecqa.answering.citations import cite
from ecqa.answering.validity.disagreement import disagreement, may_disagree
from ecqa.schema import Answer, Question
from tests.answering.cases import article, hits_of

OLD = "二、示范企业的申报截止日期为2014年4月15日。"
NEW = "一、示范企业的申报截止日期为2014年4月30日。"
QUESTION = Question("截止日期是哪天？", query="截止日期是哪天？", kind="date")


def sides(
    old: str,
    new: str,
    *,
    dates: tuple[str | None, str | None] = ("2014-03-05", "2014-04-10"),
    titles: tuple[str, str] = ("申报通知", "延长通知"),
) -> list[str]:
    """The quotes of both sides, the newer first; the answer cites the older one."""
    one = article(f"{titles[0]}\n{old}", "one", date=dates[0])
    two = article(f"{titles[1]}\n{new}", "two", date=dates[1])
    hits = hits_of(one, two)
    start = one.text.index(old)
    answer = Answer("问", "answered", "略[1]", (cite(1, one, start, start + len(old)),))
    found = disagreement(answer, hits)
    assert may_disagree(QUESTION, hits) == (found is not None)
    return [] if found is None else [who.text[begin:end] for who, begin, end in found.sides]


def test_both_are_given_the_newer_first() -> None:
    assert sides(OLD, NEW) == [NEW, OLD]


def test_before_a_day_of_the_calendar_is_not_lately() -> None:
    old, new = "五、补助申请应当在每年3月31日前提交。", "三、补助申请应当在每年4月30日前提交。"

    assert sides(old, new) == [new, old]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OLD, OLD),
        (OLD, NEW.replace("2014年4月30日", "2015年4月15日")),
        (OLD, "一、示范企业的现场评审日期为2014年4月30日。"),
        ("全市网店数量为20000家，今年新增5000家。", "全市网店数量为30000家，今年新增5000家。"),
        ("市财政每年安排专项资金500万元。", "市财政每年安排专项资金3个百分点。"),
        ("示范企业的奖励为10万元，共20家。", "示范企业的奖励为20万元，共30家。"),
        ("目前全市的示范企业共有20家。", "目前全市的示范企业共有30家。"),
        ("日前全市的示范企业共有20家。", "日前全市的示范企业共有30家。"),
    ],
)
def test_what_is_not_sure_is_no_disagreement(old: str, new: str) -> None:
    assert sides(old, new) == []


def test_documents_of_other_years_or_without_a_date_do_not_disagree() -> None:
    assert sides(OLD, NEW, titles=("2013年申报通知", "2014年申报通知")) == []
    assert sides(OLD, NEW, dates=(None, "2014-04-10")) == []
    assert sides(OLD, NEW, dates=("2014-04-10", "2014-04-10")) == []


def test_a_list_of_things_is_not_compared() -> None:
    hits = hits_of(article(f"甲\n{OLD}", "one", date="2014-03-05"), article(f"乙\n{NEW}", "two", date="2014-04-10"))

    assert not may_disagree(Question("有哪些？", query="有哪些？", kind="list"), hits)
