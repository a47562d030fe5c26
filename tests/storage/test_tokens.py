"""Tokens of a chat model are counted by day, over all processes, and never beyond the limit."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import update

from ecqa.storage import tables


def test_no_more_are_taken_than_the_day_has(storage):
    assert (storage.tokens.used(), storage.tokens.take(600, 1000), storage.tokens.used()) == (0, True, 600)
    assert (storage.tokens.take(401, 1000), storage.tokens.used()) == (False, 600)
    assert (storage.tokens.take(400, 1000), storage.tokens.used()) == (True, 1000)


def test_what_was_not_used_can_be_taken_again_and_what_was_used_beyond_counts(storage):
    storage.tokens.take(500, 1000)
    storage.tokens.give_back(300)
    assert storage.tokens.used() == 200
    storage.tokens.give_back(-50)
    assert storage.tokens.used() == 250
    storage.tokens.give_back(9_000)
    assert storage.tokens.used() == 0


def test_each_day_begins_anew(storage):
    storage.tokens.take(1000, 1000)
    with storage._database.write() as connection:
        connection.execute(update(tables.chat_tokens).values(day="2026-01-01"))
    assert (storage.tokens.used(), storage.tokens.take(1000, 1000)) == (0, True)


def test_many_at_the_same_time_take_no_more_than_there_are(storage):
    with ThreadPoolExecutor(8) as threads:
        taken = list(threads.map(lambda _: storage.tokens.take(100, 1000), range(30)))
    assert (sum(taken), storage.tokens.used()) == (10, 1000)
