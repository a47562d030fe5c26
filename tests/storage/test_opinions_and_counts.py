"""Feedback, the editors' list and the counts: what visitors leave, and that all of it can go again."""

import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import update

from ecqa.errors import ServiceError
from ecqa.schema import Answer
from ecqa.storage import tables
from ecqa.storage.feedback import LIMIT
from tests.storage.cases import ANNA, ANSWERED, BELA, CITED, REFUSED

TODAY = datetime.now().astimezone().date().isoformat()


def talk(storage, owner, question, answer=ANSWERED, milliseconds=12.5):
    heading = storage.conversations.create(owner)
    storage.conversations.finish(owner, heading.id, storage.conversations.begin(owner, heading.id, question), answer, milliseconds)
    return heading.id


def shape(gaps):
    return [(gap.origin, gap.question, gap.detail) for gap in gaps]


def test_an_opinion_replaces_the_one_before_and_can_be_taken_back(storage):
    mine = talk(storage, ANNA, "每年多少钱？")
    storage.feedback.save(ANNA, mine, 1, "down", reason="wrong", text="数字不对" + "x" * LIMIT)
    down = storage.feedback.of(ANNA, mine)[1]
    assert (down.thumbs, down.reason, down.question, down.answer) == ("down", "wrong", "每年多少钱？", ANSWERED.text)
    assert down.text == ("数字不对" + "x" * LIMIT)[:LIMIT]
    assert [gap.origin for gap in storage.gaps.all()] == ["down"]
    storage.feedback.save(ANNA, mine, 1, "up")
    assert [(one.thumbs, one.text) for one in storage.feedback.of(ANNA, mine).values()] == [("up", "")]
    assert storage.gaps.all() == []
    storage.feedback.save(ANNA, mine, 1, None)
    assert storage.feedback.of(ANNA, mine) == {}
    assert storage.feedback.of(BELA, mine) == {}
    with pytest.raises(ServiceError, match="conversation-gone"):
        storage.feedback.save(ANNA, mine, 2, "up")


def test_a_refusal_and_a_request_go_on_the_editors_list_once_a_turn(storage):
    mine = talk(storage, ANNA, "房价多少？", REFUSED)
    for _ in range(3):
        storage.gaps.leave(ANNA, "房价多少？", "想知道均价", mine, 1)
    storage.gaps.leave(BELA, "没有对话的问题")
    assert shape(storage.gaps.all()) == [
        ("left", "没有对话的问题", ""),
        ("left", "房价多少？", "想知道均价"),
        ("refused", "房价多少？", "关于房价的内容"),
    ]
    assert {gap.day for gap in storage.gaps.all()} == {TODAY}


def test_nobody_touches_the_list_in_the_name_of_anothers_turn(storage):
    hers = talk(storage, BELA, "房价多少？", REFUSED)
    storage.gaps.leave(BELA, "房价多少？", "", hers, 1)
    storage.gaps.leave(ANNA, "别的", "", hers, 1)
    assert shape(storage.gaps.all()) == [("left", "别的", ""), ("left", "房价多少？", ""), ("refused", "房价多少？", "关于房价的内容")]


