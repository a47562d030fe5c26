"""The evidence panel: the span is marked exactly, no text is lost, and nothing of the corpus becomes markup."""

import re
from dataclasses import replace
from html import unescape
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from ecqa.interfaces.web.conversation import Place
from ecqa.interfaces.web.evidence_markup import evidence_panel, locate, marked_text
from ecqa.messages import Messages
from ecqa.schema import Article, Citation

TEXT = "标题<一>\n第一行 & 其余。\n\n第二行<script>alert(1)</script>。\n（大华网http://www.dahuawang.com）"
ARTICLE = Article(
    id="2013-01-03",
    title="标题<一>",
    text=TEXT,
    revision="r1",
    path="newsletters/2013-01.txt",
    start=0,
    section="政经<环境>",
    date="2013-01-17",
    source='大华"网',
    urls=("http://www.dahuawang.com/a?b=1&c=2", "javascript:alert(1)"),
    note="说明<b>",
)
FIRST = Place(1, "citations", 0)


def cite(article, quote, **changed):
    start = article.text.index(quote)
    whole = Citation(1, article.id, article.title, None, None, None, None, start, start + len(quote), quote, article.revision)
    return replace(whole, **changed)


def panel(article, citation, place=FIRST, total=1, **options):
    return evidence_panel(article, citation, place, total=total, today="2026-01-01", messages=Messages("zh"), **options)


def marks(page):
    return [unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", page)]


class Drawn(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags = set()
        self.attributes = []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes += attrs


def test_the_quote_is_marked():
    assert marks(panel(ARTICLE, cite(ARTICLE, "第一行 & 其余。"))) == ["第一行 & 其余。"]


def test_a_quote_over_lines_is_marked_line_by_line():
    quote = "其余。\n\n第二行<script>alert(1)"
    assert marks(panel(ARTICLE, cite(ARTICLE, quote))) == ["其余。", "第二行<script>alert(1)"]


def test_the_title_line_is_shown_once_unless_it_is_quoted():
    assert panel(ARTICLE, cite(ARTICLE, "第一行")).count("标题&lt;一&gt;") == 1
    assert marks(panel(ARTICLE, cite(ARTICLE, "标题<一>"))) == ["标题<一>"]


def test_nothing_of_the_corpus_becomes_markup():
    drawn = Drawn(panel(ARTICLE, cite(ARTICLE, "第一行")))
    assert "script" not in drawn.tags
    assert "b" not in drawn.tags
    assert [value for name, value in drawn.attributes if name == "href"] == [
        "http://www.dahuawang.com/a?b=1&c=2",
        "/a/2013-01-03?r=r1&s=6&e=9",
    ]
    assert not [name for name, _ in drawn.attributes if name.startswith("on")]


def test_an_updated_article_shows_the_quote_where_it_stands_now():
    citation = cite(ARTICLE, "第一行 & 其余。")
    newer = replace(ARTICLE, text="标题<一>\n新增一行。\n第一行 & 其余。", revision="r2")
    assert locate(newer, citation) == (12, 21)
    assert marks(panel(newer, citation)) == ["第一行 & 其余。"]
    assert Messages("zh").text("web.evidence-updated") in panel(newer, citation)
    without = replace(ARTICLE, text="标题<一>\n都改了。", revision="r3")
    assert marks(panel(without, citation)) == []


def test_the_version_that_was_cited_says_that_there_is_a_newer_one():
    citation = cite(ARTICLE, "第一行")
    older = Messages("zh").text("web.evidence-older")
    assert older in panel(ARTICLE, citation, current=False)
    assert older not in panel(ARTICLE, citation)
    assert marks(panel(ARTICLE, citation, current=False)) == ["第一行"]


def test_what_is_related_is_called_no_evidence():
    assert "相关资料（不作为依据）" in panel(ARTICLE, cite(ARTICLE, "第一行"), Place(1, "related", 0))
    assert "相关资料" not in panel(ARTICLE, cite(ARTICLE, "第一行"))


def test_steps_stop_at_both_ends():
    middle = panel(ARTICLE, cite(ARTICLE, "第一行"), Place(1, "citations", 1), total=3)
    assert "2 / 3" in middle
    assert " disabled" not in middle
    assert panel(ARTICLE, cite(ARTICLE, "第一行"), FIRST, total=3).count(" disabled") == 1
    assert "data-step" not in panel(ARTICLE, cite(ARTICLE, "第一行"))


def test_the_signs_of_a_markdown_heading_are_kept_but_not_drawn():
    digest = replace(ARTICLE, path="policies/a.md", text="# 标题<一>\n\n## 一、效力\n\n正文#1。", title="标题<一>")
    assert marked_text(digest, 0, 0) == '<h4><span class="syntax">## </span>一、效力</h4><p>正文#1。</p>'
    assert marked_text(digest, 0, 0, heading="h2") == '<h2><span class="syntax">## </span>一、效力</h2><p>正文#1。</p>'
    start = digest.text.index("## 一")
    assert marked_text(digest, start, start + 7) == '<h4><span class="syntax">## </span><mark>一、效力</mark></h4><p>正文#1。</p>'


@given(st.text(st.sampled_from("甲乙<>&\"'`{}$# \n"), max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_no_text_is_lost_and_the_mark_is_the_quote(text, first, last):
    start, end = sorted((min(first, len(text)), min(last, len(text))))
    article = replace(ARTICLE, text=text, title="没有这样的标题")
    page = marked_text(article, start, end)
    shown = unescape(re.sub(r"</?(p|mark)>", "", page))
    assert shown == "".join(line for line in text.split("\n") if line.strip())
    quoted = [line for line in text[start:end].split("\n") if line]
    assert [mark for mark in marks(page) if mark.strip()] == [line for line in quoted if line.strip()]
