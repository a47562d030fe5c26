"""Questions, answers and refusals as HTML: every marker a pill, everything else text."""

import html
import re

from ecqa.interfaces.web.answer_markup import basis, conversation_html, plain_text
from ecqa.interfaces.web.conversation import Exchange
from ecqa.messages import Messages
from ecqa.schema import Answer, Citation

ZH = Messages("zh")


def cite(marker, *, article_id="a-1", source="大华网", date="2013-01-17", title="五维电子商务产业园启动", quote="每年拿出5000万元"):
    return Citation(marker, article_id, title, "政经", date, source, "http://example.org/", 0, len(quote), quote, "r")


def shown(answer, question="问？"):
    return conversation_html((Exchange(3, question, answer=answer),), ZH)


def words(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_markers_become_pills_that_know_their_citation():
    page = shown(Answer("问？", "answered", "甲。[1]乙。[2][1]", (cite(1), cite(2, quote="引" * 70))))
    pills = re.findall(r'<button[^>]*class="pill"[^>]*>', page)
    assert [re.search(r'data-index="(\d)"', pill).group(1) for pill in pills] == ["0", "1", "0"]
    assert [re.search(r'data-marker="(\d)"', pill).group(1) for pill in pills] == ["1", "2", "1"]
    assert all('data-turn="3"' in pill for pill in pills)
    assert f'data-quote="{"引" * 60}…"' in pills[1]
    assert 'aria-label="依据 1：五维电子商务产业园启动"' in pills[0]


def test_a_marker_without_a_citation_stays_text():
    page = shown(Answer("问？", "answered", "见注[7]。[1]", (cite(1),)))
    assert "见注[7]。" in words(page)
    assert page.count('class="pill"') == 1


def test_hostile_text_is_shown_as_text():
    hostile = "<img src=x onerror=alert(1)>**x** <script>alert(1)</script> \"' {{value}} ${value}"
    page = shown(Answer(hostile, "answered", hostile + "[1]", (cite(1, title=hostile, quote=hostile, source=hostile),)), hostile)
    assert "<img" not in page
    assert "<script" not in page
    assert words(page).count(hostile) >= 3
    tags = set(re.findall(r"<([a-z0-9]+)", page))
    assert tags == {"article", "p", "span", "div", "button"}


def test_lines_become_paragraphs_and_items_hang():
    page = shown(Answer("问？", "answered", "甲：[1]\n1. 甲[1]\n一、乙[1]\n- 丙[1]\n\n丁", (cite(1),)))
    assert re.findall(r'<p class="([^"]*)">(甲：|1\. 甲|一、乙|丙|丁)', page) == [
        ("line", "甲："),
        ("item", "1. 甲"),
        ("item", "一、乙"),
        ("item bullet", "丙"),
        ("line", "丁"),
    ]


def test_what_an_introduction_announces_is_a_list_and_a_note_stands_apart():
    page = shown(Answer("问？", "answered", "《甲》的要点：\n打假[1]\n扶持[1]\n资料说明：不是条文原文。", (cite(1),)))
    assert re.findall(r'<p class="([^"]*)">(《甲》|打假|扶持|资料说明)', page) == [
        ("line", "《甲》"),
        ("item bullet", "打假"),
        ("item bullet", "扶持"),
        ("aside", "资料说明"),
    ]


def test_the_short_answer_stands_first():
    apart = shown(Answer("问？", "answered", "每年拿出5000万元。[1]", (cite(1),), short_answer="5000万元"))
    assert words(apart).index("5000万元") < words(apart).index("每年拿出")
    assert '<p class="short">5000万元</p>' in apart
    within = shown(Answer("问？", "answered", "5000万元，每年。[1]", (cite(1),), short_answer="5000万元"))
    assert '<p class="line"><strong class="short">5000万元</strong>，每年。<button' in within


def test_the_basis_names_the_first_source_and_counts_articles():
    assert basis([cite(1)], ZH) == "据大华网 2013-01-17"
    assert basis([cite(1), cite(2)], ZH) == "据大华网 2013-01-17"
    assert basis([cite(1), cite(2, article_id="a-2")], ZH) == "据大华网 2013-01-17 等 2 篇"
    assert basis([cite(1, source=None, date=None)], ZH) == "据《五维电子商务产业园启动》"
    assert basis([cite(1, source=None, title="《办法》要点")], ZH) == "据《办法》要点 2013-01-17"


def test_the_quiet_line_names_the_mode():
    assert "摘录" in words(shown(Answer("问？", "answered", "甲。[1]", (cite(1),))))
    assert "模型" in words(shown(Answer("问？", "answered", "甲。[1]", (cite(1),), mode="chat:qwen-plus")))
    assert 'class="quiet"' not in shown(Answer("您好", "answered", "您好。", mode="greeting"))


def test_a_refusal_lists_what_is_related_and_has_no_pills():
    page = shown(Answer("问？", "refused", "现有资料里没有找到。", related=(cite(1), cite(2, title="办法")), missing="罚款"))
    assert 'class="card refused"' in page
    assert "相关资料（不作为依据）" in words(page)
    assert re.findall(r'data-list="related" data-index="(\d)"', page) == ["0", "1"]
    assert 'class="pill"' not in page


def test_a_partial_answer_is_edged_and_says_once_what_is_missing():
    said = "资料只覆盖了一部分，缺少：第七条"
    for text in ("甲。[1]", f"甲。[1]\n{said}"):
        page = shown(Answer("问？", "partial", text, (cite(1),), missing="第七条"))
        assert 'class="card partial"' in page
        assert words(page).count(said) == 1


def test_states_before_an_answer():
    assert "正在查找…" in words(conversation_html((Exchange(1, "问？", stage="正在查找…"),), ZH))
    assert " data-busy" in conversation_html((Exchange(1, "问？", stage="正在查找…"),), ZH)
    assert " data-busy" not in conversation_html((Exchange(1, "问？", problem="坏了"),), ZH)
    assert "已停止" in words(conversation_html((Exchange(1, "问？", text="甲", stopped=True),), ZH))


def test_a_very_long_question_is_shown_shortened():
    assert words(conversation_html((Exchange(1, "长" * 5000, problem="坏了"),), ZH)).count("长") == 600


def test_the_copied_text_names_its_sources():
    answer = Answer("问？", "answered", "甲。[1]", (cite(1),))
    assert plain_text(answer, ZH) == "甲。[1]\n\n出处\n[1] 五维电子商务产业园启动 大华网 2013-01-17 http://example.org/"