def test_the_same_request_many_times_at_once_is_one(storage):
    mine, problems = talk(storage, ANNA, "地铁？"), []

    def leave():
        try:
            storage.gaps.leave(ANNA, "地铁？", "", mine, 1)
            storage.feedback.save(ANNA, mine, 1, "down")
        except Exception as problem:
            problems.append(problem)

    threads = [threading.Thread(target=leave) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    assert sorted(gap.origin for gap in storage.gaps.all()) == ["down", "left"]


def test_what_was_answered_leaves_the_list_and_can_come_back(storage):
    talk(storage, ANNA, "房价多少？", REFUSED)
    storage.gaps.leave(ANNA, "地铁？")
    refused = storage.gaps.all()[1]
    assert storage.gaps.resolve([refused.id], "editor", "已补充") == 1
    assert storage.gaps.resolve([refused.id], "another", "again") == 0
    assert shape(storage.gaps.all()) == [("left", "地铁？", "")]
    done = storage.gaps.all("answered")[0]
    assert (done.id, done.resolved_by, done.note) == (refused.id, "editor", "已补充")
    assert done.resolved_at >= done.noted_at
    assert len(storage.gaps.all(None)) == 2
    assert storage.gaps.reopen([refused.id]) == 1
    assert [(gap.state, gap.resolved_by, gap.resolved_at, gap.note) for gap in storage.gaps.all()] == [("open", None, None, "")] * 2


def test_questions_are_counted_by_day_status_time_and_cited_article(storage):
    other = replace(CITED, marker=2, article_id="2013-01-04", title="别的")
    talk(storage, ANNA, "一", ANSWERED, 10.0)
    talk(storage, BELA, "二", replace(ANSWERED, citations=(CITED, replace(CITED, marker=3), other)), 30.0)
    talk(storage, ANNA, "三", REFUSED, 20.0)
    talk(storage, ANNA, "四", replace(ANSWERED, status="partial", citations=()), 40.0)
    talk(storage, ANNA, "您好", Answer("您好", "answered", "您好。", mode="greeting"), 1.0)
    (day,) = storage.usage.days("2000-01-01", TODAY)
    assert (day.day, day.answered, day.partial, day.refused, day.asked) == (TODAY, 3, 1, 1, 5)
    assert storage.usage.times(TODAY, TODAY) == {TODAY: [1.0, 10.0, 20.0, 30.0, 40.0]}
    assert [(one.article_id, one.title, one.answers) for one in storage.usage.most_cited(TODAY, TODAY)] == [
        ("2013-01-03", "标题", 2),
        ("2013-01-04", "别的", 1),
    ]
    assert storage.usage.days("2000-01-01", "2000-12-31") == []


def everything_of(storage, owner):
    """Rows by table."""
    with storage._database.read() as connection:
        counted = {
            table.name: connection.exec_driver_sql(f"SELECT count(*) FROM {table.name}").scalar()
            for table in tables.metadata.tables.values()
        }
    return {name: count for name, count in counted.items() if count}


def test_a_browser_can_have_all_it_left_erased_and_nobody_elses(storage):
    for owner in (ANNA, BELA):
        mine = talk(storage, owner, "每年多少钱？")
        storage.feedback.save(owner, mine, 1, "down")
    storage.conversations.delete(ANNA, talk(storage, ANNA, "删掉的", REFUSED))
    storage.gaps.leave(ANNA, "没有对话的问题")
    assert storage.erase(ANNA) == 8  # two conversations, one opinion, three gaps, two counted questions
    assert everything_of(storage, BELA) == {"conversations": 1, "turns": 1, "feedback": 1, "gaps": 1, "asked": 1, "asked_articles": 1}
    assert len(storage.conversations.all(BELA)) == 1


def age(storage, table, column, days):
    with storage._database.write() as connection:
        connection.execute(update(table).values({column: datetime.now(UTC) - timedelta(days=days)}))


def test_what_is_older_than_the_retention_goes(storage):
    talk(storage, ANNA, "旧的", REFUSED)
    storage.feedback.save(ANNA, storage.conversations.all(ANNA)[0].id, 1, "up")
    columns = ((tables.conversations, "updated_at"), (tables.feedback, "saved_at"), (tables.gaps, "noted_at"), (tables.asked, "asked_at"))
    for table, column in columns:
        age(storage, table, column, 31)
    talk(storage, ANNA, "新的")
    assert storage.purge(32) == 0
    assert storage.purge(30) == 4
    assert [one.title for one in storage.conversations.all(ANNA)] == ["新的"]
    assert everything_of(storage, ANNA) == {"conversations": 1, "turns": 1, "asked": 1, "asked_articles": 1}


def test_a_deleted_conversation_goes_with_the_first_purge_a_day_later(storage):
    mine = talk(storage, ANNA, "删掉的")
    storage.conversations.delete(ANNA, mine)
    assert storage.purge(180) == 0
    age(storage, tables.conversations, "deleted_at", 1.1)
    assert storage.purge(180) == 1
    assert storage.conversations.restore(ANNA, mine) is False


def test_a_program_s_question_is_counted_and_its_refusal_noted_without_a_conversation(storage):
    storage.usage.count(ANNA, "每年多少钱？", ANSWERED, 12.5)
    storage.usage.count(ANNA, "房价多少？", REFUSED, 20.0)
    assert [(day.answered, day.refused) for day in storage.usage.days(TODAY, TODAY)] == [(1, 1)]
    assert shape(storage.gaps.all()) == [("refused", "房价多少？", "关于房价的内容")]
    assert storage.erase(ANNA) == 3
