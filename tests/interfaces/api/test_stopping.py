"""A real server under load is told to stop, and is killed: answers under way are finished, and nothing that was told is lost."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import pytest

from ecqa.storage import open_storage
from tests.interfaces.site import FUND, PARK

AT_ONCE = 20
START_SECONDS = 120
EVENTS = {"accept": "text/event-stream"}
SAYS = {FUND: "5000万元", PARK: "1月16日"}
"""What the answer to a question holds and no other's does."""


@pytest.fixture
def start(small, tmp_path):
    """Starts `ecqa serve` over the small corpus, each time with the same database; gives the process and its address."""
    started = []

    def begin():
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = {**os.environ, "ECQA_DATA": str(tmp_path / "data"), "ECQA_API_REQUESTS_A_MINUTE": "100000"}
        words = [Path(sys.executable).with_name("ecqa"), "serve", "--port", str(port)]
        process = subprocess.Popen(words, cwd=small, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        started.append(process)
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and process.poll() is None:
            try:
                if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200:
                    return process, f"http://127.0.0.1:{port}"
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(f"the server did not start: {process.communicate(timeout=5)[1] if process.poll() is not None else ''}")

    yield begin
    for process in started:
        process.kill()
        process.wait()


async def stream(client, question):
    """The last event of a streamed answer as (name, record); None where the stream broke off."""
    try:
        async with client.stream("POST", "/api/ask", json={"question": question}, headers=EVENTS) as reply:
            if reply.status_code != 200:
                return str(reply.status_code), json.loads(await reply.aread())
            last = None
            async for line in reply.aiter_lines():
                if line.startswith("event: "):
                    last = (line.removeprefix("event: "), None)
                elif line.startswith("data: "):
                    last = (last[0], json.loads(line.removeprefix("data: ")))
            return last
    except httpx.TransportError:
        return None


def load(url, stop, enough):
    """Many streams at once; when enough have ended, `stop` is called. What came of each, with its question."""

    async def run():
        questions = [(FUND, PARK)[number % 2] for number in range(AT_ONCE)]
        limits = httpx.Limits(max_connections=AT_ONCE + 1)
        async with httpx.AsyncClient(base_url=url, timeout=120, limits=limits, trust_env=False) as client:
            tasks = [asyncio.create_task(stream(client, question)) for question in questions]
            while sum(task.done() for task in tasks) < enough:
                await asyncio.sleep(0.01)
            stop()
            return list(zip(questions, await asyncio.gather(*tasks), strict=True))

    return asyncio.run(run())


def counted(folder):
    with open_storage(folder / "data" / "ecqa.sqlite3") as storage:
        return sum(day.asked for day in storage.usage.days("2000-01-01", "2999-12-31"))


def test_a_stopping_server_sends_new_questions_elsewhere(open_site):
    with open_site() as site, site.client() as client:
        assert client.get("/readyz").status_code == 200
        asyncio.run(site.service.finish(0))
        replies = [
            client.get("/readyz"),
            client.post("/api/ask", json={"question": PARK}),
            client.post("/api/ask", json={"question": PARK}, headers=EVENTS),
        ]
        assert [(reply.status_code, reply.json()["code"]) for reply in replies] == [(503, "stopping")] * 3
        assert replies[0].headers["retry-after"] == "5"
        assert client.get("/healthz").status_code == 200


@pytest.mark.slow
def test_told_to_stop_it_finishes_and_killed_it_loses_nothing(start, tmp_path):
    process, url = start()
    ended = load(url, lambda: process.send_signal(signal.SIGTERM), enough=2)
    assert [name for _, (name, _) in ended] == ["answer"] * AT_ONCE
    for question, (_, record) in ended:
        assert record["question"] == question
        assert SAYS[question] in record["text"]
    assert process.wait(30) in (0, -signal.SIGTERM)
    assert process.stderr.read() == ""
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{url}/healthz", trust_env=False)
    assert counted(tmp_path) == AT_ONCE

    process, url = start()
    ended = load(url, process.kill, enough=5)
    process.wait(30)
    told = [question for question, last in ended if last is not None and last[0] == "answer"]
    assert 5 <= len(told) < AT_ONCE
    assert counted(tmp_path) - AT_ONCE >= len(told)
