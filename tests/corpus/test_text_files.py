"""What a text file is taken for, and the lines that need a second look; under 1 second."""

import pytest

from ecqa.corpus.found import FileContent
from ecqa.corpus.newsletter.lines import Form, form_of
from ecqa.corpus.text_files import read_text_file
from ecqa.schema import Article

BODY = "这一段正文交代了事情的来龙去脉，字数足够成为一段完整的叙述，读者一看便知。"
MORE = "后面的一段接着说明办法怎样落实，由谁负责，什么时候可以看到结果。"


def articles(text: str, path: str = "2014-06.txt") -> list[Article]:
    return [one.article for one in read_text_file(text, path).found]


def keys(content: FileContent) -> list[tuple[int, str]]:
    return [(notice.line, notice.key) for notice in content.notices]


def test_a_plain_text_is_one_article_called_by_its_stem() -> None:
    (article,) = articles(f"\n一篇文章\n作者：林晓  日期：2014-05-02\n{BODY}\n{MORE}\n（来源：榕东晚报）\n", "notes/one-piece.txt")
    assert (article.id, article.title, article.kind, article.section) == ("one-piece", "一篇文章", "article", None)
    assert (article.date, article.source, article.authors) == ("2014-05-02", "榕东晚报", ("林晓",))
    assert article.start == 1
    assert article.text.endswith("（来源：榕东晚报）")


def test_a_summary_in_brackets_makes_no_newsletter() -> None:
    (article,) = articles(f"网店经营论文\n【摘要】\n{BODY}\n【关键词】\n网店 经营\n{MORE}\n", "paper.txt")
    assert (article.id, article.title) == ("paper", "网店经营论文")


def test_source_lines_alone_make_a_newsletter() -> None:
    text = "".join(f"标题之{n}\n{BODY}\n（来源：新华网 2014年6月{n}日）\n" for n in "123")
    assert [(a.id, a.title, a.date, a.section) for a in articles(text)] == [
        ("2014-06-01", "标题之1", "2014-06-01", None),
        ("2014-06-02", "标题之2", "2014-06-02", None),
        ("2014-06-03", "标题之3", "2014-06-03", None),
    ]


def test_a_blank_file_holds_no_article() -> None:
    content = read_text_file(" \n\n　\n", "empty.txt")
    assert content.found == []
    assert keys(content) == [(1, "file-empty")]


def test_an_untitled_item_takes_its_first_sentence_for_a_title() -> None:
    content = read_text_file(f"【简讯】\n本市快递协会换届。{BODY}\n（新华网）\n{MORE}\n（榕东晚报）\n", "2014-06.txt")
    assert [(one.article.title, one.article.source) for one in content.found] == [
        ("本市快递协会换届", "新华网"),
        (MORE[:-1], "榕东晚报"),
    ]
    assert keys(content) == [(2, "title-missing"), (4, "title-missing")]


def test_text_below_a_source_line_is_kept_and_reported() -> None:
    content = read_text_file(f"【要闻】\n标题甲乙\n{BODY}\nhttp://a.example/1.html\n{MORE}\n【综合】\n标题丙丁\n{BODY}\n", "2014-06.txt")
    assert [one.article.title for one in content.found] == ["标题甲乙", "标题丙丁"]
    assert content.found[0].article.text.endswith(MORE)
    assert keys(content) == [(5, "after-source")]


def test_a_bracketed_line_above_running_text_is_no_section() -> None:
    content = read_text_file(
        f"【要闻】\n标题甲乙\n{BODY}\n【新措施】\n{MORE}\n（来源：新华网）\n【综合】\n标题丙丁\n{BODY}\n", "2014-06.txt"
    )
    assert [(one.article.section, one.article.title) for one in content.found] == [("要闻", "标题甲乙"), ("综合", "标题丙丁")]
    assert keys(content) == [(4, "bracket-line")]


def test_a_picture_above_a_title_is_reported() -> None:
    content = read_text_file(f"【要闻】\n[image: a.jpg]\n标题甲乙\n{BODY}\n（来源：新华网）\n", "2014-06.txt")
    assert content.found[0].article.title == "标题甲乙"
    assert content.found[0].article.text.startswith("[image: a.jpg]\n标题甲乙")
    assert keys(content) == [(2, "before-title")]


def test_a_signature_and_its_day_are_no_title() -> None:
    text = f"【通知】\n关于停电的通知\n{BODY}\n{MORE}\n韩东市网商协会\n2014年6月20日\n【要闻】\n标题甲乙\n{BODY}\n（来源：新华网）\n"
    assert [(a.section, a.title) for a in articles(text)] == [("通知", "关于停电的通知"), ("要闻", "标题甲乙")]


def test_a_table_of_contents_belongs_to_the_masthead() -> None:
    contents = "会员通讯 2014年第6期\n目录\n【要闻】\n标题甲乙\n【综合】\n标题丙丁\n"
    text = f"{contents}【要闻】\n标题甲乙\n{BODY}\n（来源：新华网）\n【综合】\n标题丙丁\n{BODY}\n（来源：新华网）\n"
    content = read_text_file(text, "x.txt")
    assert [(one.article.section, one.article.title) for one in content.found] == [("要闻", "标题甲乙"), ("综合", "标题丙丁")]
    assert keys(content) == [(n, "masthead") for n in range(1, 7)]


def test_the_year_comes_from_the_masthead_when_the_name_has_none() -> None:
    issue = f"会员通讯 2014年第6期\n【要闻】\n标题甲乙\n6月3日消息，{BODY}\n标题丙丁\n本报讯（记者 林晓）{BODY}\n（榕东晚报6月5日）\n"
    assert [(a.title, a.date, a.source, a.authors) for a in articles(issue, "latest.txt")] == [
        ("标题甲乙", "2014-06-03", None, ()),
        ("标题丙丁", "2014-06-05", "榕东晚报", ("林晓",)),
    ]


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("（大华网2013年1月17日http://www.dahuawang.com/strb/html/2013-01/17/content_392508.htm）", Form.SOURCE),
        ("(转载自http://www.ebrun.com/20130122/66317.shtml）", Form.SOURCE),
        ("——《南方日报》2013年2月3日", Form.SOURCE),
        ("大华网  2013-02-17", Form.SOURCE),
        ("【来源：云栈网】", Form.SOURCE),
        ("（据新华社、人民网报道）", Form.SOURCE),
        ("以上内容来自：甲乙网", Form.SOURCE),
        ("报名网址：http://www.a.example/join", Form.SHORT),
        ("作者：陈盾楠      摄影作者：胡晟源  日期： 2012-12-29", Form.CREDIT),
        ("本报记者 张三 李四", Form.CREDIT),
        ("□ 周敏", Form.CREDIT),
        ("2014年6月20日 星期五", Form.CREDIT),
        ("[image: image10.jpg]", Form.FILLER),
        ("- 4 -", Form.FILLER),
        ("【行业资讯】", Form.BRACKET),
        ("2012年团购行业成交额达214亿 年增长93%", Form.SHORT),
        ("3.15晚会曝光电商", Form.SHORT),
        ("记者节特别策划", Form.SHORT),
        ("转自营模式的京东", Form.SHORT),
        ("文化产业怎么触网", Form.SHORT),
        ("1.找到目标用户", Form.BODY),
        ("一、垂直电商不要被平台电商的思维绑架", Form.BODY),
        ("专家学者出谋划策，为汕头电商点明灯塔。", Form.BODY),
    ],
)
def test_forms_of_lines(line: str, form: Form) -> None:
    assert form_of(line) is form
