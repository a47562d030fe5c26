"""LangChain's stock recipe on the texts and vectors of a file, and txtai's hybrid index, to milliseconds and recall.

LangChain's is its FAISS store, BM25Retriever with jieba and EnsembleRetriever; txtai's its own FAISS and BM25, as they come. It runs in an
environment of its own, of which it alone is the subject (pip install langchain-community==0.4.1 langchain-classic rank-bm25 jieba faiss-cpu
txtai==9.14.0; without the last, LangChain alone), and imports nothing of this project. Vectors are given, so that the encoder counts for no side.

usage: python bench/stock.py MATERIAL.json VECTORS.npy ASKED.npy OUT.json [--rebuilt 5]
"""

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jieba
import numpy as np
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

K = 10


class Given(Embeddings):
    """Vectors made before.

    Args:
        vectors: Of each question.
    """

    def __init__(self, vectors: dict[str, list[float]]) -> None:
        self._vectors = vectors

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Not asked for: the store takes the vectors themselves."""
        raise NotImplementedError

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self._vectors[text]


def main() -> int:
    """Measures and writes."""
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("material", "vectors", "asked", "out"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rebuilt", type=int, default=5, help="questions for which the lexical index is rebuilt")
    args = parser.parse_args()
    material = json.loads(args.material.read_text("utf-8"))
    vectors, asked = np.load(args.vectors), np.load(args.asked)
    figures = langchain(material, vectors, asked, args.rebuilt)
    if find_spec("txtai"):
        figures["txtai"] = txtai(material, vectors, asked)
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


def langchain(material: dict[str, Any], vectors: np.ndarray, asked: np.ndarray, rebuilt: int) -> dict[str, Any]:
    """Its figures, the lexical index built once, and built for each question.

    Args:
        material: `texts`, `questions`, and `answering`, the rows that answer each question.
        vectors: Of the texts, shape (texts, dim).
        asked: Of the questions, shape (questions, dim).
        rebuilt: Questions for which the lexical index is built anew.
    """
    questions = material["questions"]
    documents = [Document(page_content=text, metadata={"row": row}) for row, text in enumerate(material["texts"])]
    embedder = Given(dict(zip(questions, asked.tolist(), strict=True)))
    pairs = zip(material["texts"], vectors.tolist(), strict=True)
    store = FAISS.from_embeddings(pairs, embedder, metadatas=[one.metadata for one in documents])
    jieba.initialize()

    def lexical() -> BM25Retriever:
        return BM25Retriever.from_documents(documents, preprocess_func=jieba.lcut, k=K)

    begun = time.perf_counter()
    built = lexical()
    building = time.perf_counter() - begun
    dense = store.as_retriever(search_kwargs={"k": K})

    def ensemble(own: BM25Retriever) -> EnsembleRetriever:
        return EnsembleRetriever(retrievers=[own, dense], weights=[0.5, 0.5])

    recipe = ensemble(built)
    once, recall = searched(lambda question: (one.metadata["row"] for one in recipe.invoke(question)), material)
    anew = []
    for question in questions[:rebuilt]:
        begun = time.perf_counter()
        ensemble(lexical()).invoke(question)
        anew.append((time.perf_counter() - begun) * 1000)
    return {
        "libraries": {name: version(name) for name in ("langchain-community", "langchain-classic", "rank-bm25", "faiss-cpu")},
        "built_once_p50_ms": round(float(np.median(once)), 2),
        "built_once_p95_ms": round(float(np.percentile(once, 95)), 2),
        "rebuilt_p50_ms": round(float(np.median(anew)), 1) if anew else None,
        "building_s": round(building, 2),
        "recall_at_5": recall,
    }


def txtai(material: dict[str, Any], vectors: np.ndarray, asked: np.ndarray) -> dict[str, Any]:
    """The figures of txtai's index of vectors and BM25, its settings untouched; arguments as `langchain`."""
    from txtai import Embeddings as Index  # noqa: PLC0415 - only where it is installed

    given = {**dict(zip(material["texts"], vectors, strict=True)), **dict(zip(material["questions"], asked, strict=True))}
    with Index(method="external", transform=lambda texts: np.stack([given[text] for text in texts]), hybrid=True) as index:
        begun = time.perf_counter()
        index.index(list(enumerate(material["texts"])))
        building = time.perf_counter() - begun
        spent, recall = searched(lambda question: (row for row, _ in index.search(question, K)), material)
    return {
        "version": version("txtai"),
        "p50_ms": round(float(np.median(spent)), 2),
        "p95_ms": round(float(np.percentile(spent, 95)), 2),
        "building_s": round(building, 2),
        "recall_at_5": recall,
    }


def searched(search: Callable[[str], Iterable[int]], material: dict[str, Any]) -> tuple[list[float], float]:
    """Milliseconds of each question, after one that warms up, and how often a row that answers is among the five best."""
    list(search(material["questions"][0]))
    spent, found = [], 0
    for question, answering in zip(material["questions"], material["answering"], strict=True):
        begun = time.perf_counter()
        rows = list(search(question))
        spent.append((time.perf_counter() - begun) * 1000)
        found += bool(set(answering) & set(rows[:5]))
    return spent, round(found / len(material["questions"]), 4)


if __name__ == "__main__":
    sys.exit(main())
