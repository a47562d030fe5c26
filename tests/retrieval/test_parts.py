"""The hits of a question for two things: those of the whole and of each part in turn."""

from dataclasses import replace

from ecqa.retrieval import PartsRetriever
from ecqa.schema import Article, Hit, Passage, Question

ARTICLE = Article("a", "题", "题", "0" * 12, "a.txt", 0)
FOUND = {"甲乙": "123", "甲": "345", "乙": "516"}


class Listed:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        self.asked.append(question.query)
        passages = [Passage(f"a:{n}", "a", 0, 1, "题", "", ()) for n in FOUND[question.query]]
        return [Hit(passage, ARTICLE, 9.0 - rank, rank) for rank, passage in enumerate(passages[:k], 1)]


def test_hits_of_the_whole_and_of_each_part_come_in_turn_and_none_twice() -> None:
    whole = Question("甲乙", query="甲乙")
    asked = replace(whole, parts=(replace(whole, query="甲"), replace(whole, query="乙")))
    hits = PartsRetriever(Listed()).retrieve(asked, 5)
    assert [hit.passage.id for hit in hits] == ["a:1", "a:3", "a:5", "a:2", "a:4"]
    assert [hit.rank for hit in hits] == [1, 2, 3, 4, 5]


def test_a_question_for_one_thing_is_looked_for_once() -> None:
    inner = Listed()
    assert [hit.passage.id for hit in PartsRetriever(inner).retrieve(Question("甲", query="甲"), 2)] == ["a:3", "a:4"]
    assert inner.asked == ["甲"]
