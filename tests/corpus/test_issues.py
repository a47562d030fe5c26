"""The real issue and one in another manner come out exactly as expected; about 1 second."""

import shutil
from pathlib import Path

import pytest

from ecqa.corpus import Corpus, load_corpus
from ecqa.corpus.text_files import read_text_file
from ecqa.messages import Messages
from tests.corpus.material import CORPUS, ISSUES, expected


def alone(issue: str, folder: Path) -> Corpus:
    shutil.copy(ISSUES[issue], folder / f"{issue}.txt")
    return load_corpus(folder)


@pytest.mark.parametrize("issue", ISSUES)
def test_every_article_comes_out_exactly(issue: str, tmp_path: Path) -> None:
    articles = alone(issue, tmp_path).articles
    got = [
        {"n": n, "section": a.section, "title": a.title, "date": a.date, "source": a.source, "urls": list(a.urls)}
        for n, a in enumerate(articles, 1)
    ]
    assert got == [{key: row[key] for key in ("n", "section", "title", "date", "source", "urls")} for row in expected(issue)]
    assert [a.id for a in articles] == [f"{issue}-{n:02d}" for n in range(1, len(articles) + 1)]
    assert {a.kind for a in articles} == {"news"}


@pytest.mark.parametrize("issue", ISSUES)
def test_texts_are_verbatim_slices_from_title_to_the_next_title_or_section(issue: str, tmp_path: Path) -> None:
    text = ISSUES[issue].read_text("utf-8")
    articles = alone(issue, tmp_path).articles
    for article, following in zip(articles, [*articles[1:], None], strict=True):
        assert text[article.start : article.start + len(article.text)] == article.text
        between = text[article.start + len(article.text) : following.start if following else len(text)].strip()
        assert between in ("", f"【{following.section if following else ''}】", f"【 {following.section if following else ''} 】")
    assert all(article.text.startswith(article.title) for article in articles[1:])


def test_authors_of_the_second_issue(tmp_path: Path) -> None:
    assert [list(a.authors) for a in alone("2014-06", tmp_path).articles] == [row["authors"] for row in expected("2014-06")]


def test_authors_of_the_real_issue() -> None:
    articles = load_corpus(CORPUS).articles
    assert {a.id: a.authors for a in articles if a.authors} == {
        "2013-01-03": ("郑梦婕", "杨佳勋"),
        "2013-01-04": ("陈史",),
        "2013-01-05": ("郑梦婕", "胡瑞强"),
        "2013-01-06": ("林馥盛",),
        "2013-01-07": ("陈盾楠",),
        "2013-01-13": ("赵贤钰",),
        "2013-01-16": ("林惠娟",),
    }


def test_the_policy_digest_is_one_article_with_all_that_its_front_matter_says() -> None:
    digest = next(a for a in load_corpus(CORPUS).articles if a.path.startswith("policies/"))
    assert digest.id == "shantou-ecommerce-promotion-measures-digest"
    assert digest.title == "《汕头经济特区电子商务促进办法》要点摘编（第一条至第六条）"
    assert digest.text.startswith("# 《汕头经济特区电子商务促进办法》要点摘编（第一条至第六条）\n\n本文由编者")
    assert digest.text.endswith("相衔接。")
    assert (digest.kind, digest.section, digest.issuer) == ("policy_digest", "政策法规", "汕头市人民政府")
    assert (digest.date, digest.effective_date, digest.amended_date, digest.expiry_date) == ("2012-11-21", "2013-01-01", "2016-12-03", None)
    assert (digest.document_number, digest.status) == ("汕头市人民政府令第143号", "已修改（2016年修正）")
    assert digest.note is not None
    assert digest.note.startswith("本文由编者依据公开的规章文本归纳，不是条文原文；")
    source = (CORPUS / digest.path).read_text("utf-8")
    assert source[digest.start : digest.start + len(digest.text)] == digest.text


def test_the_masthead_is_reported_and_kept_in_front_of_the_first_article() -> None:
    content = read_text_file(ISSUES["2014-06"].read_text("utf-8"), "2014-06.txt")
    assert [(n.line, n.key) for n in content.notices] == [(1, "masthead"), (2, "masthead"), (3, "masthead")]
    first = content.found[0].article
    assert first.start == 0
    assert first.text.startswith("韩东市网商协会 会员通讯\n2014年第6期")
    assert first.title == "韩东出台跨境电商扶持办法 单家企业最高补贴80万元"
    notice = content.notices[0]
    words = Messages("zh").text(f"notice.{notice.key}", path=notice.path, line=notice.line, excerpt=notice.excerpt)
    assert words == "刊头，留在第一篇文章的前面：韩东市网商协会 会员通讯"


def test_the_real_issue_gives_no_notice() -> None:
    assert load_corpus(CORPUS).notices == ()


def test_a_source_known_by_its_address_takes_the_name_another_file_gives_the_host(tmp_path: Path) -> None:
    body = "这一段正文交代了事情的来龙去脉，字数足够成为一段完整的叙述。"
    (tmp_path / "2015-02.txt").write_text(f"【要闻】\n一个标题\n{body}\n(转载自http://www.abc.example/20150203/1.html)\n", "utf-8")
    assert load_corpus(tmp_path).articles[0].source is None
    (tmp_path / "2015-01.txt").write_text(f"【要闻】\n另一个标题\n{body}\n（甲乙网http://abc.example/20150103/1.html）\n", "utf-8")
    assert [(a.id, a.date, a.source) for a in load_corpus(tmp_path).articles] == [
        ("2015-01-01", "2015-01-03", "甲乙网"),
        ("2015-02-01", "2015-02-03", "甲乙网"),
    ]
