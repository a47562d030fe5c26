"""What each line of an article is, on the forms that occur in newsletters and digests."""

import pytest

from ecqa.passages.lines import Kind, heading_text, number_style, read_lines

BODY = "协会今年举办了十二场培训。"


def kinds(text: str, title: str = "") -> list[tuple[str, str]]:
    return [(line.text, line.kind.value) for line in read_lines(text, title)]


def test_lines_have_their_offsets_without_the_blanks_round_them():
    text = "标题一行\n\n 　正文。 \n\t" + BODY
    lines = read_lines(text)
    assert [(line.start, line.end) for line in lines] == [(0, 4), (8, 11), (14, 14 + len(BODY))]
    assert all(text[line.start : line.end] == line.text for line in lines)


def test_the_first_line_is_the_title_when_it_says_the_same_or_looks_like_a_heading():
    assert kinds(f"培训办得好不好？\n{BODY}", "培训办得好不好？")[0][1] == "title"
    assert kinds(f"# 培训\n{BODY}", "培训")[0] == ("# 培训", "title")
    assert kinds(f"协会培训\n{BODY}", "别的题目")[0][1] == "title"
    assert kinds(f"{BODY}\n{BODY}", "协会培训")[0][1] == "body"


@pytest.mark.parametrize(
    "heading",
    [
        "打击假货、窜货，规范集市秩序",
        "1.找到目标用户",
        "一、出台经过与效力",
        "（二）基本原则",
        "## 三、基本原则（第三条）",
        "第四条 扶持",
        "微博营销",
    ],
)
def test_a_short_line_without_a_stop_over_a_text_is_a_heading(heading: str):
    assert kinds(f"题目题目\n{BODY}\n{heading}\n{BODY}")[2] == (heading, "heading")


@pytest.mark.parametrize("line", ["市政府表示支持。", "具体做法如下：", "日期：2013年1月17日", "作者：张三", "汉" * 41, "1", "——"])
def test_a_line_that_is_long_ends_as_a_sentence_or_names_an_author_is_no_heading(line: str):
    assert kinds(f"题目题目\n{BODY}\n{line}\n{BODY}")[2][1] == "body"


def test_a_possible_heading_with_nothing_under_it_is_text():
    assert kinds(f"题目题目\n{BODY}\n微博营销") == [("题目题目", "title"), (BODY, "body"), ("微博营销", "body")]
    assert kinds(f"题目题目\n{BODY}\n微博营销\nhttp://example.org/a")[2:] == [("微博营销", "body"), ("http://example.org/a", "source")]
    assert kinds(f"题目题目\n{BODY}\n3.微博营销")[2] == ("3.微博营销", "item")


def test_short_lines_of_one_numbering_are_a_list_and_so_are_bullets_and_numbered_sentences():
    assert [kind for _, kind in kinds(f"题目题目\n原则有：\n1.企业主导\n2.行业自律\n3.政府推动\n{BODY}")] == [
        "title",
        "body",
        "item",
        "item",
        "heading",
        "body",
    ]
    assert [kind for _, kind in kinds(f"题目题目\n原则有：\n1.企业主导；\n2.行业自律。\n- 政府推动\n● 重在培育\n{BODY}")] == [
        "title",
        "body",
        *["item"] * 4,
        "body",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "（大华网2013年1月17日http://www.dahuawang.com/a.htm）",
        "(转载自http://example.org)",
        "（本文转载自汕头日报）",
        "以上内容摘自亿邦动力网",
        "[image 3]",
    ],
)
def test_where_a_text_comes_from_is_a_source(line: str):
    assert kinds(f"题目题目\n{BODY}\n{line}")[2][1] == "source"


def test_a_long_sentence_that_mentions_an_address_is_text_and_the_introduction_of_links_is_a_source():
    told = "请到http://example.org/apply提交材料，" + "材料应当齐全并加盖公章，" * 9
    assert kinds(f"题目题目\n{BODY}\n{told}完。")[2][1] == "body"
    assert kinds(f"题目题目\n{BODY}\n1.参考资料：\nhttp://example.org/1")[2][1] == "source"


def test_numbering_styles_tell_digits_from_characters():
    assert number_style("1.甲") == number_style("12.乙") == "n."
    assert number_style("一、甲") == number_style("## 十二、乙") == "字、"
    assert number_style("（三）甲") == number_style("（十）乙") != number_style("(3)甲")
    assert number_style("甲") == ""


def test_marks_of_markdown_are_no_part_of_a_heading():
    assert heading_text("##  二、目的 ") == "二、目的"
    assert heading_text("#话题") == "#话题"


def test_no_lines_in_a_text_of_blanks():
    assert read_lines(" \n\t\n　") == []
    assert Kind("item") is Kind.ITEM
