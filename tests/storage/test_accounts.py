"""Logging in: the right password, the wrong one, too many wrong ones."""

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ecqa.errors import ServiceError
from ecqa.storage import tables
from ecqa.storage.accounts import CHECKED_AT_ONCE, FAILURES, LOCKED, SESSION
from ecqa.storage.columns import now

RIGHT, WRONG = "correct horse battery", "wrong horse battery"


def test_the_right_password_opens_a_session_that_can_be_closed(storage):
    assert storage.accounts.names() == []
    assert storage.accounts.save("王编辑", RIGHT) is True
    token = storage.accounts.log_in("王编辑", RIGHT)
    session = storage.accounts.session(token)
    assert session.name == "王编辑"
    assert len(session.csrf) >= 32
    assert storage.accounts.session(token + "x") is None
    storage.accounts.log_out(token)
    assert storage.accounts.session(token) is None
    assert storage.accounts.names() == ["王编辑"]


@pytest.mark.parametrize(("name", "password"), [("editor", WRONG), ("editor", ""), ("nobody", RIGHT), ("", RIGHT), ("a\x00b", RIGHT)])
def test_a_wrong_name_or_password_opens_nothing(storage, name, password):
    storage.accounts.save("editor", RIGHT)
    assert storage.accounts.log_in(name, password) is None


def test_neither_password_nor_token_is_stored(storage):
    storage.accounts.save("editor", RIGHT)
    token = storage.accounts.log_in("editor", RIGHT)
    with storage._database.read() as connection:
        stored = str(connection.execute(select(tables.users)).all()) + str(connection.execute(select(tables.sessions)).all())
    assert "$argon2id$" in stored
    assert RIGHT not in stored
    assert token not in stored


def test_repeated_failure_locks_the_name_for_a_while(storage):
    storage.accounts.save("editor", RIGHT)
    storage.accounts.save("other", RIGHT)
    for _ in range(FAILURES):
        assert storage.accounts.log_in("editor", WRONG) is None
    with pytest.raises(ServiceError) as caught:
        storage.accounts.log_in("editor", RIGHT)
    assert (caught.value.key, caught.value.values) == ("login-locked", {"minutes": 15})
    assert storage.accounts.log_in("other", RIGHT) is not None
    with storage._database.write() as connection:
        connection.execute(update(tables.login_failures).values(failed_at=now() - LOCKED))
    assert storage.accounts.log_in("editor", RIGHT) is not None


def test_a_success_forgets_the_failures_before(storage):
    storage.accounts.save("editor", RIGHT)
    for _ in range(3):
        for _ in range(FAILURES - 1):
            assert storage.accounts.log_in("editor", WRONG) is None
        assert storage.accounts.log_in("editor", RIGHT) is not None


def test_many_attempts_at_the_same_moment_are_no_way_round_the_lock(storage):
    storage.accounts.save("editor", RIGHT)
    results = []

    def attempt():
        try:
            results.append(storage.accounts.log_in("editor", WRONG))
        except ServiceError as problem:
            results.append(problem.key)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (results.count(None), results.count("login-locked")) == (FAILURES, 12 - FAILURES)


def test_a_new_password_ends_sessions_and_the_old_one(storage):
    storage.accounts.save("editor", RIGHT)
    token = storage.accounts.log_in("editor", RIGHT)
    assert storage.accounts.save("editor", WRONG) is False
    assert storage.accounts.session(token) is None
    assert storage.accounts.log_in("editor", RIGHT) is None
    assert storage.accounts.log_in("editor", WRONG) is not None


def test_a_session_ends_by_itself_and_with_its_user(storage):
    storage.accounts.save("editor", RIGHT)
    token = storage.accounts.log_in("editor", RIGHT)
    with storage._database.write() as connection:
        connection.execute(update(tables.sessions).values(expires_at=now() - timedelta(seconds=1)))
    assert storage.accounts.session(token) is None
    with storage._database.write() as connection:
        connection.execute(update(tables.sessions).values(expires_at=now() + SESSION))
    assert storage.accounts.session(token) is not None
    assert storage.accounts.remove("editor") is True
    assert storage.accounts.session(token) is None
    assert storage.accounts.remove("editor") is False


@pytest.mark.parametrize(
    ("name", "password", "key"),
    [
        ("", RIGHT, "user-name"),
        (" x", RIGHT, "user-name"),
        ("a\nb", RIGHT, "user-name"),
        ("x" * 101, RIGHT, "user-name"),
        ("editor", "short", "user-password"),
        ("editor", "x" * 1001, "user-password"),
    ],
)
def test_a_name_or_password_that_cannot_be_used_is_refused(storage, name, password, key):
    with pytest.raises(ServiceError) as caught:
        storage.accounts.save(name, password)
    assert caught.value.key == key
    assert storage.accounts.names() == []


class Watched:
    """A hasher that takes its time and counts how many ask it at once."""

    def __init__(self):
        self.now, self.most = 0, 0

    def verify(self, hashed, password):
        self.now += 1
        self.most = max(self.most, self.now)
        time.sleep(0.02)
        self.now -= 1
        return False


def test_only_a_few_passwords_are_checked_at_the_same_time(storage):
    storage.accounts._hasher = watched = Watched()
    threads = [threading.Thread(target=storage.accounts.log_in, args=(f"name-{number}", WRONG)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert watched.most <= CHECKED_AT_ONCE
