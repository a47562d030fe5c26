"""A regulation of sixty clauses, and a list of questions: no passage holds text of two units, and none is lost."""

import re
from pathlib import Path

from ecqa.corpus.text_files import read_text_file
from ecqa.passages import cut, search_text
from ecqa.schema import Article
from ecqa.text.clauses import clauses

REGULATION = Path(__file__).parent / "data" / "rongdong-network-retail.txt"


def regulation() -> Article:
    (found,) = read_text_file(REGULATION.read_text("utf-8"), REGULATION.name).found
    return found.article


def test_sixty_clauses_are_recognised_and_never_mixed() -> None:
    article = regulation()
    assert (article.kind, article.title) == ("regulation", "榕东市网络零售促进和管理条例")
    found = clauses(article.text)
    assert [one.number for one in found] == list(range(1, 61))
    passages = cut(article)
    for passage in passages:
        of = {one.label for one in found if one.start < passage.end and passage.start < one.end}
        assert len(of) <= 1
        assert len(re.findall(r"^第[一二三四五六七八九十]+条", passage.text, re.MULTILINE)) <= 1
    assert [p.heading for p in passages if "第四十二条" in p.heading] == ["第五章 扶持与保障 第四十二条"]
    covered = {i for p in passages for i in range(p.start, p.end)}
    assert [c for i, c in enumerate(article.text) if i not in covered and not c.isspace()] == []


def test_a_long_clause_says_its_number_in_every_passage() -> None:
    text = "办法\n第一条 甲。\n第二条 " + "应当提交材料，并说明用途。" * 60 + "\n第三条 乙。"
    article = Article("r", "办法", text, "0", "r.txt", 0, kind="regulation")
    parts = [p for p in cut(article) if "应当提交材料" in p.text]
    assert len(parts) > 1
    assert {p.heading for p in parts} == {"第二条"}
    assert all("第二条" in search_text(article, p) for p in parts)


def test_a_question_heads_its_answer_and_is_not_quoted() -> None:
    text = "平台问答\n导语。\n问：怎么报名？\n答：网上报名。\n填写表格。\n问：费用多少？\n答：免费。"
    article = Article("q", "平台问答", text, "0", "q.txt", 0, kind="qa")
    assert [(p.heading, [text[a:b] for a, b in p.sentences]) for p in cut(article)] == [
        ("", ["导语。"]),
        ("怎么报名？", ["答：网上报名。", "填写表格。"]),
        ("费用多少？", ["答：免费。"]),
    ]


def test_news_that_quotes_a_regulation_is_cut_as_running_text() -> None:
    text = "条例通过\n第一条 甲。\n第二条 乙。\n第三条 丙。"
    assert [p.text for p in cut(Article("n", "条例通过", text, "0", "n.txt", 0, kind="news"))] == [text]
