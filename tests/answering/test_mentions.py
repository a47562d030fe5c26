"""Articles asked for by what they mention are listed with their titles and the sentences that do."""

import pytest

from ecqa.answering.mentions import MentionsAnswerer, asked_for
from ecqa.messages import Messages
from ecqa.schema import Answer, Hit, Question
from tests.answering.cases import article, hits_of

PARK = article()
FAIR = article("博览会开幕\n6月1日，博览会开幕。到会的有五维产业园和三家银行。", "fair")
OTHER = article("网店年会\n网店年会在广州举行。", "other")


class Other:
    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        return Answer(question.text, "refused", "另一个")

    def stream(self, question: Question, hits: list[Hit]):
        yield from ()


@pytest.mark.parametrize(
    ("question", "what"),
    [
        ("会刊中有哪些报道涉及刘强东？分别说了什么？", "刘强东"),
        ("哪几篇文章提到了汕头大学的论坛？", "汕头大学的论坛"),
        ("有什么资料讲到《电子签名法》吗", "电子签名法"),
        ("有哪些企业进驻？", ""),
        ("哪些措施涉及财政补贴？", ""),
    ],
)
def test_what_articles_shall_mention(question: str, what: str) -> None:
    assert asked_for(question) == what


def test_each_article_that_mentions_it_is_listed_once() -> None:
    answerer = MentionsAnswerer(Other(), Messages("zh"))
    question = Question("哪些文章提到五维产业园？")
    found = answerer.answer(question, hits_of(PARK, OTHER, FAIR))
    assert found.status == "answered"
    assert found.text == (
        "收录的资料里，下面 2 篇提到“五维产业园”：\n"
        "五维产业园启动[1] 1月16日，五维产业园在汕头启动。[2]\n"
        "博览会开幕[3] 到会的有五维产业园和三家银行。[4]"
    )
    assert [citation.article_id for citation in found.citations] == ["park", "park", "fair", "fair"]
    events = list(answerer.stream(question, hits_of(PARK, OTHER, FAIR)))
    assert [event.text for event in events if event.kind == "sentence"] == found.text.split("\n")
    assert events[-1].answer == found


def test_what_no_article_mentions_and_other_questions_go_to_the_other_answerer() -> None:
    answerer = MentionsAnswerer(Other(), Messages("zh"))
    for question in ("哪些文章提到拉手网？", "五维产业园有多大？"):
        assert answerer.answer(Question(question), hits_of(PARK, OTHER)).text == "另一个"
