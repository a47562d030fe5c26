"""Three processes behind one address, over one index and one PostgreSQL: one is killed under load, and nobody who asks notices."""

import asyncio
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from ecqa.storage import open_storage
from tests.interfaces.site import FUND, PARK
from tests.storage.conftest import empty_postgres, postgres  # noqa: F401 - fixtures

ROOT = Path(__file__).parents[2]
PROCESSES = 3
QUESTIONS = 36
AT_ONCE = 9
START_SECONDS = 180
SAYS = {FUND: "5000万元", PARK: "1月16日"}

pytestmark = [pytest.mark.slow, pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not there")]


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    for probe in probes:
        probe.bind(("127.0.0.1", 0))
    ports = [probe.getsockname()[1] for probe in probes]
    for probe in probes:
        probe.close()
    return ports


def ready(port: int) -> bool:
    try:
        return httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


@pytest.fixture
def database(request: pytest.FixtureRequest) -> str:
    """An empty database of our own PostgreSQL."""
    return str(request.getfixturevalue("empty_postgres"))


@pytest.fixture
def processes(small: Path, tmp_path: Path, database: str) -> Iterator[dict[int, subprocess.Popen[bytes]]]:
    """The processes, by port; each is ready. They share the index folder and the database and nothing else."""
    limits = {"ECQA_API_REQUESTS_A_MINUTE": "100000", "OMP_NUM_THREADS": "1"}
    program = Path(sys.executable).with_name("ecqa")
    started = {
        port: subprocess.Popen(
            [program, "serve", "--port", str(port)],
            cwd=small,
            env={**os.environ, **limits, "ECQA_DATA": str(tmp_path / str(port)), "ECQA_DATABASE_URL": database},
            stdout=subprocess.DEVNULL,
        )
        for port in free_ports(PROCESSES)
    }
    try:
        end = time.monotonic() + START_SECONDS
        while not all(map(ready, started)):
            assert time.monotonic() < end, "a process did not start"
            time.sleep(0.3)
        yield started
    finally:
        for process in started.values():
            process.kill()
            process.wait()


@pytest.fixture
def address(processes: dict[int, subprocess.Popen[bytes]], tmp_path: Path) -> Iterator[str]:
    """nginx before them, with the proxy of deploy/; programs keep no state in a process, so that each request may go to another."""
    site = (ROOT / "deploy" / "nginx-compose.conf").read_text("utf-8").replace("ip_hash;", "")
    site = re.sub(r"server ecqa:7860 (.+)", "\n".join(rf"server 127.0.0.1:{port} \1" for port in processes), site)
    (port,) = free_ports(1)
    site = site.replace("listen 80;", f"listen 127.0.0.1:{port};")
    folders = "".join(f"{name}_temp_path {tmp_path}/{name};\n" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    conf = f"daemon off;\npid {tmp_path}/pid;\nevents {{}}\nhttp {{\naccess_log off;\n{folders}{site}\n}}\n"
    (tmp_path / "nginx.conf").write_text(conf, "utf-8")
    words = ["nginx", "-p", str(tmp_path), "-e", str(tmp_path / "errors"), "-c", str(tmp_path / "nginx.conf")]
    proxy = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        while not ready(port):
            assert proxy.poll() is None, (tmp_path / "errors").read_text("utf-8")
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        proxy.terminate()
        proxy.wait()


def counted(database: str) -> int:
    with open_storage(database) as storage:
        return sum(day.asked for day in storage.usage.days("2000-01-01", "2999-12-31"))


def test_one_of_three_is_killed_under_load_and_every_question_is_answered(
    address: str, processes: dict[int, subprocess.Popen[bytes]], database: str
):
    told: list[tuple[str, httpx.Response]] = []
    with open_storage(database) as storage:
        key = storage.keys.add("all", ("ask",))

    async def ask(client: httpx.AsyncClient, number: int, at_once: asyncio.Semaphore) -> None:
        question = (FUND, PARK)[number % 2]
        async with at_once:
            told.append((question, await client.post("/api/ask", json={"question": question})))

    async def run() -> None:
        headers = {"authorization": f"Bearer {key}"}
        async with httpx.AsyncClient(base_url=address, headers=headers, timeout=120, trust_env=False) as client:
            at_once = asyncio.Semaphore(AT_ONCE)
            tasks = [asyncio.create_task(ask(client, number, at_once)) for number in range(QUESTIONS)]
            while len(told) < QUESTIONS // 4:
                await asyncio.sleep(0.01)
            next(iter(processes.values())).kill()
            await asyncio.gather(*tasks)

    asyncio.run(run())
    assert [reply.status_code for _, reply in told] == [200] * QUESTIONS
    assert all(SAYS[question] in reply.json()["text"] for question, reply in told)
    assert counted(database) >= QUESTIONS, "what was told was counted first"
    assert sorted(process.poll() is None for process in processes.values()) == [False, True, True]
    assert [ready(port) for port, process in processes.items() if process.poll() is None] == [True, True]
