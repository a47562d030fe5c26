"""Asks a server of its own at a fixed rate for some minutes and writes bench/results/soak.json: milliseconds, errors and memory, minute by minute.

The loop is open: questions come when they come, at random moments with a fixed mean rate, whether or not those before are answered. Every
other one is streamed. They are the gold questions of the tune half, each in other words every time, and questions on things made up, so that
nothing kept from before answers them. First, by steps of half a minute each, the highest rate is looked for at which the goal is met;
then nine tenths of that rate are kept up, since half a minute does not know the slowest twentieth to a tenth.

usage: python bench/soak.py [--minutes 20] [--rate A_SECOND] [--step 30] [--gold eval/gold/dev.jsonl] [--index index] [--out bench/results/soak.json]
"""

import argparse
import asyncio
import itertools
import json
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from load import Told, resident, start, stream
from machine import machine

from ecqa.evaluation.gold import load_gold
from ecqa.evaluation.metrics.lengths import quantile

GOAL_P95_S = 1.5
"""Whole answers, the slowest twentieth. It takes some 0.7 s where nobody else asks (bench/results/answering.json): a second asker's worth of
waiting may come on top. Beyond that, at random arrivals, it is the queue that is measured and no longer the program."""
SHARE = 0.9
"""Of the highest rate of a step, that is kept up."""
LEAST, MOST, NARROWINGS = 0.5, 32.0, 3
"""Questions a second with which the search begins and ends, and how often it halves the gap between a rate that meets the goal and one that does not."""
MADE_UP = 5
"""One question in so many is on something made up."""
GLANCE_S = 1.0
PATIENCE_S = 120.0
OPENINGS = (
    "",
    "请问，",
    "您好，",
    "想了解一下，",
    "打听一下，",
    "麻烦问问，",
    "老师，",
    "我想知道，",
    "急问：",
    "帮我查查，",
    "顺便问下，",
    "问个事，",
)
CLOSINGS = ("", "谢谢", "请告诉我", "盼回复", "在线等", "望告知", "多谢了", "请说明", "我是新手", "越详细越好", "简单说说", "急用")
SUBJECTS = ("网店", "物流园", "快递站", "直播基地", "批发市场", "产业带", "云仓", "服务站", "展销会", "培训班", "合作社", "采购商")
ASKED = ("{} 年{}有多少家{}？", "{} 年{}哪家{}最大？", "{} 年{}为什么要办{}？", "{} 年{}的{}由谁管？")
PLACES = ("汕头", "潮阳", "澄海", "南澳", "揭阳", "潮州", "深圳", "杭州", "义乌", "长沙", "成都")


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came of it."""

    at_s: float
    """When it was sent, from the beginning on."""
    streamed: bool
    question: str
    told: Told

    @property
    def good(self) -> bool:
        """Whether it was answered, and not with another's answer."""
        return self.told.status == 200 and self.told.question == self.question


def main() -> int:
    """Searches, keeps it up, prints and writes; 1 where a question was not answered."""
    args = _options()
    asking = questions(sorted({one.question for one in load_gold(args.gold) if one.split == "tune"}))
    with tempfile.TemporaryDirectory() as data:
        server, url = start(args.index, data)
        try:
            asyncio.run(asked_at(url, 1.0, 10.0, asking))  # what is loaded and looked through only once
            steps: list[dict[str, Any]] = []
            highest = args.rate or highest_rate(lambda rate: _step(steps, url, rate, args.step, asking))
            rate = args.rate or round(highest * SHARE, 3) or LEAST
            memory: list[tuple[float, int]] = []
            soaked = asyncio.run(asked_at(url, rate, args.minutes * 60, asking, lambda at: memory.append((at, resident(server.pid)))))
        finally:
            server.terminate()
            server.wait(60)
    figures = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "goal": {"whole_answer_p95_s": GOAL_P95_S, "errors": 0},
        "search": {"seconds_a_step": args.step, "steps": steps, "highest_rate_a_second": highest if steps else None},
        "rate_a_second": rate,
        **summary(soaked, memory, args.minutes),
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0 if all(one.good for one in soaked) else 1


def questions(gold: Sequence[str]) -> Iterator[str]:
    """Questions without end in an order of their own, none twice until gold questions times openings times closings are used up."""
    ways = list(itertools.product(OPENINGS, CLOSINGS))
    invented = _invented()
    number = 0
    for before, after in itertools.cycle(ways):
        order = list(gold)
        random.Random(f"{before}{after}").shuffle(order)
        for one in order:
            number += 1
            if number % (MADE_UP - 1) == 0:
                yield next(invented)
            yield f"{before}{one}{f'（{after}）' if after else ''}"


def highest_rate(meets: Callable[[float], bool]) -> float:
    """The highest rate found that meets the goal: doubled from `LEAST` on until one does not, then the gap is halved.

    Args:
        meets: Tries a rate, questions a second.

    Returns:
        0 where not even the least does.
    """
    good, bad = 0.0, LEAST
    while bad <= MOST and meets(bad):
        good, bad = bad, bad * 2
    for _ in range(NARROWINGS):
        middle = (good + bad) / 2
        good, bad = (middle, bad) if meets(middle) else (good, middle)
    return good


