"""The conversation as it grows: what is shown, what is stopped, what the next question is told."""

import pytest

from ecqa.interfaces.web.conversation import EXCHANGES_KEPT, Conversation, Exchange, Place, after, find, history, stop
from ecqa.schema import Answer, AnswerEvent, Citation, Turn


def cite(marker):
    return Citation(marker, "a", "t", None, None, None, None, 0, 1, "甲", "r")


def answered(number):
    return Exchange(number, f"问{number}", answer=Answer(f"问{number}", "answered", f"答{number}[1]", (cite(1),), related=(cite(9),)))


def talk(*exchanges):
    return Conversation("c", exchanges)


def test_history_holds_the_last_three_answered_exchanges():
    conversation = talk(
        answered(1),
        answered(2),
        Exchange(3, "问3", problem="坏了"),
        answered(4),
        Exchange(5, "问5", stopped=True),
        answered(6),
    )
    assert history(conversation) == (
        Turn("user", "问2"),
        Turn("assistant", "答2[1]"),
        Turn("user", "问4"),
        Turn("assistant", "答4[1]"),
        Turn("user", "问6"),
        Turn("assistant", "答6[1]"),
    )
    assert history(talk()) == ()


def test_stop_ends_only_what_is_under_way():
    under_way = Exchange(2, "问2", stage="正在查找…", text="甲[1]", citations=(cite(1),))
    assert stop(talk(answered(1), under_way)) == talk(answered(1), Exchange(2, "问2", text="甲[1]", citations=(cite(1),), stopped=True))
    assert stop(talk(answered(1))) == talk(answered(1))
    assert stop(talk()) == talk()


def test_an_exchange_takes_the_place_of_its_number_and_the_oldest_leave():
    assert talk(answered(1)).with_exchange(Exchange(1, "别的")) == talk(Exchange(1, "别的"))
    long = talk(*(answered(number) for number in range(1, EXCHANGES_KEPT + 1))).with_exchange(answered(99))
    assert [exchange.number for exchange in long.exchanges] == [*range(2, EXCHANGES_KEPT + 1), 99]


def test_before_leaves_out_an_exchange_and_those_after_it():
    assert talk(answered(1), answered(4), answered(5)).before(4) == talk(answered(1))


def test_events_add_to_an_exchange():
    exchange = after(Exchange(1, "问"), AnswerEvent("stage", stage="read", count=3), "正在阅读 3 段资料…")
    assert (exchange.stage, exchange.busy) == ("正在阅读 3 段资料…", True)
    exchange = after(exchange, AnswerEvent("sentence", text="甲[1]", citations=(cite(1),)))
    exchange = after(exchange, AnswerEvent("sentence", text="乙[1][2]", citations=(cite(1), cite(2))))
    assert (exchange.text, [citation.marker for citation in exchange.citations]) == ("甲[1]\n乙[1][2]", [1, 2])
    exchange = after(exchange, AnswerEvent("answer", answer=Answer("问", "answered", "甲[1]")))
    assert (exchange.stage, exchange.busy) == ("", False)


@pytest.mark.parametrize(
    ("place", "markers"),
    [
        (Place(1, "citations", 0), [1]),
        (Place(1, "related", 0), [9]),
        (Place(2, "citations", 0), [3]),
        (Place(2, "related", 0), []),
        (Place(7, "citations", 0), []),
        (Place(-1, "citations", 0), []),
    ],
)
def test_find(place, markers):
    conversation = talk(answered(1), Exchange(2, "问2", text="甲[3]", citations=(cite(3),)))
    assert [citation.marker for citation in find(conversation, place)] == markers
