"""Measures indexing on this machine and writes bench/results/indexing.json: the corpus, varied to some hundred passages, to passages a second.

Passages a second say little across machines, so they stand beside the encoder alone on the very same texts, taken in turn with the
indexing in one run, and their ratio, the median of the rounds: single rounds differ by what else the machine does. Reading, cutting, BM25, FAISS,
checksums and flushing to the disk are all in the indexing. Encoder and indexing take turns in going first.

usage: python bench/indexing.py [--corpus corpus] [--variants 2] [--rounds 5] [--out bench/results/indexing.json]
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from machine import machine

from ecqa.config import Settings
from ecqa.corpus import load_corpus
from ecqa.factory import open_embedder
from ecqa.index.build import build_index
from ecqa.index.sentences import sentence_texts
from ecqa.passages import cut, search_text
from ecqa.schema import Article

GOAL = 0.9


def main() -> int:
    """Measures, prints and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--variants", type=int, default=2)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=Path("bench/results/indexing.json"))
    args = parser.parse_args()
    embedder = open_embedder(Settings())
    with tempfile.TemporaryDirectory() as scratch:
        corpus = Path(scratch) / "corpus"
        write_variants(load_corpus(args.corpus).articles, args.variants, corpus)
        articles = load_corpus(corpus).articles
        passages, texts = texts_of(articles)
        embedder.embed_documents(texts[:64])
        alone, indexing = [], []
        for number in range(args.rounds):
            index = Path(scratch) / f"index-{number}"
            both = [
                (alone, lambda: embedder.embed_documents(texts)),
                (indexing, lambda index=index: build_index(corpus, index, embedder, embedder.name)),
            ]
            for taken, work in both if number % 2 else both[::-1]:
                taken.append(seconds(work))
        again = seconds(lambda: build_index(corpus, index, embedder, embedder.name))
    ratios = [one / other for one, other in zip(alone, indexing, strict=True)]
    figures = {
        "date": datetime.now(UTC).date().isoformat(),
        "machine": machine(),
        "libraries": {name: version(name) for name in ("onnxruntime", "numpy", "faiss-cpu", "bm25s")},
        "model": embedder.name,
        "articles": len(articles),
        "passages": passages,
        "texts_encoded": len(texts),
        "rounds": args.rounds,
        "indexing_passages_a_second": round(passages / statistics.median(indexing), 2),
        "encoder_alone_passages_a_second": round(passages / statistics.median(alone), 2),
        "indexing_to_encoder_alone": round(statistics.median(ratios), 3),
        "by_round": [round(ratio, 3) for ratio in ratios],
        "goal": GOAL,
        "unchanged_again_s": round(again, 2),
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    print(json.dumps(figures, indent=1))
    return 0


def write_variants(articles: tuple[Article, ...], variants: int, corpus: Path) -> None:
    """Every article several times, each sentence marked with the variant, so that no text is encoded for two."""
    corpus.mkdir()
    lines = []
    for variant in range(variants):
        for article in articles:
            marked = "\n".join(line.replace("。", f"（{variant}）。") + f" {variant}" for line in article.text.split("\n"))
            title = marked.split("\n", 1)[0]
            lines.append(json.dumps({"id": f"{article.id}-v{variant}", "title": title, "text": marked}, ensure_ascii=False))
    (corpus / "varied.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def texts_of(articles: tuple[Article, ...]) -> tuple[int, list[str]]:
    """How many passages the articles have, and the texts that an index run encodes, each once."""
    cuts = [(article, passage) for article in articles for passage in cut(article)]
    texts = [search_text(article, passage) for article, passage in cuts]
    return len(cuts), list(dict.fromkeys(texts + [text for _, passage in cuts for text in sentence_texts(passage)]))


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
