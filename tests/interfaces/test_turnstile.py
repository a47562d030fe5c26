"""A few at a time, in the order they came, each told how many go first."""

import asyncio
import threading
import time

import pytest

from ecqa.errors import ServiceError
from ecqa.interfaces.turnstile import Turnstile


def test_who_finds_a_free_place_waits_for_nobody():
    turnstile = Turnstile(2)
    with turnstile.ticket() as first, turnstile.ticket() as second:
        assert list(first.wait()) == []
        assert list(second.wait()) == []


def test_the_line_moves_in_order_and_says_how_many_are_before_one():
    turnstile = Turnstile(1)
    with turnstile.ticket() as third_waits, turnstile.ticket() as fourth_waits:
        places = turnstile.ticket()
        assert list(third_waits.wait()) == []
        ahead_of_fourth = fourth_waits.wait()
        assert next(ahead_of_fourth) == 1
        with places as fifth_waits:
            assert next(fifth_waits.wait()) == 2
    with turnstile.ticket() as again:
        assert list(again.wait()) == []


def test_one_who_leaves_the_line_frees_it():
    turnstile = Turnstile(1)
    with turnstile.ticket() as holder:
        list(holder.wait())
        with turnstile.ticket() as impatient:
            next(impatient.wait())
            with turnstile.ticket() as last:
                waits = last.wait()
                assert next(waits) == 2
        with turnstile.ticket() as last:
            assert next(last.wait()) == 1
    with turnstile.ticket() as free:
        assert list(free.wait()) == []


def test_never_more_than_the_places_are_through_and_all_get_through():
    turnstile, through, most, done = Turnstile(3), [], [], []

    def visit(name):
        with turnstile.ticket() as ticket:
            for ahead in ticket.wait():
                assert ahead >= 1
            through.append(name)
            most.append(len(through))
            time.sleep(0.01)
            through.remove(name)
            done.append(name)

    threads = [threading.Thread(target=visit, args=(name,)) for name in range(24)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(done) == list(range(24))
    assert max(most) <= 3


def test_a_stopping_server_admits_nobody_and_waits_for_who_is_in():
    turnstile, left = Turnstile(1), []

    def visit():
        with turnstile.ticket() as ticket:
            list(ticket.wait())
            entered.wait()
            time.sleep(0.2)
            left.append("one")

    entered = threading.Barrier(2)
    turnstile.admit()
    thread = threading.Thread(target=visit)
    thread.start()
    entered.wait()
    assert turnstile.inside == 1
    asyncio.run(turnstile.finish(0))
    assert left == []
    with pytest.raises(ServiceError) as problem:
        turnstile.admit()
    assert problem.value.key == "stopping"
    asyncio.run(turnstile.finish(10))
    assert left == ["one"]
    assert turnstile.inside == 0
    thread.join()
