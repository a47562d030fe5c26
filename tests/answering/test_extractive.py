"""Answers, refusals and their events, with weights of the tests' own."""

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ecqa.answering import ExtractiveAnswerer, checked, holds
from ecqa.answering.citations import MARKER
from ecqa.answering.evidence import FEATURES
from ecqa.answering.extractive import READ, RELATED, Fit, shipped_fit
from ecqa.answering.refusal import SIGNS
from ecqa.messages import Messages
from ecqa.schema import Answer, AnswerEvent, Hit
from tests.answering.cases import PARK, Unread, article, asked, even, fit, hits_of, weights

NOTE = "本文是摘编，不是原文。"
FIRMS = "首批有35家企业进驻。"
RENT = "因为租金低，中小企业很踊跃。"
TAOBAO = "淘宝战略\n导语在这里。\n" + "\n".join(f"{name}\n这里说明做法。" for name in ("打击假货", "下放权力", "扶持原创"))


def answerer(weights: Fit | None = None, lang: str = "zh") -> ExtractiveAnswerer:
    return ExtractiveAnswerer(Messages(lang), even, Unread(), weights or fit())


def events(question: str, hits: list[Hit], weights: Fit | None = None) -> list[AnswerEvent]:
    return list(answerer(weights).stream(asked(question), hits))


def sure(answer: Answer, hits: list[Hit]) -> Answer:
    """The answer, of which every marker is resolved and every citation a verbatim span of a hit."""
    assert sorted(set(map(int, MARKER.findall(answer.text)))) == [one.marker for one in answer.citations]
    assert all(holds(one, hits) for one in answer.citations)
    assert checked(answer, hits) == answer
    return answer


def test_the_best_sentence_comes_first_with_its_citation():
    hits = hits_of(article(), cosines=[0.1, 0.2, 0.9, 0.3, 0.2])
    answer = sure(answerer().answer(asked("有多少家企业进驻"), hits), hits)
    assert answer.text == f"{FIRMS}[1]\n{RENT}[2]"  # so short a sentence is told with the one after it
    assert [(one.article_id, one.quote, one.title) for one in answer.citations] == [
        ("park", quote, "五维产业园启动") for quote in (FIRMS, RENT)
    ]
    assert (answer.status, answer.mode, answer.missing, answer.related, answer.confidence) == ("answered", "extractive", None, (), 0.5)


def test_events_are_a_stage_then_each_line_with_its_citation_then_the_whole():
    hits = hits_of(article(note=NOTE), cosines=[0.1, 0.2, 0.9, 0.3, 0.2])
    stage, *sentences, last = events("有多少家企业进驻", hits)
    assert (stage.kind, stage.stage, stage.count) == ("stage", "read", 3)
    assert [(one.kind, len(one.citations)) for one in sentences] == [("sentence", 1), ("sentence", 1), ("sentence", 0)]
    assert last.kind == "answer"
    assert last.answer is not None
    assert "\n".join(one.text for one in sentences) == last.answer.text
    assert tuple(citation for one in sentences for citation in one.citations) == last.answer.citations


def test_the_note_of_an_article_stands_once_at_the_end_however_often_it_is_cited():
    hits = hits_of(article(note=NOTE), article(PARK.replace("五维", "星河"), name="second", note=NOTE), cosines=[0.1, 0.2, 0.9, 0.3, 0.2])
    answer = sure(answerer(fit(few=0.1, many=0.1)).answer(asked("企业有哪些"), hits), hits)
    assert len({one.article_id for one in answer.citations}) == 2
    assert answer.text.split("\n")[-1] == f"资料说明：{NOTE}"
    assert answer.text.count(NOTE) == 1


def test_two_notes_are_both_told_and_none_of_an_article_that_is_not_cited():
    first, second = article(note=NOTE), article("另外一篇\n市财政去年起每年拿出五千万元。", name="second", note="另有说明。")
    hits = hits_of(first, second, cosines=[0.1, 0.2, 0.9, 0.3, 0.2, 0.88])
    both = answerer().answer(asked("企业有多少"), hits)
    assert both.text.split("\n")[-2:] == [f"资料说明：{NOTE}", "资料说明：另有说明。"]
    one = answerer(fit(few=0.9)).answer(asked("企业有多少"), hits)
    assert "另有说明" not in one.text


