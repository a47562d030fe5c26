"""The same three articles as LibreOffice and Chromium write them, in eight files: same titles, facts and quotes; what differs is listed."""

import re
from pathlib import Path

import pytest

from ecqa.corpus.formats.blocks import place_at
from ecqa.corpus.readers import read_file
from ecqa.schema import Article

DATA = Path(__file__).parents[1] / "data" / "formats"
FACTS = [
    ("榕东跨境电商产业园月底开园", "本市动态", "2014-06-12", "榕东日报", ("http://news.example.com/2014/0612/031.html",)),
    ("协会公布网商培训补贴标准", "本市动态", "2014-06-09", "榕东市电子商务协会网", ("http://assoc.example.org/2014/0609/12.html",)),
    (
        "五月全省快递业务量首破两亿件",
        "行业资讯",
        "2014-06-11",
        "南粤物流网",
        ("http://logistics.example.net/2014-06/11/content_8842.html",),
    ),
]
QUOTES = [
    "产业园位于港前路18号，由市城投集团建设，总投资1.8亿元，分两期建设，二期计划2016年完工。",
    "设立海关、检验检疫联合窗口，通关时间不超过4小时；",
    "市商务局副局长黄启明说，开园后将优先引进玩具、内衣和茶具三类企业，“一年内要让本地货从本地仓发出去”。",
    "培训项目：跨境运营；学时：48学时；每人补贴：800元；负责单位：市商务局外贸科。",
    "申请人须在结业后30日内提交结业证书、身份证复印件和缴费发票，协会在15个工作日内审核完毕。",
    "五月份全省快递业务量完成2.04亿件，同比增长58.3%，单月首次突破两亿件；业务收入完成24.7亿元，同比增长41.6%。",
    "2. 乡镇网点覆盖率由去年的62%提高到79%；",
]
FILES = [
    "issue.html",
    "issue-chromium.html",
    "issue-office.html",
    "issue.docx",
    "issue-office.pdf",
    "issue-chromium.pdf",
    "issue.eml",
    "issue.mhtml",
]
DIFFERENCES = {
    "issue-chromium.pdf": {"• "},  # Chromium draws the dots of a list as pictures
}
"""What a file says less than the page that it was made from."""


def articles(name: str) -> list[Article]:
    return [one.article for one in read_file((DATA / name).read_bytes(), name).found]


@pytest.mark.parametrize("name", FILES)
def test_titles_dates_sources_and_quotes_come_out_of_every_format(name: str) -> None:
    found = articles(name)
    assert [(one.title, one.section, one.date, one.source, one.urls) for one in found] == FACTS
    whole = "\n".join(one.text for one in found)
    assert [quote for quote in QUOTES if quote not in whole] == []


@pytest.mark.parametrize("name", FILES)
def test_nothing_but_the_listed_differences_is_lost_or_added(name: str) -> None:
    wanted = "\n".join(one.text for one in articles("issue.html"))
    for difference in DIFFERENCES.get(name, set()):
        wanted = wanted.replace(difference, "")
    assert re.sub(r"\s", "", "\n".join(one.text for one in articles(name))) == re.sub(r"\s", "", wanted)


def test_a_pdf_says_on_which_page_and_a_document_in_which_paragraph_a_quote_stands() -> None:
    quote = "协会在15个工作日内审核完毕"
    first, second, third = articles("issue-office.pdf")
    where = place_at(second.text, second.places, second.text.index(quote))
    assert where is not None
    assert (where.unit, where.number) == ("page", 2)
    assert [place.number for place in first.places] == [1]
    assert [place.number for place in third.places] == [2]
    second = articles("issue.docx")[1]
    where = place_at(second.text, second.places, second.text.index(quote))
    assert where is not None
    assert (where.unit, where.number) == ("paragraph", 17)


def test_an_archive_gives_its_members_with_their_place_in_it() -> None:
    content = read_file((DATA / "issue.zip").read_bytes(), "month/issue.zip")
    assert [(one.article.id, one.article.path) for one in content.found] == [
        *((f"issue-issue-0{n}", "month/issue.zip/2014-06/issue.docx") for n in (1, 2, 3)),
        ("issue-note", "month/issue.zip/note.txt"),
    ]
    assert content.found[3].article.text == "编者的话\n这一期有三篇文章。"


def test_a_scanned_pdf_says_that_it_has_no_text() -> None:
    content = read_file((DATA / "scanned.pdf").read_bytes(), "scanned.pdf")
    assert content.found == []
    assert [(notice.key, notice.line) for notice in content.notices] == [("pdf-no-text", 1)]
