"""Clauses of a regulation by value: numbers, chapters, what only mentions a clause."""

import pytest

from ecqa.text.clauses import clauses, clauses_asked
from ecqa.text.numbers import in_chinese, value
from ecqa.text.pairs import pairs

TEXT = """条例
目录
第一章 总则
第二章 扶持

第一章 总则
第一条 为了促进，根据第三条，制定本条例。
第二条本条例适用于本市。
第二章 扶持
第一节 资金
第三条　市政府设立资金：
（一）培训；
第四条规定的资金不得挪用。
第五条、第六条另有规定的除外。
第四条：企业申请资金。
第四条之一 补充。
第八条 完。
"""


def test_clauses_with_their_chapters_and_exact_places() -> None:
    found = clauses(TEXT)
    assert [(one.label, one.chapter) for one in found] == [
        ("第一条", "第一章 总则"),
        ("第二条", "第一章 总则"),
        ("第三条", "第二章 扶持 第一节 资金"),
        ("第四条", "第二章 扶持 第一节 资金"),
        ("第四条之一", "第二章 扶持 第一节 资金"),
        ("第八条", "第二章 扶持 第一节 资金"),
    ]
    assert TEXT[: found[0].start].endswith("第二章 扶持\n\n")
    assert [one.end for one in found[:-1]] == [one.start for one in found[1:]]
    assert TEXT[found[2].start : found[2].end].startswith("第二章 扶持\n第一节 资金\n第三条")
    assert TEXT[found[2].body :].startswith("第三条")
    assert TEXT[found[2].start : found[2].end].endswith("第五条、第六条另有规定的除外。\n")


@pytest.mark.parametrize(
    "text", ["第一条 甲。\n第二条 乙。", "他说：\n第三条道路\n第四条道路\n第五条道路", "第五条的规定。\n第六条的规定。\n第七条的规定。"]
)
def test_what_is_no_regulation_has_no_clauses(text: str) -> None:
    assert clauses(text) == []


def test_numbers_in_a_question_whatever_way_they_are_written() -> None:
    assert clauses_asked("第42条和第四十二条、第 三 条及第十条之二讲什么？第零条呢") == ["第四十二条", "第三条", "第十条之二"]


def test_every_number_is_read_back_as_it_was_written() -> None:
    assert [in_chinese(n) for n in (10, 11, 20, 42, 105, 110, 1005, 2013)] == [
        "十",
        "十一",
        "二十",
        "四十二",
        "一百零五",
        "一百一十",
        "一千零五",
        "二千零一十三",
    ]
    assert [n for n in range(1, 10_000) if value(in_chinese(n)) != n] == []


def test_pairs_of_questions_and_answers() -> None:
    text = "问答\n问：怎么报名？\n答：网上报名。\n填写表格。\n2.问：费用多少？\n答：免费。\n"
    first, second = pairs(text)
    assert (first.question, text[first.start : first.end]) == ("怎么报名？", "问：怎么报名？\n答：网上报名。\n填写表格。\n")
    assert (second.question, text[second.answer : second.end]) == ("费用多少？", "答：免费。\n")
    assert pairs("问：一个？\n答：不是问答集。") == []
