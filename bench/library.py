"""Measures adding, updating and removing one document of many, and what a run of `ecqa index` does then; writes bench/results/library.json.

usage: python bench/library.py [--documents 10000] [--real] [--rounds 20] [--out bench/results/library.json]

Documents are made of the sentences of corpus/. The embedder hashes (--real takes the one in the package), so that the figures are those
of the library: reading the file in a process of its own, cutting, comparing with all other documents, writing, flushing to the disk.
"""

import argparse
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from material import HashingEmbedder, document, sentences_of, write_documents

from ecqa.config import Settings
from ecqa.factory import open_embedder
from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.library import Library, examine, given


def main() -> int:
    """Builds, changes, measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--real", action="store_true")
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--out", type=Path, default=Path("bench/results/library.json"))
    args = parser.parse_args()
    embedder = open_embedder(Settings()) if args.real else HashingEmbedder()
    sentences = sentences_of(args.corpus)
    with tempfile.TemporaryDirectory() as scratch:
        corpus, index = Path(scratch) / "corpus", Path(scratch) / "index"
        write_documents(corpus, sentences, args.documents)
        built = timed(lambda: build_index(corpus, index, embedder, embedder.name))
        library = Library(corpus, index, embedder, embedder.name)
        chance = random.Random(143)
        seconds: dict[str, list[float]] = {"add": [], "update": [], "remove": [], "take_up": []}
        live = open_index(index)
        for n in range(args.rounds):
            number = args.documents + n
            seconds["add"].append(timed(lambda n=number: library.add(given(f"d{n:05d}.txt", document(sentences, n).encode()))))
            old = live
            seconds["take_up"].append(timed(lambda old=old: open_index(index, embedder.name, old)))
            live = open_index(index, embedder.name, live)
            chosen = chance.randrange(args.documents)
            name = f"{chosen // 1000:02d}/d{chosen:05d}.txt"
            if (corpus / name).is_file():
                text = document(sentences, chosen, n + 1).encode()
                seconds["update"].append(timed(lambda name=name, text=text: library.update(name, given("x.txt", text))))
                seconds["remove"].append(timed(lambda name=name: library.remove(name)))
        again = timed(lambda: build_index(corpus, index, embedder, embedder.name))
        wrong = examine(corpus, index)
        opened = open_index(index)
        figures = {
            "date": datetime.now(UTC).date().isoformat(),
            "documents": args.documents,
            "embedder": embedder.name,
            "passages": len(opened.passages),
            "parts": len(opened.manifest.parts),
            "build_s": round(built, 1),
            **{f"{name}_s": summary(values) for name, values in seconds.items()},
            "index_again_s": round(again, 2),
            "doctor_findings": len(wrong),
        }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures))
    return 1 if wrong else 0


def timed(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def summary(values: list[float]) -> dict[str, float]:
    """Median and worst, in seconds."""
    return {"median": round(statistics.median(values), 2), "worst": round(max(values), 2)}


if __name__ == "__main__":
    sys.exit(main())
