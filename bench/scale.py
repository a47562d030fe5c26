"""Measures search and a whole question at 100 to 1,000,000 passages, and writes bench/results/scale.json: one collection a step, kept in a folder.

Milliseconds say little across machines, so they stand beside yardsticks of the same run: the encoder alone on one question, numpy's comparison
of all vectors, and, where an environment for it is named, LangChain's stock recipe on the same texts and vectors (bench/stock.py).
A run that is stopped goes on where it was; a step whose figures are in the folder is not taken again.

usage: python bench/scale.py [--sizes 100 1000 10000] [--texts DIR] [--stock PYTHON] [--work DIR] [--out bench/results/scale.json]
       nice -n 10 python bench/scale.py --sizes 100 1000 10000 100000 1000000 --texts DIR --work DIR     an hour, 12 GB of disk, 6 GB of memory
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from scale_figures import JUDGED, by_stage, dense, lexical, memory, searched, sixteen
from scale_made import TEXTS, Made, opened, write
from scale_material import Real, holding, mixtures, neighbour_distances, pairs, real

from ecqa.config import Settings
from ecqa.factory import open_embedder
from ecqa.index.parts import DENSE, LEXICAL, SENTENCES

STOCK = (1_000, 10_000)
"""Sizes at which the stock recipe is measured."""
REBUILT = {1_000: 10, 10_000: 3}
"""Questions for which its lexical index is rebuilt."""
GOALS = {
    "dense_p95_ms": 60,
    "recall_at_10": 0.97,
    "search_p50_ms_at_100": 60,
    "private_mb": 1500,
    "question_to_one_at_100": 3,
    "rebuilding_to_search_at_10000": 20,
}


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1_000, 10_000])
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--texts", type=Path, help="more real texts: reading-comprehension sets in SQuAD form, JSON lines with a text")
    parser.add_argument("--stock", type=Path, help="a Python that has what bench/stock.py names")
    parser.add_argument("--work", type=Path, help="what is made once; without it a folder that is removed again")
    parser.add_argument("--out", type=Path, default=Path("bench/results/scale.json"))
    parser.add_argument("--measure", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = args.work or Path(scratch)
        material = real(args.corpus, args.texts, work / "kept", open_embedder(Settings()))
        if args.measure is not None:
            (work / str(args.measure) / "figures.json").write_text(json.dumps(measured(material, args.measure, work / str(args.measure))))
            return 0
        for size in args.sizes:
            write(material, size, work / str(size))
            if not (work / str(size) / "figures.json").is_file():  # in a process of its own, whose memory is that of this size alone
                subprocess.run([sys.executable, __file__, *_same(args, work), "--measure", str(size)], check=True)
            if args.stock and size in STOCK and not (work / str(size) / "stock.json").is_file():
                stock(material, size, work / str(size), args.stock)
        figures = gathered(material, args.sizes, work)
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures, indent=1))
    return 0


def measured(material: Real, size: int, folder: Path) -> dict[str, Any]:
    """The figures of one size."""
    before = memory()
    index, loading = timed(lambda: opened(folder))
    opening = memory() - before
    embedder = open_embedder(Settings())
    found = searched(index, material, embedder)
    vectors = index.dense.vectors
    figures: dict[str, Any] = {
        "passages": size,
        "load_s": round(loading, 2),
        "opened_private_mb": round(opening),
        "disk_mb": {name: round(on_disk(folder / name) / 1e6, 1) for name in (DENSE, LEXICAL, SENTENCES, TEXTS)},
        "distance_to_nearest": neighbour_distances(vectors(range(size)), 200),
        "distance_to_nearest_real": neighbour_distances(material.vectors, 200),
        "dense": dense(index, material),
        "lexical": lexical(index, material),
        "search": found,
        "sixteen_askers": sixteen(index, material),
        "question": by_stage(index, material, embedder),
    }
    figures["private_mb"] = round(memory())
    figures["dense_to_numpy"] = round(figures["dense"]["p50_ms"] / figures["dense"]["numpy_ms"], 4)
    figures["search_to_encoder"] = round(found["without_encoder_p50_ms"] / found["yardstick_encoder_p50_ms"], 3)
    return figures


def stock(material: Real, size: int, folder: Path, python: Path) -> None:
    """Has the stock recipe measured on the passages of a size, in its own environment."""
    chosen = pairs(size, len(material.texts))
    made = Made(material.texts, chosen)
    answering = holding(material, chosen)
    asked = [at for at, rows in enumerate(answering) if rows][:JUDGED]
    given = {
        "texts": [made[row].text for row in range(size)],
        "questions": [material.questions[at] for at in asked],
        "answering": [answering[at] for at in asked],
    }
    (folder / "stock-in.json").write_text(json.dumps(given), "utf-8")
    np.save(folder / "stock-vectors.npy", mixtures(material.vectors, chosen))
    np.save(folder / "stock-asked.npy", material.asked[asked])
    names = [str(folder / f"stock-{name}") for name in ("in.json", "vectors.npy", "asked.npy")]
    script = str(Path(__file__).with_name("stock.py"))
    subprocess.run([str(python), script, *names, str(folder / "stock.json"), "--rebuilt", str(REBUILT[size])], check=True)


def gathered(material: Real, sizes: list[int], work: Path) -> dict[str, Any]:
    """All figures, and the ratios between sizes and to the stock recipe."""
    steps = {size: json.loads((work / str(size) / "figures.json").read_text("utf-8")) for size in sizes}
    for size, step in steps.items():
        if (work / str(size) / "stock.json").is_file():
            beside = json.loads((work / str(size) / "stock.json").read_text("utf-8"))
            ours = step["search"]["without_encoder_p50_ms"]
            beside["built_once_to_ours"] = round(beside["built_once_p50_ms"] / ours, 2)
            beside["rebuilt_to_ours"] = (
                round(beside["rebuilt_p50_ms"] / ours, 1) if beside["rebuilt_p50_ms"] == beside["rebuilt_p50_ms"] else None
            )
            beside["our_recall_at_5"] = step["search"]["recall_at_5"]
            step["stock"] = beside
    least, most = min(sizes), max(sizes)
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": {
            "system": platform.system(),
            "architecture": platform.machine(),
            "cores": os.cpu_count(),
            "python": platform.python_version(),
        },
        "libraries": {name: version(name) for name in ("faiss-cpu", "bm25s", "numpy")},
        "goals": GOALS,
        "real_passages": len(material.texts),
        "questions": len(material.questions),
        "question_to_one_at_least": round(steps[most]["question"]["total"]["p50_ms"] / steps[least]["question"]["total"]["p50_ms"], 2),
        "sizes": list(steps.values()),
    }


def timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """What a call gives, and its seconds."""
    begun = time.perf_counter()
    done = work()
    return done, time.perf_counter() - begun


def on_disk(path: Path) -> int:
    """Bytes of a file, or of all in a folder."""
    return sum(one.stat().st_size for one in ([path] if path.is_file() else path.rglob("*")) if one.is_file())


def _same(args: argparse.Namespace, work: Path) -> list[str]:
    """The options of this run, for a step of it."""
    words = ["--corpus", str(args.corpus), "--work", str(work)]
    return words + (["--texts", str(args.texts)] if args.texts else [])


if __name__ == "__main__":
    sys.exit(main())
