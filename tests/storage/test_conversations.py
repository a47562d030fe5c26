"""Conversations: what comes back is what went in, to the browser that owns it and to no other."""

import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecqa.errors import ServiceError
from ecqa.schema import ChatUse, Filters, Rewriting
from ecqa.storage import open_storage
from tests.storage.cases import ANNA, ANSWERED, BELA, REFUSED


def talk(storage, owner, question, answer=ANSWERED):
    heading = storage.conversations.create(owner)
    number = storage.conversations.begin(owner, heading.id, question)
    storage.conversations.finish(owner, heading.id, number, answer, 12.5)
    return heading.id


def test_a_conversation_comes_back_whole_after_a_restart(url):
    filters = Filters(section="政策法规", since="2013-01-01")
    with open_storage(url) as storage:
        heading = storage.conversations.create(ANNA)
        first = storage.conversations.begin(ANNA, heading.id, "每年 多少钱？\n", filters)
        storage.conversations.finish(ANNA, heading.id, first, ANSWERED, 31.5)
        second = storage.conversations.begin(ANNA, heading.id, "还有呢？")
    with open_storage(url) as storage:
        stored = storage.conversations.read(ANNA, heading.id)
    assert (first, second) == (1, 2)
    assert (stored.heading.title, stored.heading.turns) == ("每年 多少钱？", 2)
    assert stored.heading.created_at == heading.created_at
    assert stored.heading.updated_at > heading.updated_at
    done, waiting = stored.turns
    assert done.answer == ANSWERED
    assert (done.number, done.state, done.question, done.filters, done.text) == (1, "answered", "每年 多少钱？\n", filters, ANSWERED.text)
    assert (waiting.number, waiting.state, waiting.question, waiting.answer) == (2, "open", "还有呢？", None)
    assert abs((datetime.now(UTC) - waiting.asked_at).total_seconds()) < 60


def test_what_a_chat_model_did_comes_back(storage):
    answer = replace(
        ANSWERED, chat=ChatUse("m", "answer-1", 700, 40, 0.002, 1), rewriting=Rewriting("五千万元是多少?", "rewrite-1", 300, 20)
    )
    mine = storage.conversations.create(ANNA).id
    storage.conversations.finish(ANNA, mine, storage.conversations.begin(ANNA, mine, "每年多少钱？", Filters()), answer, 1.0)
    assert storage.conversations.read(ANNA, mine).turns[0].answer == answer


def test_what_belongs_to_another_browser_is_not_there(storage):
    mine = talk(storage, ANNA, "每年多少钱？")
    assert storage.conversations.read(BELA, mine) is None
    assert storage.conversations.all(BELA) == []
    assert storage.conversations.delete(BELA, mine) is False
    for act in (
        lambda: storage.conversations.begin(BELA, mine, "x"),
        lambda: storage.conversations.finish(BELA, mine, 1, REFUSED, 1.0),
        lambda: storage.conversations.give_up(BELA, mine, 1, "stopped"),
        lambda: storage.conversations.cut(BELA, mine, 1),
        lambda: storage.conversations.rename(BELA, mine, "x"),
        lambda: storage.feedback.save(BELA, mine, 1, "down"),
    ):
        with pytest.raises(ServiceError, match="conversation-gone"):
            act()
    stored = storage.conversations.read(ANNA, mine)
    assert (stored.heading.title, len(stored.turns), stored.turns[0].answer) == ("每年多少钱？", 1, ANSWERED)
    assert storage.feedback.of(ANNA, mine) == {}


def test_nobody_owns_nothing(storage):
    with pytest.raises(ValueError, match="without a secret"):
        storage.conversations.create("")


def test_the_secret_of_a_browser_is_not_stored(tmp_path):
    file = tmp_path / "ecqa.sqlite3"
    with open_storage(f"sqlite:///{file}") as storage:
        talk(storage, ANNA, "每年多少钱？")
        storage.gaps.leave(ANNA, "每年多少钱？")
    content = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert "每年多少钱".encode() in content
    assert ANNA.encode() not in content


