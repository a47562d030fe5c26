"""Kinds as the writing shows them, and as a person overrules it; deadlines with their sentences."""

from pathlib import Path

import pytest

from ecqa.corpus import load_corpus
from ecqa.corpus.kinds import deadlines
from ecqa.errors import CorpusError

NOTICE = "关于申报2014年度补贴的通知\n各会员单位：\n请于6月30日前将材料报送协会。\n会议定于7月5日召开。\n报名截止时间为2014年7月1日。"
TWO = "甲标题\n甲的正文在这里。\n乙标题\n乙的正文在这里。"


def kinds(folder: Path) -> dict[str, str]:
    return {article.id: article.kind for article in load_corpus(folder).articles}


def test_kinds_are_recognised_from_the_text_in_txt_and_md(tmp_path: Path) -> None:
    for name, text in {
        "rule.txt": "某办法\n第一条 甲。\n第二条 乙。\n第三条 丙。",
        "rule.md": "# 某办法\n\n第一条 甲。\n\n第二条 乙。\n\n第三条 丙。",
        "faq.txt": "常见问题\n问：一？\n答：甲。\n问：二？\n答：乙。",
        "note.txt": NOTICE,
        "news.txt": "某通知发布\n市里发布通知，6月30日前报送。",
        "own.md": "---\nkind: policy_digest\n---\n# 摘编\n\n第一条 甲。\n第二条 乙。\n第三条 丙。",
    }.items():
        (tmp_path / name).write_text(text, "utf-8")
    (tmp_path / "rule.md").rename(tmp_path / "rule2.md")
    assert kinds(tmp_path) == {
        "rule": "regulation",
        "rule2": "regulation",
        "faq": "qa",
        "note": "notice",
        "news": "article",
        "own": "policy_digest",
    }


def test_deadlines_and_the_sentences_that_name_them() -> None:
    assert [(one.day, NOTICE[one.start : one.end]) for one in deadlines(NOTICE, 2014)] == [
        ("2014-06-30", "请于6月30日前将材料报送协会。"),
        ("2014-07-01", "报名截止时间为2014年7月1日。"),
    ]
    assert [one.day for one in deadlines(NOTICE, None)] == ["2014-07-01"]


def test_a_folder_says_what_its_files_are_and_the_front_matter_outranks_it(tmp_path: Path) -> None:
    inner = tmp_path / "letters" / "old"
    inner.mkdir(parents=True)
    (tmp_path / "corpus.toml").write_text('source = "协会"\nkind = "article"\n', "utf-8")
    (inner.parent / "corpus.toml").write_text('kind = "letter"\n["old/b.txt"]\nkind = "memo"\ndate = "2014-06-01"\n', "utf-8")
    (tmp_path / "a.md").write_text("---\nkind: policy\n---\n# 甲\n\n文。", "utf-8")
    (inner / "b.txt").write_text("乙标题\n文。", "utf-8")
    (inner / "c.txt").write_text("丙标题\n文。", "utf-8")
    corpus = load_corpus(tmp_path)
    assert [(a.id, a.kind, a.source, a.date) for a in corpus.articles] == [
        ("a", "policy", "协会", None),
        ("b", "memo", "协会", "2014-06-01"),
        ("c", "letter", "协会", None),
    ]
    assert {"corpus.toml", "letters/corpus.toml"} < set(corpus.digests)


def test_a_page_that_a_person_calls_a_newsletter_is_split_at_its_headings(tmp_path: Path) -> None:
    page = "<h1>通讯</h1><h2>甲标题</h2><p>甲的正文在这里。</p><h2>乙标题</h2><p>乙的正文在这里。</p><h3>小标题</h3><p>又一段。</p>"
    (tmp_path / "issue.html").write_text(page, "utf-8")
    assert [a.title for a in load_corpus(tmp_path).articles] == ["通讯"]
    (tmp_path / "corpus.toml").write_text('["issue.html"]\nkind = "newsletter"\n', "utf-8")
    assert [(a.id, a.kind, a.title, a.text) for a in load_corpus(tmp_path).articles] == [
        ("issue-01", "news", "甲标题", "通讯\n甲标题\n甲的正文在这里。"),
        ("issue-02", "news", "乙标题", "乙标题\n乙的正文在这里。\n小标题\n又一段。"),
    ]


@pytest.mark.parametrize(
    ("text", "key", "line"),
    [("kind = ", "overrides-broken", 1), ('\ncolour = "红"', "overrides-unknown-field", 2), ("date = 7", "corpus-field-date", 1)],
)
def test_a_slip_in_corpus_toml_is_named(text: str, key: str, line: int, tmp_path: Path) -> None:
    (tmp_path / "corpus.toml").write_text(text, "utf-8")
    (tmp_path / "a.txt").write_text(TWO, "utf-8")
    with pytest.raises(CorpusError) as refused:
        load_corpus(tmp_path)
    assert (refused.value.key, refused.value.values["path"], refused.value.values["line"]) == (key, "corpus.toml", line)