def test_below_the_threshold_a_question_is_refused_with_what_is_near_and_no_citation():
    hits = hits_of(*(article(PARK.replace("五维", name), name=name) for name in ("甲园", "乙园", "丙园", "丁园")))
    *before, last = events("2011年阿里巴巴有多少员工？", hits, fit(bias=-1))
    answer = sure(last.answer, hits)
    assert [event.kind for event in before] == ["stage"]
    assert (answer.status, answer.citations, answer.missing) == ("refused", (), "2011年的数据")
    assert answer.text == "现有资料里没有找到这个问题的答案。缺少的是：2011年的数据"
    assert answer.confidence == 0.0  # nothing names 2011, nor Alibaba
    assert answerer(fit(bias=-1)).answer(asked("有多少员工？"), hits).confidence == 1 / (1 + np.exp(1.0))
    assert [(one.marker, one.article_id) for one in answer.related] == [(1, "甲园"), (2, "乙园"), (3, "丙园")]
    assert len(answer.related) == RELATED
    assert all(holds(one, hits) for one in answer.related)


def test_just_at_the_threshold_a_question_is_answered():
    hits = hits_of(article())
    assert answerer(fit(threshold=0.5)).answer(asked("企业进驻"), hits).status == "answered"
    assert answerer(fit(threshold=0.5001)).answer(asked("企业进驻"), hits).status == "refused"


def test_what_is_missing_is_a_year_else_a_thing_else_what_was_asked():
    hits = hits_of(article())

    def missing(question: str) -> str | None:
        return answerer(fit(bias=-1)).answer(asked(question), hits).missing

    assert missing("2010年和2011年有多少企业？") == "2010年、2011年的数据"
    assert missing("阿里巴巴进驻了吗？") == "关于“阿里巴巴”的内容"
    assert missing("企业踊跃吗？") == "能回答“企业踊跃吗”的内容"


def test_without_hits_a_question_is_refused():
    *_, last = events("有多少家企业进驻", [], fit(threshold=0.0))
    assert last.answer is not None
    assert (last.answer.status, last.answer.related, last.answer.confidence) == ("refused", (), 0.0)


def test_a_refusal_in_english_is_worded_in_english():
    answer = answerer(fit(bias=-1), "en").answer(asked("2011年有多少企业"), hits_of(article()))
    assert answer.text == "The material at hand does not hold the answer. What is missing: data for 2011年"


def test_greeting_and_thanks_are_answered_without_reading():
    hits = hits_of(article())
    for typed, words in (("您好！", "您好，我可以根据协会会刊和政策资料回答问题，并标明出处。"), ("谢谢", "不客气，有别的问题请接着问。")):
        (only,) = events(typed, hits, fit(threshold=2.0))
        assert only.answer is not None
        assert (only.answer.status, only.answer.mode, only.answer.text, only.answer.citations) == ("answered", "greeting", words, ())


def test_an_outline_is_introduced_by_the_title_and_cites_each_heading():
    hits = hits_of(article(TAOBAO, name="taobao", note=NOTE))
    _, introduction, *sentences, last = events("淘宝的战略有哪些？", hits, fit(threshold=2.0))
    assert (introduction.text, introduction.citations) == ("《淘宝战略》的要点：", ())
    answer = sure(last.answer, hits)
    assert answer.text == f"《淘宝战略》的要点：\n打击假货[1]\n下放权力[2]\n扶持原创[3]\n资料说明：{NOTE}"
    assert [one.text for one in sentences] == answer.text.split("\n")[1:]
    assert answer.confidence is None


def test_a_title_with_brackets_gets_no_second_pair():
    hits = hits_of(article(TAOBAO.replace("淘宝战略", "《淘宝战略》摘编"), name="taobao"))
    assert answerer().answer(asked("淘宝战略摘编有哪些要点？"), hits).text.startswith("《淘宝战略》摘编的要点：\n")


def test_only_the_first_hits_are_read():
    many = [article(f"题目{n}\n第{n}园区里有{n}家企业进驻并且已经开业经营了，情况不错。", name=f"a{n}") for n in range(READ + 2)]
    hits = hits_of(*many, cosines=[0.1 * n for n in range(READ + 2)])
    answer = answerer(fit(few=0.9)).answer(asked("企业进驻"), hits)
    assert [one.article_id for one in answer.citations] == [f"a{READ - 1}"]


