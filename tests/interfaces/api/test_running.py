"""Answers under way: so many at a time in order, ended when nobody listens, finished or ended when the server stops."""

import asyncio
import threading
import time

import pytest

from ecqa.errors import QuestionError, ServiceError
from ecqa.interfaces.api.running import Running
from ecqa.schema import Answer, AnswerEvent


def told(text):
    return AnswerEvent("sentence", text=text)


def steps(name, gate, seen):
    """An answer of three events; the first waits until the gate opens."""

    def events():
        seen.append(name)
        gate.wait(10)
        for number in range(3):
            yield told(f"{name}{number}")

    return events


async def texts(events):
    return [event.text async for event in events if event is not None]


def test_a_few_are_worked_on_at_a_time_in_the_order_in_which_they_came():
    async def run():
        gate, seen = threading.Event(), []
        running = Running(at_a_time=2)
        tasks = []
        for number in range(6):
            tasks.append(asyncio.create_task(texts(running.events(steps(f"q{number}-", gate, seen)))))
            await asyncio.sleep(0.02)
        assert (sorted(seen), running.count) == (["q0-", "q1-"], 6)
        gate.set()
        results = await asyncio.gather(*tasks)
        assert results == [[f"q{number}-{step}" for step in range(3)] for number in range(6)]
        assert sorted(seen) == [f"q{number}-" for number in range(6)]
        assert running.count == 0
        running.close()

    asyncio.run(run())


def test_one_too_many_is_told_to_come_back():
    async def run():
        gate, seen = threading.Event(), []
        running = Running(at_a_time=1, taken=2)
        tasks = [asyncio.create_task(texts(running.events(steps("x", gate, seen)))) for _ in range(2)]
        await asyncio.sleep(0.05)
        with pytest.raises(ServiceError, match="busy"):
            await texts(running.events(steps("x", gate, seen)))
        gate.set()
        await asyncio.gather(*tasks)
        assert len(seen) == 2
        running.close()

    asyncio.run(run())


def test_nobody_listening_ends_an_answer_and_one_that_waits_is_not_begun():
    async def run():
        gate, seen, made = threading.Event(), [], []
        running = Running(at_a_time=1)

        def endless():
            gate.wait(10)
            while len(made) < 1_000_000:
                made.append(1)
                yield told("x")

        first = asyncio.create_task(texts(running.events(endless)))
        await asyncio.sleep(0.05)
        second = asyncio.create_task(texts(running.events(steps("second", gate, seen))))
        await asyncio.sleep(0.05)
        for task in (first, second):
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)
        gate.set()
        assert await texts(running.events(lambda: iter([told("third")]))) == ["third"]
        assert (seen, running.count, len(made) < 1000) == ([], 0, True)
        running.close()

    asyncio.run(run())


def test_silence_is_a_sign_of_life_and_a_problem_comes_to_the_one_who_asked():
    async def run():
        running = Running(sign_of_life=0.05)

        def slow():
            time.sleep(0.2)
            yield told("late")

        heard = [event async for event in running.events(slow)]
        assert heard[0] is None
        assert [event.text for event in heard if event] == ["late"]

        def wrong():
            yield told("begun")
            raise QuestionError("question-empty")

        with pytest.raises(QuestionError, match="question-empty"):
            await texts(running.events(wrong))
        running.close()

    asyncio.run(run())


def test_a_stopping_server_finishes_what_is_under_way_and_takes_nothing_new():
    async def run():
        gate, seen = threading.Event(), []
        running = Running(at_a_time=1)
        tasks = [asyncio.create_task(texts(running.events(steps(f"q{n}-", gate, seen)))) for n in range(3)]
        await asyncio.sleep(0.05)
        stopping = asyncio.create_task(running.finish(10))
        await asyncio.sleep(0.05)
        assert running.stopping is True
        with pytest.raises(ServiceError, match="stopping"):
            await texts(running.events(steps("new", gate, seen)))
        gate.set()
        await stopping
        assert [await task for task in tasks] == [[f"q{n}-{step}" for step in range(3)] for n in range(3)]
        running.close()

    asyncio.run(run())


def test_what_takes_too_long_is_ended_with_a_word():
    async def run():
        gate = threading.Event()
        running = Running(at_a_time=1)
        task = asyncio.create_task(texts(running.events(steps("slow", gate, []))))
        await asyncio.sleep(0.05)
        begun = time.monotonic()
        await running.finish(0.2)
        with pytest.raises(ServiceError, match="stopping"):
            await task
        assert 0.15 < time.monotonic() - begun < 5
        gate.set()
        running.close()

    asyncio.run(run())


def test_an_answer_is_no_event_short():
    async def run():
        running = Running()
        whole = AnswerEvent("answer", answer=Answer("q", "answered", "甲"))
        heard = [event async for event in running.events(lambda: iter([told("甲"), whole]))]
        assert heard == [told("甲"), whole]
        running.close()

    asyncio.run(run())


def test_a_slow_answer_stalls_neither_the_others_nor_a_search():
    async def run():
        gate, seen = threading.Event(), []
        running = Running(at_a_time=2)
        slow = asyncio.create_task(texts(running.events(steps("slow", gate, seen))))
        await asyncio.sleep(0.05)
        for number in range(8):
            assert await texts(running.events(lambda number=number: iter([told(str(number))]))) == [str(number)]
            assert await running.once(lambda number=number: number) == number
        assert not slow.done()
        gate.set()
        assert await slow == ["slow0", "slow1", "slow2"]
        running.close()

    asyncio.run(run())


def test_searches_too_many_are_told_to_come_back_and_a_stopping_server_takes_none():
    async def run():
        gate, found = threading.Event(), []
        running = Running(at_a_time=1, taken=3)
        tasks = [asyncio.create_task(running.once(lambda: gate.wait(10))) for _ in range(3)]
        await asyncio.sleep(0.05)
        with pytest.raises(ServiceError, match="busy"):
            await running.once(lambda: found.append(1))
        gate.set()
        assert await asyncio.gather(*tasks) == [True] * 3
        assert await running.once(lambda: "free") == "free"
        await running.finish(0)
        with pytest.raises(ServiceError, match="stopping"):
            await running.once(lambda: found.append(1))
        assert found == []
        running.close()

    asyncio.run(run())
