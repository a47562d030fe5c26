"""Questions that may follow: made of what the cited article holds and the answer leaves out, and only those that are answered from it."""

from ecqa.interfaces.web.suggestions import MOST, Suggestions, candidates
from ecqa.messages import Messages
from ecqa.schema import Answer, Article, Citation

ZH = Messages("zh")
TEXT = "办法要点\n一、基本原则（第三条）\n坚持四条原则。\n二、专项资金\n设立专项资金。另见《电子签名法释义》，据《滨海时报》报道。\n三、由谁负责\n由办公室负责。"
ARTICLE = Article(id="a-1", title="办法要点", text=TEXT, revision="r1", path="a.txt", start=0)


def cite(article, quote, revision="r1"):
    start = article.text.index(quote)
    return Citation(1, article.id, article.title, None, None, None, None, start, start + len(quote), quote, revision)


def answered(*quotes):
    return Answer("原则是什么？", "answered", "甲[1]", tuple(cite(ARTICLE, quote) for quote in quotes))


class Known:
    """Answers only what it was told to, out of the article; it counts what it is asked."""

    def __init__(self, *questions):
        self.questions = questions
        self.asked = []

    def article(self, article_id):
        return ARTICLE if article_id == ARTICLE.id else None

    def ask(self, question):
        self.asked.append(question)
        if question not in self.questions:
            return Answer(question, "refused", "没有")
        return Answer(question, "answered", "乙[1]", (cite(ARTICLE, "由办公室负责。"),))


def test_candidates_ask_for_what_the_answer_left_out():
    assert [question for question, _ in candidates(ARTICLE, answered("坚持四条原则。"), ZH)] == [
        "《办法要点》主要讲了什么？",
        "关于“专项资金”，资料里怎么说？",
        "关于“由谁负责”，资料里怎么说？",
        "关于《电子签名法释义》，资料里怎么说？",
    ]


def test_after_a_list_of_headings_each_of_them_may_be_asked_about():
    listed = answered("一、基本原则（第三条）", "二、专项资金", "三、由谁负责")
    assert [question for question, _ in candidates(ARTICLE, listed, ZH)][:3] == [
        "关于“基本原则”，资料里怎么说？",
        "关于“专项资金”，资料里怎么说？",
        "关于“由谁负责”，资料里怎么说？",
    ]


def test_only_what_is_answered_from_the_article_is_offered_and_tried_once():
    assistant = Known("《办法要点》主要讲了什么？", "关于“由谁负责”，资料里怎么说？", "关于《电子签名法释义》，资料里怎么说？")
    suggestions = Suggestions(assistant)
    for _ in range(2):
        found = suggestions.after(answered("坚持四条原则。"), ZH)
        assert found == ("《办法要点》主要讲了什么？", "关于“由谁负责”，资料里怎么说？")  # nothing cited names the other document
    assert len(assistant.asked) == 4
    assert len(found) <= MOST


def test_a_refusal_and_an_article_that_is_gone_suggest_nothing():
    suggestions = Suggestions(Known())
    assert suggestions.after(Answer("问", "refused", "没有", related=(cite(ARTICLE, "由办公室负责。"),)), ZH) == ()
    gone = Citation(1, "gone", "t", None, None, None, None, 0, 1, "甲", "r")
    assert suggestions.after(Answer("问", "answered", "甲[1]", (gone,)), ZH) == ()


def test_the_real_assistant_answers_what_is_offered(small_assistant):
    answer = small_assistant.ask("汕头经济特区电子商务促进办法的基本原则是什么？")
    offered = Suggestions(small_assistant).after(answer, ZH)
    assert offered
    assert small_assistant.ask(offered[0]).status == "answered"
