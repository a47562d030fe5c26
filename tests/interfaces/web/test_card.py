"""What one takes along: the copied text, and the card, in which nothing but our own links is Markdown."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecqa.interfaces.web.card import card, markdown, plain_text, printed_sources
from ecqa.messages import Messages
from ecqa.schema import Answer, Citation

ZH = Messages("zh")
QUOTE = "每年拿出5000万元"


def cite(marker, **changed):
    values = {"title": "五维电子商务产业园启动", "quote": QUOTE, "url": "http://example.org/", "source": "大华网"} | changed
    return Citation(
        marker,
        "a-1",
        values["title"],
        "政经",
        "2013-01-17",
        values["source"],
        values["url"],
        3,
        3 + len(values["quote"]),
        values["quote"],
        "r1",
    )


def test_the_copied_text_names_its_sources():
    answer = Answer("问？", "answered", "甲。[1]", (cite(1),))
    assert plain_text(answer, ZH) == "甲。[1]\n\n出处\n[1] 五维电子商务产业园启动 大华网 2013-01-17 http://example.org/"


def test_a_card_holds_question_answer_quotes_dates_and_links():
    answer = Answer("问？", "answered", "5000万元[1]\n去年起。[1]", (cite(1),))
    assert card("每年多少钱？", answer, ZH).split("\n") == [
        "# 每年多少钱？",
        "",
        "5000万元[1]",
        "",
        "去年起。[1]",
        "",
        "## 出处",
        "",
        "**[1]** 五维电子商务产业园启动 · 政经 · 大华网 · 2013-01-17",
        "",
        f"> {QUOTE}",
        "",
        "[固定链接]({origin}/a/a-1?r=r1&s=3&e=13) · [查看原文](http://example.org/)",
        "",
        "---",
        "",
        "内容来自协会资料，办理业务以正式文本为准",
        "",
    ]


def test_a_card_says_what_is_missing():
    assert ZH.text("answer.partial", missing="天猫") in card("问", Answer("问", "partial", "甲。[1]", (cite(1),), missing="天猫"), ZH)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("[点这里](javascript:alert(1))", r"\[点这里\](javascript:alert(1))"),
        ("[1]: javascript:alert(1)", r"\[1\]: javascript:alert(1)"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("![x](http://evil/x.png)", r"\!\[x\](http://evil/x.png)"),
        ("# 标题 $x^2$ `code` **粗**", r"\# 标题 \$x^2\$ \`code\` \*\*粗\*\*"),
        ("- 项", r"\- 项"),
        ("1. 项", r"1\. 项"),
        ("a|b~c&lt;", r"a\|b\~c\&lt;"),
    ],
)
def test_markdown_of_others_is_escaped(text, shown):
    assert markdown(text) == shown


def test_a_marker_that_cites_nothing_is_no_reference():
    assert r"见\[7\]。[1]" in card("问", Answer("问", "answered", "见[7]。[1]", (cite(1),)), ZH)


def test_an_address_cannot_leave_its_brackets():
    one = card("问", Answer("问", "answered", "甲[1]", (cite(1, url="http://example.org/a)(b [c](javascript:x)"),)), ZH)
    assert "(http://example.org/a%29%28b%20%5Bc%5D%28javascript:x%29)" in one
    assert "查看原文" not in card("问", Answer("问", "answered", "甲[1]", (cite(1, url="javascript:alert(1)"),)), ZH)


@given(st.text(st.sampled_from("甲a1.[]()<>!#*_`~|$&-+= \\\n"), max_size=40))
def test_every_sign_of_markdown_in_a_question_is_escaped(text):
    heading = card(text, Answer(text, "answered", "甲[1]", (cite(1),)), ZH).split("\n")[0]
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]<>`*_$|~]", heading.removeprefix("# "))


def test_on_paper_the_sources_have_their_quotes():
    page = printed_sources(Answer("问", "answered", "甲[2]", (cite(2, title="<b>题</b>"),)), ZH)
    assert '<li value="2">&lt;b&gt;题&lt;/b&gt; · 政经 · 大华网 · 2013-01-17<br>“每年拿出5000万元”<br>http://example.org/' in page
    assert 'data-path="/a/a-1?r=r1&amp;s=3&amp;e=13"' in page
