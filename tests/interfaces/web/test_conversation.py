"""The conversation as it grows: what is kept, what is stopped, what the next question is told."""

import pytest

from ecqa.interfaces.web.conversation import Exchange, Place, find, history, stop
from ecqa.schema import Answer, Citation, Turn


def cite(marker):
    return Citation(marker, "a", "t", None, None, None, None, 0, 1, "甲", "r")


def answered(number):
    return Exchange(number, f"问{number}", answer=Answer(f"问{number}", "answered", f"答{number}[1]", (cite(1),), related=(cite(9),)))


def test_history_holds_the_last_three_answered_exchanges():
    conversation = (
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
    assert history(()) == ()


def test_stop_ends_only_what_is_under_way():
    under_way = Exchange(2, "问2", stage="正在查找…", text="甲[1]", citations=(cite(1),))
    assert stop((answered(1), under_way)) == (answered(1), Exchange(2, "问2", text="甲[1]", citations=(cite(1),), stopped=True))
    assert stop((answered(1),)) == (answered(1),)
    assert stop(()) == ()


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
    conversation = (answered(1), Exchange(2, "问2", text="甲[3]", citations=(cite(3),)))
    assert [citation.marker for citation in find(conversation, place)] == markers
