"""Markdown, JSONL, encodings and corrections by hand, by value; about 1 second."""

import hashlib
import json
from pathlib import Path

import pytest

from ecqa.corpus import load_corpus
from ecqa.schema import Article
from tests.corpus.material import ISSUES


def only(folder: Path) -> Article:
    (article,) = load_corpus(folder).articles
    return article


def test_markdown_with_front_matter(tmp_path: Path) -> None:
    text = "---\ntitle: 办法 \nurl: http://a.example/1\nkind: regulation\ndate: '2013-01-02'\nexpiry_date: 2018-01-02\ncolour: 红\n---\n\n# 办法\n\n第一条 文。\n"
    (tmp_path / "rule.md").write_text(text, "utf-8")
    corpus = load_corpus(tmp_path)
    article = corpus.articles[0]
    assert (article.id, article.title, article.kind, article.urls) == ("rule", "办法", "regulation", ("http://a.example/1",))
    assert (article.date, article.expiry_date, article.status) == ("2013-01-02", "2018-01-02", None)
    assert article.text == "# 办法\n\n第一条 文。"
    assert text[article.start :].startswith("# 办法")
    assert [(n.key, n.excerpt) for n in corpus.notices] == [("front-matter-unknown", "colour")]


@pytest.mark.parametrize(("text", "title"), [("前言\n# 真正的标题 #\n文。", "真正的标题"), ("没有井号的标题\n文。", "没有井号的标题")])
def test_markdown_without_front_matter_takes_its_heading_for_a_title(text: str, title: str, tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(text, "utf-8")
    assert (only(tmp_path).title, only(tmp_path).text, only(tmp_path).start, only(tmp_path).kind) == (title, text, 0, "article")


def test_json_lines(tmp_path: Path) -> None:
    rows = [
        {"id": "a", "title": "甲", "text": "一\r\n二", "date": "2013-01-02T08:00:00", "urls": ["http://a.example"], "extra": {"x": 1}},
        {"id": 7, "title": "乙", "text": "三\u2028四", "authors": "林晓", "kind": None},
    ]
    (tmp_path / "many.jsonl").write_text("\n\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n", "utf-8")
    first, second = load_corpus(tmp_path).articles
    assert (first.id, first.title, first.text, first.date, first.urls) == ("a", "甲", "一\n二", "2013-01-02", ("http://a.example",))
    assert (second.id, second.text, second.authors, second.kind) == ("7", "三\u2028四", ("林晓",), "article")
    assert first.revision == hashlib.sha256("一\n二".encode()).hexdigest()[:12]


def test_ten_thousand_json_lines(tmp_path: Path) -> None:
    (tmp_path / "many.jsonl").write_text("".join(f'{{"id": "n{n}", "title": "题{n}", "text": "文{n}"}}\n' for n in range(10_000)), "utf-8")
    articles = load_corpus(tmp_path).articles
    assert len(articles) == 10_000
    assert (articles[-1].id, articles[-1].text) == ("n9999", "文9999")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_give_the_same_articles(encoding: str, line_end: str, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "other").mkdir()
    text = ISSUES["2014-06"].read_text("utf-8")
    (tmp_path / "plain" / "2014-06.txt").write_bytes(text.encode("utf-8"))
    (tmp_path / "other" / "2014-06.txt").write_bytes(text.replace("\n", line_end).encode(encoding))
    assert load_corpus(tmp_path / "other").articles == load_corpus(tmp_path / "plain").articles


def test_digests_are_those_of_the_bytes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.txt").write_bytes("标题\n文。".encode("gb18030"))
    (tmp_path / "overrides.toml").write_text('[a]\ntitle = "新题"\n', "utf-8")
    corpus = load_corpus(tmp_path)
    assert corpus.digests == {
        "sub/a.txt": hashlib.sha256("标题\n文。".encode("gb18030")).hexdigest(),
        "overrides.toml": hashlib.sha256('[a]\ntitle = "新题"\n'.encode()).hexdigest(),
    }
    assert corpus.articles[0].path == "sub/a.txt"
    assert corpus.articles[0].title == "新题"


def test_files_are_read_in_order_and_others_left_alone(tmp_path: Path) -> None:
    for name in [
        "b/2.txt",
        "b/1.md",
        "a/3.TXT",
        "README.md",
        "readme.zh-CN.md",
        "b/LICENSE.txt",
        ".hidden.txt",
        ".git/x.txt",
        "c.rtf",
        "b/~1.txt",
    ]:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("标题\n正文。", "utf-8")
    assert [a.path for a in load_corpus(tmp_path).articles] == ["a/3.TXT", "b/1.md", "b/2.txt"]


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    inside = tmp_path / "corpus"
    outside.mkdir()
    inside.mkdir()
    (outside / "secret.txt").write_text("秘密\n不应读到。", "utf-8")
    (inside / "own.txt").write_text("标题\n正文。", "utf-8")
    (inside / "file.txt").symlink_to(outside / "secret.txt")
    (inside / "folder").symlink_to(outside, target_is_directory=True)
    (inside / "loop.txt").symlink_to(inside / "loop.txt")
    (inside / "same.txt").symlink_to(inside / "own.txt")
    corpus = load_corpus(inside)
    assert [a.id for a in corpus.articles] == ["own", "same"]
    assert [(n.path, n.key) for n in corpus.notices] == [
        ("file.txt", "link-skipped"),
        ("folder", "link-skipped"),
        ("loop.txt", "link-skipped"),
    ]


def test_the_corpus_folder_may_itself_be_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.txt").write_text("标题\n正文。", "utf-8")
    (tmp_path / "link").symlink_to(tmp_path / "real", target_is_directory=True)
    assert only(tmp_path / "link").path == "a.txt"


def test_corrections_by_hand(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("标题\n正文。（来源：新华网）", "utf-8")
    (tmp_path / "b.txt").write_text("另题\n正文。", "utf-8")
    (tmp_path / "overrides.toml").write_text(
        '# 更正\n[a]\ntitle = "改正的标题"\ndate = 2013-01-05\nsection = "要闻"\nsource = ""\nstatus = "已失效"\nurls = ["http://a.example"]\n',
        "utf-8",
    )
    a, b = load_corpus(tmp_path).articles
    assert (a.title, a.date, a.section, a.source, a.status, a.urls) == (
        "改正的标题",
        "2013-01-05",
        "要闻",
        None,
        "已失效",
        ("http://a.example",),
    )
    assert a.text == "标题\n正文。（来源：新华网）"
    assert (b.title, b.date) == ("另题", None)
