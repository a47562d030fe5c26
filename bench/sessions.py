"""Sessions that ask at the same time, over Gradio's own protocol: seconds to each answer, errors, answers that landed in another's conversation.

Each session asks one question after the other, each marked with a word of its own; all sessions begin at once. The server is a
process of its own, `app.py`, on the loopback; the limit on questions a minute is raised for it.

usage: python bench/sessions.py [--sessions 20] [--questions 3] [--index index] [--out bench/results/sessions.json]
"""

import argparse
import asyncio
import json
import os
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from ecqa.evaluation.metrics.lengths import quantile

ROOT = Path(__file__).parents[1]
START = 120.0
"""Seconds that the server may take to answer."""
PATIENCE = 120.0
"""Seconds that an answer may take."""
TOPICS = ("汕头市财政每年拿多少钱支持电商？", "淘宝2013年的战略是什么？", "2012年全国团购总成交额是多少？", "产业园有多少平方米？")


@dataclass
class Outcome:
    """What all sessions met."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    strays: int = 0
    """Answers that showed another session's question, or not their own."""


async def main() -> None:
    """Runs the sessions and writes the figures."""
    options = _options()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}"
    outcome = Outcome()
    async with _server(url, options.index):
        ask, inputs = await _ask_event(url)
        begun = time.perf_counter()
        await asyncio.gather(
            *(_session(url, ask, inputs, number=number, questions=options.questions, outcome=outcome) for number in range(options.sessions))
        )
        total = time.perf_counter() - begun
    figures = {
        "sessions": options.sessions,
        "questions": options.sessions * options.questions,
        "answered": len(outcome.seconds),
        "errors": len(outcome.errors),
        "strays": outcome.strays,
        "p50_seconds": _rounded(quantile(outcome.seconds, 0.5)),
        "p95_seconds": _rounded(quantile(outcome.seconds, 0.95)),
        "questions_a_second": _rounded(len(outcome.seconds) / total),
        "cpus": os.cpu_count(),
        "load_before": round(os.getloadavg()[0], 1),
    }
    options.out.write_text(json.dumps(figures, indent=1) + "\n", "utf-8")
    print(json.dumps(figures, indent=1))
    for error in outcome.errors[:5]:
        print(error, file=sys.stderr)
    if outcome.errors or outcome.strays:
        sys.exit(1)


async def _session(url: str, ask: int, inputs: int, *, number: int, questions: int, outcome: Outcome) -> None:
    session, mark = secrets.token_hex(8), f"s{number}e"
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE) as browser:
        await browser.get("/", headers={"accept": "text/html"})
        for turn in range(questions):
            question = f"{TOPICS[(number + turn) % len(TOPICS)]} {mark}"
            body = {"data": [None] * inputs, "event_data": {"text": question}, "fn_index": ask, "session_hash": session}
            begun = time.perf_counter()
            try:
                joined = await browser.post("/gradio_api/queue/join", json=body)
                joined.raise_for_status()
                shown = await _shown(browser, session, joined.json()["event_id"])
            except (httpx.HTTPError, RuntimeError, KeyError) as problem:
                outcome.errors.append(f"{type(problem).__name__} {problem}")
                continue
            outcome.seconds.append(time.perf_counter() - begun)
            others = any(f"s{other}e" in shown for other in range(1000) if other != number)
            outcome.strays += others or shown.count(mark) < turn + 1


async def _shown(browser: httpx.AsyncClient, session: str, event: str) -> str:
    """Everything that the page was sent for one question."""
    shown = []
    async with browser.stream("GET", "/gradio_api/queue/data", params={"session_hash": session}) as stream:
        async for line in stream.aiter_lines():
            if not line.startswith("data:"):
                continue
            told = json.loads(line.removeprefix("data:"))
            if told.get("event_id") not in (None, event):
                continue
            shown.append(json.dumps(told, ensure_ascii=False))
            if told["msg"] == "process_completed":
                if not told["success"]:
                    raise RuntimeError(shown[-1])
                return "".join(shown)
    raise RuntimeError("the stream ended before the answer")


async def _ask_event(url: str) -> tuple[int, int]:
    """Number and count of inputs of the event by which the page asks."""
    async with httpx.AsyncClient(base_url=url) as browser:
        config = (await browser.get("/config")).json()
    found = next(one for one in config["dependencies"] if any(name == "ask" for _, name in one["targets"]))
    return found["id"], len(found["inputs"])


@asynccontextmanager
async def _server(url: str, index: Path) -> AsyncIterator[None]:
    with tempfile.TemporaryDirectory() as data:
        environment = os.environ | {"ECQA_DATA": data, "ECQA_INDEX": str(index), "ECQA_QUESTIONS_A_MINUTE": "100000"}
        command = [sys.executable, str(ROOT / "app.py"), "--port", url.rsplit(":", 1)[1]]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
        try:
            await _answers(url, process)
            yield
        finally:
            process.terminate()
            process.wait()


async def _answers(url: str, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + START
    while time.monotonic() < until:
        try:
            async with httpx.AsyncClient() as browser:
                await browser.get(f"{url}/config")
            return
        except httpx.TransportError:
            if process.poll() is not None:
                break
            await asyncio.sleep(0.2)
    raise SystemExit("the server does not answer")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=20)
    parser.add_argument("--questions", type=int, default=3)
    parser.add_argument("--index", type=Path, default=ROOT / "index")
    parser.add_argument("--out", type=Path, default=ROOT / "bench" / "results" / "sessions.json")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main())
