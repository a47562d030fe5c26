"""LangChain's stock recipe on the texts and vectors of a file: its FAISS store, BM25Retriever with jieba and EnsembleRetriever, to milliseconds and recall.

It runs in an environment of its own, of which it alone is the subject (pip install langchain-community==0.4.1 langchain-classic rank-bm25 jieba
faiss-cpu), and imports nothing of this project. Vectors are given, so that the encoder counts for neither side.

usage: python bench/stock.py MATERIAL.json VECTORS.npy ASKED.npy OUT.json [--rebuilt 5]
"""

import argparse
import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

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
    questions, answering = material["questions"], [set(rows) for rows in material["answering"]]
    documents = [Document(page_content=text, metadata={"row": row}) for row, text in enumerate(material["texts"])]
    embedder = Given(dict(zip(questions, np.load(args.asked).tolist(), strict=True)))
    pairs = zip(material["texts"], np.load(args.vectors).tolist(), strict=True)
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
    recipe.invoke(questions[0])
    once, found = [], 0
    for question, rows in zip(questions, answering, strict=True):
        begun = time.perf_counter()
        hits = recipe.invoke(question)
        once.append((time.perf_counter() - begun) * 1000)
        found += bool(rows & {one.metadata["row"] for one in hits[:5]})
    anew = []
    for question in questions[: args.rebuilt]:
        begun = time.perf_counter()
        ensemble(lexical()).invoke(question)
        anew.append((time.perf_counter() - begun) * 1000)
    figures = {
        "libraries": {name: version(name) for name in ("langchain-community", "langchain-classic", "rank-bm25", "faiss-cpu")},
        "built_once_p50_ms": round(float(np.median(once)), 2),
        "built_once_p95_ms": round(float(np.percentile(once, 95)), 2),
        "rebuilt_p50_ms": round(float(np.median(anew)), 1),
        "building_s": round(building, 2),
        "recall_at_5": round(found / len(questions), 4),
    }
    args.out.write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
