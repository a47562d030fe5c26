"""Opens a hundred streams at once against a server of its own and writes bench/results/load.json: lost, crossed, seconds, megabytes.

The questions are gold questions; a stream is crossed when its answer is to another question, and lost when it has no last event. Some
rounds follow each other on one server, so that memory that only grows would show.

usage: python bench/load.py [--gold eval/gold/dev.jsonl] [--index index] [--streams 100] [--rounds 4] [--out bench/results/load.json]
"""

import argparse
import asyncio
import json
import os
import platform
import re
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import httpx

from ecqa.evaluation.gold import load_gold
from ecqa.evaluation.metrics.lengths import quantile

START_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Told:
    """What came of one question."""

    status: int
    """Of HTTP; 0 where the line broke."""
    first_s: float = 0.0
    """To the first sentence or refusal."""
    whole_s: float = 0.0
    question: str | None = None
    """That the answer names; None where there was no whole answer."""


@dataclass(frozen=True, slots=True)
class Round:
    """What became of the streams of one round."""

    streams: int
    lost: int
    crossed: int
    first_word_p50_s: float
    first_word_p95_s: float
    whole_p50_s: float
    whole_p95_s: float
    resident_mb: int
    """Of the server, afterwards."""


def main() -> int:
    """Measures, prints and writes; 1 where a stream was lost or crossed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--streams", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--out", type=Path, default=Path("bench/results/load.json"))
    args = parser.parse_args()
    questions = [item.question for item in load_gold(args.gold)]
    rounds = []
    with tempfile.TemporaryDirectory() as data:
        server, url = start(args.index, data)
        try:
            for number in range(args.rounds):
                chosen = [questions[(number * args.streams + place) % len(questions)] for place in range(args.streams)]
                rounds.append(asyncio.run(one_round(url, chosen, server.pid)))
                print(rounds[-1])
        finally:
            server.terminate()
            server.wait(60)
    figures = {"machine": {"processor": platform.machine(), "cores": os.cpu_count()}, "rounds": [asdict(one) for one in rounds]}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 1 if any(one.lost or one.crossed for one in rounds) else 0


def start(index: Path, data: str) -> tuple["subprocess.Popen[bytes]", str]:
    """A server of its own on a free port, as soon as it can answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "ECQA_DATA": data, "ECQA_API_REQUESTS_A_MINUTE": "1000000", "ECQA_QUESTIONS_A_MINUTE": "1000000"}
    words = [str(Path(sys.executable).with_name("ecqa")), "serve", "--index", str(index), "--port", str(port)]
    server = subprocess.Popen(words, env=environment, stdout=subprocess.DEVNULL)
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and server.poll() is None:
        try:
            if httpx.get(f"http://127.0.0.1:{port}/readyz", trust_env=False).status_code == 200:
                return server, f"http://127.0.0.1:{port}"
        except httpx.TransportError:
            time.sleep(0.2)
    server.kill()
    raise SystemExit("the server did not start")


async def one_round(url: str, questions: list[str], process: int) -> Round:
    """All questions at once."""
    limits = httpx.Limits(max_connections=len(questions))
    async with httpx.AsyncClient(base_url=url, timeout=600, limits=limits, trust_env=False) as client:
        streams = await asyncio.gather(*(stream(client, question) for question in questions))
    whole = [one for one in streams if one.question is not None]
    crossed = sum(one.question != question for one, question in zip(streams, questions, strict=True) if one.question is not None)
    first, last = sorted(one.first_s for one in whole), sorted(one.whole_s for one in whole)

    def seconds(values: list[float], share: float) -> float:
        return round(quantile(values, share) or 0.0, 2)

    return Round(
        streams=len(questions),
        lost=len(questions) - len(whole),
        crossed=crossed,
        first_word_p50_s=seconds(first, 0.5),
        first_word_p95_s=seconds(first, 0.95),
        whole_p50_s=seconds(last, 0.5),
        whole_p95_s=seconds(last, 0.95),
        resident_mb=resident(process),
    )


async def stream(client: httpx.AsyncClient, question: str) -> Told:
    """Asks and follows the answer while it is made."""
    begun, first, name, answered = time.perf_counter(), 0.0, "", None
    try:
        async with client.stream("POST", "/api/ask", json={"question": question}, headers={"accept": "text/event-stream"}) as reply:
            async for line in reply.aiter_lines():
                if line.startswith("event: "):
                    name = line.removeprefix("event: ")
                elif line.startswith("data: ") and name in ("sentence", "answer"):
                    first = first or time.perf_counter() - begun
                    answered = json.loads(line.removeprefix("data: "))["question"] if name == "answer" else None
    except httpx.TransportError as problem:
        print(f"{question}: {problem}", file=sys.stderr)
        return Told(0, first)
    return Told(reply.status_code, first, time.perf_counter() - begun, answered)


def resident(process: int) -> int:
    """Megabytes of memory that a process holds; 0 where the system does not say."""
    status = Path(f"/proc/{process}/status")
    found = re.search(r"VmRSS:\s+(\d+) kB", status.read_text("utf-8")) if status.exists() else None
    return int(found[1]) // 1024 if found else 0


if __name__ == "__main__":
    sys.exit(main())