def test_numbers_in_brackets_in_the_material_are_no_markers():
    text = "题目[3]题目\n据统计[2]，进驻企业共有三十五家[1]，比上年多了整整十家[12]。"
    hits = hits_of(article(text, note="见注[5]。"))
    answer = sure(answerer().answer(asked("进驻企业有多少家"), hits), hits)
    assert answer.text == "据统计【2】，进驻企业共有三十五家【1】，比上年多了整整十家【12】。[1]\n资料说明：见注【5】。"
    assert answer.citations[0].quote == "据统计[2]，进驻企业共有三十五家[1]，比上年多了整整十家[12]。"


@given(
    st.lists(
        st.lists(
            st.sampled_from(["首批有35家企业进驻。", "该园区很大！", "一、招商", "[1]注[22]。", "好。", "<b>租金</b>低；", "因为近？"]),
            min_size=1,
            max_size=6,
        ).map("\n".join),
        max_size=4,
    ),
    st.sampled_from(["企业有哪些", "有多少家企业", "为什么", "概括一下招商", "2011年企业", "[2]是什么"]),
    st.lists(st.floats(-1, 1), max_size=12),
    st.floats(0, 1),
)
def test_whatever_the_material_every_citation_is_verbatim_every_marker_resolved_and_a_refusal_bare(
    texts: list[str], question: str, cosines: list[float], threshold: float
):
    hits = hits_of(*(article(text, name=f"a{n}", note="见[7]。" if n else None) for n, text in enumerate(texts)), cosines=cosines)
    told = list(answerer(fit(threshold=threshold, best=2.0)).stream(asked(question), hits))
    answer = told[-1].answer
    assert answer is not None
    sentences = [event.text for event in told if event.kind == "sentence"]
    if answer.status == "refused":
        assert sentences == []
        assert MARKER.sub("", checked(answer, hits).text) == checked(answer, hits).text
        assert answer.citations == ()
    else:
        assert sure(answer, hits).citations
        assert "\n".join(sentences) == answer.text


def test_the_weights_that_ship_have_a_value_for_every_feature_and_sign():
    shipped = shipped_fit()
    assert (shipped.sentence.weights.shape, shipped.answerable.weights.shape) == ((len(FEATURES),), (len(SIGNS),))
    assert np.isfinite([*shipped.sentence.weights, *shipped.answerable.weights, shipped.sentence.bias, shipped.answerable.bias]).all()
    assert 0 < shipped.threshold < 1
    assert 0 < shipped.least.many <= shipped.least.few < 1


def test_half_an_answer_says_what_the_other_half_lacks():
    hits = hits_of(article(), cosines=[0.1, 0.2, 0.9, 0.3, 0.2])
    answer = sure(answerer(fit(few=0.9)).answer(asked("2012年和2013年各有多少家企业进驻"), hits), hits)
    assert (answer.status, answer.missing) == ("partial", "2012年的数据")
    assert answer.text.split("\n")[-1] == "资料只覆盖了一部分，缺少：2012年的数据"


def test_a_count_that_the_question_takes_for_granted_is_corrected_first():
    text = "五种方法\n近日李某分享企业提升信誉的5种方法，引起热议。"
    hits = hits_of(article(text))
    answer = sure(answerer(fit(few=0.9)).answer(asked("李某的8种方法里第8条是什么"), hits), hits)
    assert answer.text.split("\n")[0] == "请注意：问题里说的是“8种方法”，资料写的是“5种方法”。"


def test_of_several_things_asked_each_gets_the_sentence_that_answers_it():
    hits = hits_of(article())
    by_words = replace(fit(few=2.0, many=2.0), sentence=weights(overlap=1.0))
    answer = sure(answerer(by_words).answer(asked("首批有多少企业进驻？园区公寓有什么？"), hits), hits)
    assert [one.quote for one in answer.citations] == [FIRMS + RENT, "园区有公寓和食堂。"]


def test_one_thing_answered_of_two_is_told_only_where_it_is_likely():
    hits = hits_of(article())
    question = asked("首批有多少企业进驻？京东的公寓有什么？")
    half, nothing = ("partial", "能回答“京东的公寓有什么”的内容"), ("refused", "关于“京东”的内容")
    # 京东 stands nowhere: not the whole, but its first part has an answer
    for bias, quotes, (status, lacking) in ((1.0, [FIRMS + RENT], half), (-0.1, [], nothing)):
        likely = replace(fit(threshold=0.4, few=2.0, many=2.0, bias=bias), sentence=weights(overlap=1.0))
        answer = sure(answerer(likely).answer(question, hits), hits)
        assert [one.quote for one in answer.citations] == quotes
        assert (answer.status, answer.missing) == (status, lacking)