def test_the_list_is_latest_first_and_searched_in_title_question_and_answer(storage):
    first, second = talk(storage, ANNA, "Taobao 的战略"), talk(storage, ANNA, "房价 100%_x", REFUSED)
    assert [one.id for one in storage.conversations.all(ANNA)] == [second, first]
    storage.conversations.rename(ANNA, first, " 我的\n战略 ")
    assert [one.id for one in storage.conversations.all(ANNA, "taobao")] == [first]
    assert [one.title for one in storage.conversations.all(ANNA, "我的 战略")] == ["我的 战略"]
    assert [one.id for one in storage.conversations.all(ANNA, "没有找到")] == [second]
    assert [one.id for one in storage.conversations.all(ANNA, "0%_")] == [second]
    assert storage.conversations.all(ANNA, "%T") == []


def test_a_deleted_one_is_gone_until_it_is_restored(storage):
    mine = talk(storage, ANNA, "每年多少钱？")
    assert storage.conversations.delete(ANNA, mine) is True
    assert storage.conversations.read(ANNA, mine) is None
    assert storage.conversations.all(ANNA) == []
    assert storage.conversations.delete(ANNA, mine) is False
    with pytest.raises(ServiceError, match="conversation-gone"):
        storage.conversations.begin(ANNA, mine, "x")
    assert storage.conversations.restore(BELA, mine) is False
    assert storage.conversations.restore(ANNA, mine) is True
    assert len(storage.conversations.read(ANNA, mine).turns) == 1


def test_a_cut_turn_never_shares_its_number_with_a_later_one(storage):
    mine = talk(storage, ANNA, "一")
    for question in ("二", "三"):
        storage.conversations.begin(ANNA, mine, question)
    storage.conversations.cut(ANNA, mine, 2)
    assert storage.conversations.begin(ANNA, mine, "四") == 4
    assert [(turn.number, turn.question) for turn in storage.conversations.read(ANNA, mine).turns] == [(1, "一"), (4, "四")]


def test_a_turn_that_was_stopped_or_failed_keeps_what_was_shown(storage):
    mine = storage.conversations.create(ANNA).id
    storage.conversations.give_up(ANNA, mine, storage.conversations.begin(ANNA, mine, "一"), "stopped", text="五千")
    storage.conversations.give_up(ANNA, mine, storage.conversations.begin(ANNA, mine, "二"), "failed", problem="太长")
    assert [(turn.state, turn.text, turn.problem) for turn in storage.conversations.read(ANNA, mine).turns] == [
        ("stopped", "五千", ""),
        ("failed", "", "太长"),
    ]
    with pytest.raises(ServiceError, match="conversation-gone"):
        storage.conversations.give_up(ANNA, mine, 3, "stopped")


@pytest.mark.parametrize(
    "hostile", ["a\x00b", "\ud800半", "'; DROP TABLE turns; --", "<script>alert(1)</script>", "\u202e倒", "\U0001d4b3" * 500]
)
def test_any_text_is_taken_and_only_what_no_database_takes_is_changed(storage, hostile):
    mine = talk(storage, ANNA, hostile, replace(ANSWERED, text=hostile, short_answer=hostile))
    turn = storage.conversations.read(ANNA, mine).turns[0]
    kept = hostile.replace("\x00", "\ufffd").replace("\ud800", "\ufffd")
    assert (turn.question, turn.text) == (kept, kept)
    assert turn.answer.short_answer.replace("\x00", "\ufffd") == kept


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\x00"), max_size=80))
def test_every_text_comes_back_as_it_was(storage, question):
    mine = storage.conversations.create(ANNA).id
    storage.conversations.begin(ANNA, mine, question)
    assert storage.conversations.read(ANNA, mine).turns[0].question == question


def test_many_threads_ask_at_the_same_time_and_every_question_gets_its_own_number(storage):
    mine = storage.conversations.create(ANNA).id
    numbers, problems = [], []

    def ask(name):
        try:
            for count in range(5):
                number = storage.conversations.begin(ANNA, mine, f"{name}-{count}")
                storage.conversations.finish(ANNA, mine, number, ANSWERED, 1.0)
                numbers.append(number)
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=ask, args=(name,)) for name in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(numbers) == list(range(1, 41))
    assert len(storage.conversations.read(ANNA, mine).turns) == 40
