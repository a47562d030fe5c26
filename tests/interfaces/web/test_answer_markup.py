"""Questions, answers and refusals as HTML: every marker a pill, everything else text."""

import html
import re

from ecqa.interfaces.web.answer_markup import conversation_html
from ecqa.interfaces.web.conversation import Conversation, Exchange
from ecqa.interfaces.web.tools_markup import basis
from ecqa.messages import Messages
from ecqa.schema import Answer, Citation, Filters

ZH = Messages("zh")


def cite(marker, *, article_id="a-1", source="大华网", date="2013-01-17", title="五维电子商务产业园启动", quote="每年拿出5000万元"):
    return Citation(marker, article_id, title, "政经", date, source, "http://example.org/", 0, len(quote), quote, "r")


def one(exchange, conversation_id="c" * 32, messages=ZH):
    return conversation_html(Conversation(conversation_id, (exchange,)), messages)


def shown(answer, question="问？", **options):
    return one(Exchange(3, question, answer=answer), **options)


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
    assert re.findall(r'<span class="kept">(.)(?:<button.*?</button>)+</span>', page) == ["。", "。"]


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
    allowed = {"article", "p", "span", "div", "button", "details", "summary", "form", "fieldset", "legend", "label", "input", "textarea"}
    assert set(re.findall(r"<([a-z0-9]+)", page)) <= allowed | {"svg", "path", "ol", "li", "br"}
    assert not re.search(r"<[^>]*\son[a-z]+=", re.sub(r'"[^"]*"', '""', page))


def test_controls_that_turn_the_writing_round_are_left_out():
    turned = "\u202e甲\u2066乙\u200f"
    page = shown(Answer(turned, "answered", turned + "[1]", (cite(1, title=turned, quote=turned, source=turned),)), turned)
    assert not re.search("[\u200f\u202e\u2066]", words(page))
    assert words(page).count("甲乙") >= 3


def test_lines_become_paragraphs_and_items_hang():
    page = shown(Answer("问？", "answered", "甲：[1]\n1. 甲[1]\n一、乙[1]\n- 丙[1]\n\n丁", (cite(1),)))
    assert re.findall(r'<p class="([^"]*)">(甲|1\. |一、|<span class="kept">丙|丁)', page) == [
        ("line", "甲"),
        ("item", "1. "),
        ("item", "一、"),
        ("item bullet", '<span class="kept">丙'),
        ("line", "丁"),
    ]


def test_what_an_introduction_announces_is_a_list_and_a_note_stands_apart():
    page = shown(Answer("问？", "answered", "《甲》的要点：\n打假[1]\n扶持[1]\n资料说明：不是条文原文。", (cite(1),)))
    assert re.findall(r'<p class="([^"]*)">(《甲》|打|扶|资料说明)', page) == [
        ("line", "《甲》"),
        ("item bullet", "打"),
        ("item bullet", "扶"),
        ("aside", "资料说明"),
    ]


def test_how_a_document_stands_is_no_item_of_its_list():
    for lang in ("zh", "en"):
        remark = Messages(lang).text("answer.state-amended", title="《甲》", date="2016年12月3日") + Messages(lang).text(
            "answer.state-by-properties"
        )
        page = shown(Answer("问？", "answered", f"《甲》的要点：\n打假[1]\n扶持[1]\n{remark}", (cite(1),)))
        assert re.findall(r'<p class="([^"]*)">', page)[1:5] == ["line", "item bullet", "item bullet", "aside"]


def test_what_is_said_of_a_chat_model_stands_apart_in_either_language():
    for lang in ("zh", "en"):
        messages = Messages(lang)
        cause = messages.text("answer.chat-slow")
        remarks = [messages.text("answer.chat-left-out", n=2), messages.text("answer.chat-then", cause=cause)]
        page = shown(Answer("问？", "answered", "\n".join(["甲。[1]", *remarks, "乙。[1]"]), (cite(1),), mode="chat:m"))
        assert re.findall(r'<p class="([^"]*)">', page)[1:5] == ["line", "aside", "aside", "line"]
        assert '<span class="mode">模型</span>' in page


def test_the_short_answer_stands_first():
    apart = shown(Answer("问？", "answered", "每年拿出5000万元。[1]", (cite(1),), short_answer="5000万元"))
    assert words(apart).index("5000万元") < words(apart).index("每年拿出")
    assert '<p class="short">5000万元</p>' in apart
    within = shown(Answer("问？", "answered", "5000万元[1]\n每年拿出5000万元。[1]", (cite(1),), short_answer="5000万元"))
    assert '<p class="short">5000万<span class="kept">元<button' in within
    assert within.count('class="short"') == 1


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


def test_a_refusal_can_be_left_to_the_editors_where_it_is_kept():
    answer = Answer("问？", "refused", "没有。", missing="罚款")
    assert words(shown(answer)).count("请编辑部补充") == 1
    assert "请编辑部补充" not in shown(answer, conversation_id="")


def test_a_refusal_is_said_in_the_language_of_the_page():
    page = shown(Answer("问？", "refused", "现有资料里没有找到这个问题的答案。缺少的是：罚款", missing="罚款"), messages=Messages("en"))
    assert Messages("en").text("answer.refused", missing="罚款") in words(page)
    assert "缺少的是" not in words(page)
    greeting = Answer("您好", "answered", ZH.text("answer.greeting"), mode="greeting")
    assert html.escape(Messages("en").text("answer.greeting")) in shown(greeting, messages=Messages("en"))


def test_a_partial_answer_is_edged_and_says_once_what_is_missing():
    said = ZH.text("answer.partial", missing="第七条")
    for text in ("甲。[1]", f"甲。[1]\n{said}"):
        page = shown(Answer("问？", "partial", text, (cite(1),), missing="第七条"))
        assert 'class="card partial"' in page
        assert page.count(f'<p class="lacking">{said}</p>') == 1
        assert page.count(f'<p class="line">{said}') == 0


def test_states_before_an_answer():
    assert "正在查找…" in words(one(Exchange(1, "问？", stage="正在查找…")))
    assert " data-busy" in one(Exchange(1, "问？", stage="正在查找…"))
    assert " data-busy" not in one(Exchange(1, "问？", problem="坏了"))
    assert "已停止" in words(one(Exchange(1, "问？", text="甲", stopped=True)))
    assert ZH.text("web.interrupted") in words(one(Exchange(1, "问？", text="甲", interrupted=True)))


def test_what_did_not_get_an_answer_can_be_asked_again():
    assert "data-again" in one(Exchange(1, "问？", problem="坏了"))
    assert "data-again" in one(Exchange(1, "问？", stopped=True))
    assert "data-again" not in one(Exchange(1, "问？", stage="正在查找…"))


def test_an_opinion_shows_on_its_thumb():
    answer = Answer("问？", "answered", "甲。[1]", (cite(1),))
    page = one(Exchange(3, "问？", answer=answer, thumbs="down"))
    assert re.findall(r'data-thumbs="(\w+)" aria-pressed="(\w+)"', page) == [("up", "false"), ("down", "true")]
    assert "data-thumbs" not in one(Exchange(3, "问？", answer=answer), conversation_id="")


def test_filters_are_said_beside_the_question():
    page = one(Exchange(1, "问？", stage="…", filters=Filters(section="政策法规", since="2013-01-01")))
    assert "只问：政策法规 · 2013-01-01 至 …" in words(page)


def test_a_very_long_question_is_shown_shortened():
    assert words(one(Exchange(1, "长" * 5000, problem="坏了"))).count("长") == 600
