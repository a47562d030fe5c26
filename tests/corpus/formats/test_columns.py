"""Pieces of lines on a page to columns in reading order, and tables to sentences, by hand."""

from ecqa.corpus.formats.columns import Fragment, reading_order
from ecqa.corpus.formats.radicals import unified
from ecqa.corpus.formats.tables import sentences


def line(text: str, left: float, top: float, width: float = 200.0) -> Fragment:
    return Fragment(text, 12.0, left, top, left + width, top + 12)


def texts(fragments: list[Fragment]) -> list[list[str]]:
    return [[one.text for one in column] for column in reading_order(fragments)]


def column(name: str, left: float, top: float) -> list[Fragment]:
    return [line(f"{name}栏第{n}行的文字写得比较长一些", left, top + 20 * n) for n in range(5)]


def test_two_columns_below_a_title_are_read_one_after_the_other() -> None:
    left, right = column("左", 50, 100), column("右", 300, 100)
    page = [line("通栏的大标题", 50, 40, 450), *(one for pair in zip(left, right, strict=True) for one in pair)]
    assert texts(page) == [["通栏的大标题"], [one.text for one in left], [one.text for one in right]]


def test_columns_between_two_lines_across_the_page() -> None:
    left, right = column("左", 50, 100), column("右", 300, 100)
    page = [line("标题横贯全页", 50, 40, 450), *left, *right, line("页脚横贯全页", 50, 300, 450)]
    assert texts(page) == [["标题横贯全页"], [one.text for one in left], [one.text for one in right], ["页脚横贯全页"]]


def test_one_column_stays_one_and_a_torn_line_becomes_whole() -> None:
    page = [line("第一行左边", 50, 40), line("第一行右边", 300, 41), line("第二行", 50, 60)]
    assert texts(page) == [["第一行左边 第一行右边", "第二行"]]
    assert texts([]) == []


def test_tables_without_a_header_or_with_one_column() -> None:
    assert sentences([["甲", "1"], ["乙", "2"]]) == ["甲；1", "乙；2"]
    assert sentences([["项目", "金额"], ["甲", "1"]]) == ["项目：甲；金额：1。"]
    assert sentences([["甲。"], [""], ["乙。"]]) == ["甲。", "乙。"]
    assert sentences([["1", "2"], ["3", ""]], headed=True) == ["1：3。"]
    assert sentences([]) == []


def test_radicals_become_the_characters_that_they_look_like() -> None:
    assert unified("⽉底⻓⻩，⾸期ﬁ") == "月底长黄，首期fi"