async def asked_at(
    url: str, rate: float, seconds: float, asking: Iterator[str], glance: Callable[[float], object] | None = None
) -> list[Asked]:
    """Asks for so long at a mean rate, and waits for the answers.

    Args:
        url: Of the server.
        rate: Questions a second.
        seconds: How long questions are sent.
        asking: Gives the questions.
        glance: Called every second with the seconds since the beginning.
    """
    chance = random.Random(f"{rate} {seconds}")
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=50)
    async with httpx.AsyncClient(base_url=url, timeout=PATIENCE_S, limits=limits, trust_env=False) as client:
        begun = time.perf_counter()
        looking = asyncio.create_task(_look(glance, begun))
        at = chance.expovariate(rate)
        tasks: list[asyncio.Task[Asked]] = []
        while at < seconds:
            await asyncio.sleep(max(0.0, begun + at - time.perf_counter()))
            tasks.append(asyncio.create_task(_ask(client, next(asking), at, streamed=len(tasks) % 2 == 0)))
            at += chance.expovariate(rate)
        await asyncio.sleep(max(0.0, begun + seconds - time.perf_counter()))
        asked = await asyncio.gather(*tasks)
        looking.cancel()
    return asked


def summary(soaked: Sequence[Asked], memory: Sequence[tuple[float, int]], minutes: float) -> dict[str, Any]:
    """What was met, as a whole and by the minute in which a question was sent, and whether it stayed the same."""
    whole = _figures(soaked)
    count = max(1, round(minutes))
    by_minute = []
    for minute in range(count):
        sent = [one for one in soaked if min(int(one.at_s // 60), count - 1) == minute]
        held = [megabytes for at, megabytes in memory if min(int(at // 60), count - 1) == minute]
        by_minute.append({"minute": minute + 1, **_figures(sent), "resident_mb": held[-1] if held else None})
    third = max(1, count // 3)
    first, last = (_seconds([one for one in soaked if begin <= one.at_s < end], 0.95) for begin, end in _thirds(count, third))
    settled = [one["resident_mb"] for one in by_minute if one["resident_mb"] is not None][third - 1 :]
    return {
        "minutes": minutes,
        **whole,
        "goal_met": whole["answered"] == whole["asked"] and (whole["whole_p95_s"] or 0) <= GOAL_P95_S,
        "p95_of_the_last_third_to_the_first": round(last / first, 2) if first and last else None,
        "resident_mb_after_the_first_third": settled[0] if settled else None,
        "resident_mb_at_the_end": settled[-1] if settled else None,
        "by_minute": by_minute,
    }


async def _ask(client: httpx.AsyncClient, question: str, at: float, *, streamed: bool) -> Asked:
    return Asked(at, streamed, question, await (stream if streamed else _plain)(client, question))


async def _plain(client: httpx.AsyncClient, question: str) -> Told:
    """Asks for the whole answer as one document."""
    begun = time.perf_counter()
    try:
        reply = await client.post("/api/ask", json={"question": question})
    except httpx.TransportError as problem:
        print(f"{question}: {problem}", file=sys.stderr)
        return Told(0)
    taken = time.perf_counter() - begun
    return Told(reply.status_code, taken, taken, reply.json()["question"] if reply.status_code == 200 else None)


async def _look(glance: Callable[[float], object] | None, begun: float) -> None:
    while glance is not None:
        glance(time.perf_counter() - begun)
        await asyncio.sleep(GLANCE_S)


def _step(steps: list[dict[str, Any]], url: str, rate: float, seconds: float, asking: Iterator[str]) -> bool:
    """Tries a rate, keeps what it gave, and says whether the goal was met."""
    asked = asyncio.run(asked_at(url, rate, seconds, asking))
    figures = {"rate_a_second": rate, **_figures(asked)}
    met = all(one.good for one in asked) and float(figures["whole_p95_s"] or 0.0) <= GOAL_P95_S
    steps.append({**figures, "goal_met": met})
    print(json.dumps(steps[-1]), file=sys.stderr)
    return met


def _figures(asked: Sequence[Asked]) -> dict[str, Any]:
    good = [one for one in asked if one.good]
    busy = sum(one.told.status == 503 for one in asked)
    return {
        "asked": len(asked),
        "answered": len(good),
        "busy_503": busy,
        "errors": len(asked) - len(good) - busy,
        "whole_p50_s": _seconds(good, 0.5),
        "whole_p95_s": _seconds(good, 0.95),
        "streamed_p95_s": _seconds([one for one in good if one.streamed], 0.95),
        "first_sentence_p95_s": quantile_of([one.told.first_s for one in good if one.streamed], 0.95),
    }


def _seconds(asked: Sequence[Asked], share: float) -> float | None:
    return quantile_of([one.told.whole_s for one in asked if one.good], share)


def quantile_of(values: Sequence[float], share: float) -> float | None:
    """A quantile to the hundredth; None of nothing."""
    found = quantile(sorted(values), share)
    return None if found is None else round(found, 2)


def _thirds(minutes: int, third: int) -> tuple[tuple[float, float], tuple[float, float]]:
    """Seconds of the first and of the last third."""
    return (0.0, third * 60.0), ((minutes - third) * 60.0, float("inf"))


def _invented() -> Iterator[str]:
    """Questions on things that stand nowhere, without end."""
    for year in itertools.count(2031):
        for place, subject, form in itertools.product(PLACES, SUBJECTS, ASKED):
            yield re.sub(" ", "", form.format(year, place, subject))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=20)
    parser.add_argument("--rate", type=float, help="questions a second; without it the highest that meets the goal is looked for")
    parser.add_argument("--step", type=float, default=30, help="seconds of each rate that is tried")
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--out", type=Path, default=Path("bench/results/soak.json"))
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
