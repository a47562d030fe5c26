"""Keys of programs: a secret opens what it was made for, until it is revoked or expires, and cannot be read from the database."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from ecqa.errors import ServiceError
from ecqa.storage import tables
from ecqa.storage.columns import local_day, now


def test_a_secret_opens_its_key_from_then_on_and_is_noted_as_used(storage):
    assert (storage.keys.used(), storage.keys.all()) == (False, [])
    secret = storage.keys.add("商会网站")
    assert secret.startswith("ecqa_")
    assert len(secret) == 5 + 43
    assert storage.keys.used() is True
    assert storage.keys.all()[0].used_on is None
    key = storage.keys.find(secret)
    assert (key.name, key.scopes, key.beginning, key.expires_at) == ("商会网站", ("ask", "search"), secret[:9], None)
    assert storage.keys.all()[0].used_on == local_day(now())
    for other in ("", "ecqa_", secret[:-1], secret + "x", secret.upper(), "\ud800\x00"):
        assert storage.keys.find(other) is None


def test_no_secret_is_stored(storage):
    secret = storage.keys.add("shop")
    with storage._database.read() as connection:
        assert secret[9:] not in str(connection.execute(select(tables.api_keys)).all())


def test_a_revoked_key_opens_nothing_and_its_name_is_free_again(storage):
    first, other = storage.keys.add("shop", ("metrics", "ask")), storage.keys.add("other", ("search",))
    with pytest.raises(ServiceError) as caught:
        storage.keys.add("shop")
    assert (caught.value.key, caught.value.values) == ("key-taken", {"name": "shop"})
    assert [storage.keys.revoke(name) for name in ("shop", "shop", "nobody")] == [True, False, False]
    assert storage.keys.find(first) is None
    assert storage.keys.find(other).scopes == ("search",)
    assert [(key.name, key.revoked_at is None) for key in storage.keys.all()] == [("other", True), ("shop", False)]
    second = storage.keys.add("shop")
    assert storage.keys.find(first) is None
    assert storage.keys.find(second).name == "shop"


def test_the_last_key_revoked_does_not_open_the_service_again(storage):
    storage.keys.add("shop")
    storage.keys.revoke("shop")
    assert storage.keys.used() is True


def test_a_key_expires(storage):
    secret = storage.keys.add("guest", ("ask",), days=30)
    key = storage.keys.find(secret)
    assert key.expires_at - key.created_at == timedelta(days=30)
    with storage._database.write() as connection:
        connection.execute(update(tables.api_keys).values(expires_at=now()))
    assert storage.keys.find(secret) is None
    assert storage.keys.all()[0].open_at(now()) is False


@pytest.mark.parametrize(
    ("name", "scopes", "problem"),
    [
        ("", ("ask",), "user-name"),
        ("a\tb", ("ask",), "user-name"),
        ("x" * 101, ("ask",), "user-name"),
        ("x", ("all",), "key-scopes"),
        ("x", (), "key-scopes"),
    ],
)
def test_a_name_or_scope_that_cannot_be_used_is_refused(storage, name, scopes, problem):
    with pytest.raises(ServiceError) as caught:
        storage.keys.add(name, scopes)
    assert caught.value.key == problem
    assert storage.keys.used() is False
