"""Measures answering on this machine and writes bench/results/answering.json: gold questions to milliseconds, seconds and megabytes.

Milliseconds say little across machines, so each figure stands beside a yardstick taken in the same run, and their ratio: a warm answer beside
the encoder alone on the same question, the start beside Python importing torch and sentence-transformers, memory beside that of the
same imports. Whatever else the machine does is in all of them.

usage: python bench/answering.py [--gold eval/gold/dev.jsonl] [--index index] [--out bench/results/answering.json]
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from ecqa.config import Settings
from ecqa.embedding import SentenceTransformerEmbedder
from ecqa.evaluation.gold import load_gold
from ecqa.evaluation.metrics.latency import latency
from ecqa.evaluation.metrics.lengths import quantile
from ecqa.factory import open_assistant

WARM_UP = 10
"""Questions asked before the clock runs."""

STARTS = 5
"""Fresh processes; the median counts."""

QUESTION = "汕头市财政每年拿多少钱支持电商？"
GOALS = {"p50_ms": 400, "p95_ms": 600, "first_answer_s": 6, "peak_mb": 1200}

IMPORTS = "import torch, sentence_transformers"
FIRST_ANSWER = """
from ecqa.config import Settings
from ecqa.factory import open_assistant
open_assistant(Settings(index={index!r})).ask({question!r})
"""
PEAK = """
import pathlib, re, resource, sys
status = pathlib.Path("/proc/self/status")
held = re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text()) if status.exists() else None
print(int(held[1]) * 1024 if held else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024))
"""
"""Bytes at the peak. Linux counts the parent's pages into ru_maxrss of a child, and not into VmHWM."""


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gold", type=Path, default=Path("eval/gold/dev.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--out", type=Path, default=Path("bench/results/answering.json"))
    args = parser.parse_args()
    figures = {"machine": machine(), "goals": GOALS, "warm": warm(args.gold, args.index), "start": start(args.index)}
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures, ensure_ascii=False, indent=1))
    return 0


def warm(gold: Path, index: Path) -> dict[str, object]:
    """Question to answer on a warm process, every gold question once, its follow-up history included."""
    settings = Settings(index=index)
    assistant, embedder = open_assistant(settings), SentenceTransformerEmbedder(settings.embedding_model)
    questions = load_gold(gold)
    for question in questions[:WARM_UP]:
        assistant.ask(question.question, question.history)
        embedder.embed_query(question.question)
    encoder, answers, stages = [], [], []
    for question in questions:
        encoder.append(milliseconds(lambda text=question.question: embedder.embed_query(text)))
        begun = time.perf_counter()
        answer = assistant.ask(question.question, question.history)
        answers.append((time.perf_counter() - begun) * 1000)
        stages.append(answer.timings_ms)
    p50, p95, alone = (quantile(values, share) or 0.0 for values, share in ((answers, 0.5), (answers, 0.95), (encoder, 0.5)))
    return {
        "questions": len(questions),
        "p50_ms": round(p50, 1),
        "p95_ms": round(p95, 1),
        "yardstick_encoder_alone_p50_ms": round(alone, 1),
        "p50_to_yardstick": round(p50 / alone, 2),
        "p95_to_yardstick": round(p95 / alone, 2),
        "stages_p50_p95_ms": {stage: [round(figure.p50, 1), round(figure.p95, 1)] for stage, figure in latency(stages).items()},
    }


def start(index: Path) -> dict[str, object]:
    """A fresh process to its first answer, and its peak memory."""
    program = FIRST_ANSWER.format(index=str(index), question=QUESTION)
    seconds, peak = fresh(program)
    import_seconds, import_peak = fresh(IMPORTS)
    return {
        "first_answer_s": round(seconds, 2),
        "yardstick_imports_s": round(import_seconds, 2),
        "first_answer_to_yardstick": round(seconds / import_seconds, 2),
        "peak_mb": round(peak),
        "yardstick_imports_mb": round(import_peak),
        "peak_to_yardstick": round(peak / import_peak, 2),
    }


def fresh(program: str) -> tuple[float, float]:
    """Seconds of several fresh processes, their median, and the highest peak memory of any, in MB; mapped files are in it."""
    seconds, peaks = [], []
    for _ in range(STARTS):
        begun = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", program + PEAK], check=True, capture_output=True, text=True)
        seconds.append(time.perf_counter() - begun)
        peaks.append(int(done.stdout.split()[-1]) / 1e6)
    return statistics.median(seconds), max(peaks)


def machine() -> dict[str, str]:
    """What the figures were taken on."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cpus": str(os.cpu_count()),
        "python": platform.python_version(),
    }


def milliseconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    work()
    return (time.perf_counter() - begun) * 1000


if __name__ == "__main__":
    sys.exit(main())
