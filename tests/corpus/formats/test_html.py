"""A page to lines: lists, headings, tables with spans, hidden parts, encodings, and what a hostile page tries."""

import pytest

from ecqa.corpus.formats.html import read_html
from ecqa.errors import CorpusError


def lines(page: str) -> list[tuple[str, int]]:
    return [(block.text, block.level) for block in read_html(page.encode(), "a.html").blocks]


def test_headings_lists_and_line_breaks_stay_in_reading_order() -> None:
    page = "<body>前<h2>小<b>标</b>题</h2><ul><li>甲<li><p>乙</p><ol start=3><li>丙<li>丁</ol></ul>后<br>再后<p></p></body>"
    assert lines(page) == [("前", 0), ("小标题", 2), ("• 甲", 0), ("• 乙", 0), ("3. 丙", 0), ("4. 丁", 0), ("后", 0), ("再后", 0)]


def test_a_table_becomes_sentences_that_name_the_columns() -> None:
    page = (
        "<table><tr><th>项目<th>标准<th>部门</tr><tr><td rowspan=2>培训<td>300元<td>协会</tr><tr><td>800元<td>商务局</tr>"
        "<tr><td>物流<td colspan=2>面议</tr></table>"
    )
    assert lines(page) == [
        ("项目：培训；标准：300元；部门：协会。", 0),
        ("项目：培训；标准：800元；部门：商务局。", 0),
        ("项目：物流；标准：面议；部门：面议。", 0),
    ]


def test_a_table_that_lays_out_the_page_is_read_cell_by_cell() -> None:
    page = "<table><tr><td><h1>通讯</h1><p>第一段。</p><p>第二段。</p></td></tr><tr><td><ul><li>甲</ul></td></tr></table>"
    assert lines(page) == [("通讯", 1), ("第一段。", 0), ("第二段。", 0), ("• 甲", 0)]


def test_what_is_not_shown_is_not_read_and_what_stands_outside_the_article_is_counted() -> None:
    page = (
        "<title>网站</title><nav>导航</nav><script>坏()</script><p hidden>藏</p><p style='display: none'>藏</p>"
        "<article>正文。<!-- 注 --></article><p>版权所有</p>"
    )
    found = read_html(page.encode(), "a.html")
    assert [block.text for block in found.blocks] == ["正文。"]
    assert [(notice.key, notice.excerpt) for notice in found.notices] == [("html-outside", "4")]
    assert found.title == "网站"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    page = f"<meta charset={encoding.split('-sig', maxsplit=1)[0].replace('18030', '2312')}><p>电商“条例”</p>"
    assert [block.text for block in read_html(page.encode(encoding), "a.html").blocks] == ["电商“条例”"]


def test_date_and_address_that_the_page_names() -> None:
    page = "<link rel=canonical href='https://news.example.com/1'><meta property='article:published_time' content='2014-06-09T08:00:00+08:00'><p>文"
    found = read_html(page.encode(), "a.html")
    assert (found.date, found.url) == ("2014-06-09", "https://news.example.com/1")


def test_a_page_nested_without_end_is_refused() -> None:
    with pytest.raises(CorpusError) as refused:
        read_html(b"<div>" * 100_000 + "深".encode(), "deep.html")
    assert (refused.value.key, refused.value.values["path"]) == ("html-too-deep", "deep.html")


def test_entities_from_elsewhere_stay_unread() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><p>前&x;后</p>'
    assert "root:" not in "".join(text for text, _ in lines(page))
