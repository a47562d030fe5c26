"""The wording of a clause is quoted when it is all that is asked for; anything else goes to the other answerer."""

import pytest

from ecqa.answering.clause import ClauseAnswerer
from ecqa.passages import cut
from ecqa.schema import Answer, Article, Hit, Question

TEXT = "榕东市网络零售条例\n第一条 为了发展，制定本条例。\n第二条 本条例适用于本市：\n（一）网店；\n（二）平台。\n第三条 资金每年三千万元。"
ARTICLE = Article("r", "榕东市网络零售条例", TEXT, "0" * 12, "r.txt", 0, kind="regulation")


class Other:
    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        return Answer(question.text, "refused", "另一个")

    def stream(self, question: Question, hits: list[Hit]):
        yield from ()


def answer(question: str, label: str) -> Answer:
    hits = [Hit(passage, ARTICLE, 1.0, rank) for rank, passage in enumerate(sorted(cut(ARTICLE), key=lambda p: label not in p.heading), 1)]
    answerer = ClauseAnswerer(Other())
    found = answerer.answer(Question(question), hits)
    events = list(answerer.stream(Question(question), hits))
    assert not events or (events[-1].answer == found and "".join(e.text for e in events) == found.text.replace("\n", ""))
    return found


@pytest.mark.parametrize(
    "question", ["第二条", "第2条规定了什么？", "《榕东市网络零售条例》第二条的内容是什么", "网络零售条例第二条说了些什么呢？"]
)
def test_a_clause_is_quoted_whole(question: str) -> None:
    found = answer(question, "第二条")
    assert found.text == "第二条 本条例适用于本市：[1]\n（一）网店；[2]\n（二）平台。[3]"
    assert all(ARTICLE.text[c.start : c.end] == c.quote for c in found.citations)


@pytest.mark.parametrize("question", ["第三条的资金是多少？", "违反第二条怎么罚？", "资金有多少？", "第九条规定了什么？"])
def test_other_questions_are_not_taken(question: str) -> None:
    assert answer(question, "第三条").text == "另一个"
