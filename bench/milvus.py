"""Compares what is found in Milvus Lite with what is found in the index's own files, and writes bench/results/milvus.json: 20,000 passages, with and without filters.

Both search exactly. A question counts as the same when the ten best are the same passages in the same order; where the order differs only
among scores that agree to five decimals it is a tie. Then a few articles are changed: how long that takes, beside writing all, and what is found afterwards.

usage: python bench/milvus.py [--size 20000] [--questions 100] [--texts DIR] [--work DIR] [--out bench/results/milvus.json]
"""

import argparse
import json
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import numpy as np
from scale_figures import Given
from scale_made import opened, read_texts, write, write_texts
from scale_material import Real, real

from ecqa.config import Settings
from ecqa.factory import open_embedder
from ecqa.index.milvus import MilvusStore
from ecqa.index.opened import Index
from ecqa.retrieval import HybridRetriever
from ecqa.retrieval.milvus import MilvusRetriever
from ecqa.schema import Article, Filters, Question

K = 10
TIE = 1e-5
CHANGED = 20
"""Articles that get another section and date."""
FILTERS = {
    "none": Filters(),
    "section": Filters(section="产业透视"),
    "kind": Filters(kind="regulation"),
    "source": Filters(source="亿邦动力网"),
    "since": Filters(since="2013-06-01"),
    "until": Filters(until="2013-03-31"),
    "all": Filters(section="产业透视", kind="article", source="亿邦动力网", since="2013-02-01", until="2013-11-30"),
}


def main() -> int:
    """Measures, prints and writes; 1 where a question's ten best differ."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=20_000)
    parser.add_argument("--questions", type=int, default=100)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--out", type=Path, default=Path("bench/results/milvus.json"))
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        work = args.work or Path(scratch)
        material = real(args.corpus, args.texts, work / "kept", open_embedder(Settings(), load=False))
        write(material, args.size, work / str(args.size))
        index = described(opened(work / str(args.size)), Path(scratch) / "described")
        store = MilvusStore(f"{scratch}/passages.db")
        begun = time.perf_counter()
        store.put_in_use(index)
        writing = time.perf_counter() - begun
        compared = {name: compare(index, store, material, filters, args.questions) for name, filters in FILTERS.items()}
        changed = described(index, Path(scratch) / "changed", CHANGED)
        told: list[int] = []
        begun = time.perf_counter()
        store.put_in_use(changed, lambda _, total: told.append(total))
        changing = time.perf_counter() - begun
        afterwards = {name: compare(changed, store, material, filters, args.questions) for name, filters in FILTERS.items()}
        store.close()
    figures = {
        "date": datetime.now(UTC).date().isoformat(),
        "libraries": {name: version(name) for name in ("pymilvus", "milvus-lite", "faiss-cpu", "bm25s")},
        "passages": args.size,
        "questions": args.questions,
        "written_a_second": round(args.size / writing, 1),
        "by_filter": compared,
        "change": {
            "articles": CHANGED,
            "rows_written": told[-1],
            "seconds": round(changing, 2),
            "seconds_of_writing_all": round(writing, 1),
            "all_to_change": round(writing / changing, 1),
            "by_filter": afterwards,
        },
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures, indent=1))
    return 1 if any(one["other"] for one in [*compared.values(), *afterwards.values()]) else 0


def described(index: Index, folder: Path, changed: int = 0) -> Index:
    """The index with sections, kinds, sources and dates by turns; every fifth article has no date, every third no section.

    Args:
        index: Of made articles.
        folder: Where the articles are written.
        changed: So many, evenly spread, have another section and date.
    """
    every = len(index.articles) // changed if changed else 0
    write_texts(index.passages, [_described(one, every) for one in index.articles.values()], folder)
    articles, passages = read_texts(folder)
    return replace(index, generation=f"20260101-000000-{changed:012x}", articles=articles, passages=passages)  # a name that a store takes


def _described(article: Article, every: int) -> Article:
    number = int(article.id[1:])
    if every and number % every == 0:
        return replace(article, section="产业透视", kind="regulation", date="2013-07-01")
    return replace(
        article,
        section=("产业透视", "市政经环境", None)[number % 3],
        kind=("article", "regulation")[number % 2],
        source=("亿邦动力网", "大华网", None, None)[number % 4],
        date=f"2013-{number % 12 + 1:02d}-{number % 28 + 1:02d}" if number % 5 else None,
    )


def compare(index: Index, store: MilvusStore, material: Real, filters: Filters, questions: int) -> dict[str, float]:
    """How many questions have the same ten best, and how long either takes."""
    local, remote = HybridRetriever(lambda: index, Given(material)), MilvusRetriever(lambda: index, store, Given(material))
    counted = {"same": 0, "tie": 0, "other": 0}
    spent: list[tuple[float, float]] = []
    for text in material.questions[:questions]:
        question = Question(text, query=text, filters=filters)
        begun = time.perf_counter()
        ours = local.retrieve(question, K)
        between = time.perf_counter()
        theirs = remote.retrieve(question, K)
        spent.append((between - begun, time.perf_counter() - between))
        if [hit.passage for hit in ours] == [hit.passage for hit in theirs]:
            counted["same"] += 1
        elif len(ours) == len(theirs) and all(abs(one.score - other.score) < TIE for one, other in zip(ours, theirs, strict=True)):
            counted["tie"] += 1
        else:
            counted["other"] += 1
    here, there = (round(float(np.median(times)) * 1000, 1) for times in zip(*spent, strict=True))
    return {**counted, "files_p50_ms": here, "milvus_lite_p50_ms": there}


if __name__ == "__main__":
    sys.exit(main())
