"""Streams ten answers of a scripted chat model at once and writes bench/results/chat.json: what the check adds to a sentence, in milliseconds.

The model says the sentences of the first passage that it is shown, each a few characters at a time, and one of them with a number made wrong; so every
reply has sentences that pass and one that is asked for anew. Timed is each sentence from the moment it is whole to the moment it is shown or given up,
without the second reply of the model: what a reader waits longer than without a check.

usage: python bench/chat.py [--gold eval/gold/dev.jsonl] [--index index] [--streams 10] [--rounds 5] [--out bench/results/chat.json]
"""

import argparse
import json
import os
import platform
import re
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ecqa import factory
from ecqa.config import Settings
from ecqa.evaluation.gold import load_gold
from ecqa.evaluation.metrics.lengths import quantile
from ecqa.protocols import Verifier
from ecqa.schema import Hit, Verification
from ecqa.text.sentences import split

sys.path.insert(0, str(Path(__file__).parents[1]))
from tests.scripted_model import Reply, scripted

SENTENCES = 4
"""Of a reply."""
PASSAGE = re.compile(r"资料 1：\n<资料>\n[^\n]*\n(.*?)\n</资料>", re.DOTALL)


@dataclass
class Timed:
    """A verifier that notes how long it took for each sentence."""

    inner: Verifier
    milliseconds: list[float] = field(default_factory=list)
    worked: list[float] = field(default_factory=list)
    """Milliseconds of a processor, which other work on the machine doesn't lengthen."""
    held: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def verify(self, claim: str, hits: Sequence[Hit]) -> Verification:
        """As the inner one."""
        begun, worked = time.perf_counter(), time.thread_time()
        verified = self.inner.verify(claim, hits)
        spent, work = (time.perf_counter() - begun) * 1000, (time.thread_time() - worked) * 1000
        with self._lock:
            self.milliseconds.append(spent)
            self.worked.append(work)
            self.held += verified.supported
        return verified


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--streams", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("bench/results/chat.json"))
    args = parser.parse_args()
    questions = [item.question for item in load_gold(args.gold) if item.answerable and not item.history]
    with tempfile.TemporaryDirectory() as data, scripted(says) as model:
        settings = Settings(index=args.index, data=Path(data), chat_model="openai:scripted", chat_base_url=model.url, chat_api_key="none")
        timed: list[Timed] = []
        opened = factory.SpanVerifier
        factory.SpanVerifier = lambda *parts: timed.append(Timed(opened(*parts))) or timed[0]
        assistant = factory.open_assistant(settings)
        assistant.ask(questions[0])
        timed[0].milliseconds.clear()
        timed[0].worked.clear()
        timed[0].held = 0
        with ThreadPoolExecutor(args.streams) as threads:
            answers = list(threads.map(assistant.ask, questions[: args.streams * args.rounds]))
    used = [one.chat for one in answers if one.chat is not None]
    figures = {
        "machine": {"processor": platform.machine(), "cores": os.cpu_count()},
        "streams": args.streams,
        "answers": len(answers),
        "checks": len(timed[0].milliseconds),
        "held": timed[0].held,
        "left_out": sum(one.left_out for one in used),
        "check_ms": shares(timed[0].milliseconds),
        "check_processor_ms": shares(timed[0].worked),
    }
    print(json.dumps(figures, ensure_ascii=False))
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


def shares(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile and maximum."""
    ordered = sorted(values)
    return {"p50": round(quantile(ordered, 0.5) or 0, 1), "p95": round(quantile(ordered, 0.95) or 0, 1), "max": round(ordered[-1], 1)}


def says(body: dict[str, Any]) -> Reply:
    """The sentences of the first passage, the second with other numbers; another wording is the same again."""
    system, data = (message["content"] for message in body["messages"])
    found = PASSAGE.search(data)
    if not found or "撰写" not in system:
        return Reply("【资料不足】")
    sentences = [found[1][start:end] for start, end in split(found[1])][:SENTENCES]
    wrong = [re.sub(r"\d", lambda digit: str(9 - int(digit[0])), one) if place == 1 else one for place, one in enumerate(sentences)]
    return Reply("\n".join(f"{one}[1]" for one in wrong), 4, pause=0.01)


if __name__ == "__main__":
    raise SystemExit(main())
