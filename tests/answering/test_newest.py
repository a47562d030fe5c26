"""New articles are listed by title and date with their citations; every other question goes on."""

from dataclasses import replace

from ecqa.answering.citations import checked
from ecqa.answering.newest import NewestAnswerer
from ecqa.messages import Messages
from ecqa.schema import Answer, Hit, Question
from tests.answering.cases import article, hits_of

FAIR = article("博览会[2]开幕\n6月1日，博览会开幕。", "fair", date="2013-01-20")
UNTITLED = replace(article("6月1日，年会开幕。", "year", date="2013-01-02"), title="年会")


class Other:
    def answer(self, question: Question, hits: list[Hit]) -> Answer:
        return Answer(question.text, "refused", "另一个")

    def stream(self, question: Question, hits: list[Hit]):
        yield from ()


def test_titles_are_listed_with_dates_and_citations_that_hold() -> None:
    hits = hits_of(FAIR, UNTITLED)
    found = checked(NewestAnswerer(Other(), Messages("zh")).answer(Question("最近有什么新闻？"), hits), hits)
    assert found.text.split("\n")[1:] == ["2013-01-20　博览会【2】开幕[1]", "2013-01-02　年会[2]"]
    assert "2013-01-20" in found.text.split("\n")[0]
    assert "2 篇" in found.text.split("\n")[0]
    assert [(one.article_id, one.quote) for one in found.citations] == [("fair", "博览会[2]开幕"), ("year", "6月1日，年会开幕。")]


def test_the_events_end_in_the_same_answer() -> None:
    answerer, hits = NewestAnswerer(Other(), Messages("zh")), hits_of(FAIR)
    events = list(answerer.stream(Question("最近有什么新闻？"), hits))
    assert events[-1].answer == answerer.answer(Question("最近有什么新闻？"), hits)
    assert [event.kind for event in events].count("sentence") == 2


def test_other_questions_and_those_for_which_nothing_is_new_go_on() -> None:
    answerer = NewestAnswerer(Other(), Messages("zh"))
    assert answerer.answer(Question("博览会哪天开幕"), hits_of(FAIR)).text == "另一个"
    assert answerer.answer(Question("最近有什么新闻"), []).text == "另一个"
