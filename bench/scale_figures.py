"""An opened index and real questions to milliseconds, recall and memory; it makes nothing."""

import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from scale_material import Real, holding, pairs

from ecqa.answering import ExtractiveAnswerer
from ecqa.factory import open_reader
from ecqa.index.lexical import top
from ecqa.index.opened import Index
from ecqa.messages import Messages
from ecqa.pipeline import Assistant
from ecqa.protocols import Embedder, Vectors
from ecqa.retrieval import HybridRetriever
from ecqa.retrieval.ranking import POOL
from ecqa.schema import Question

K = 10
WARM_UP = 5
ASKED = 200
"""Questions of the search, from the first on."""
JUDGED = 100
"""Of these as many, the first whose answer stands in the collection, are judged, here and in bench/stock.py."""
WHOLE = 20
"""Questions that are read and answered, from the last on, so that no vector of theirs is kept from before."""
SLICE = 100_000


class Given:
    """Vectors of questions made before, so that a measure is of the search alone."""

    def __init__(self, material: Real) -> None:
        self._vectors = dict(zip(material.questions, material.asked, strict=True))

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors of questions, too."""
        return np.stack([self._vectors[text] for text in texts])

    def embed_query(self, text: str) -> Vectors:
        """The vector of a question."""
        return self._vectors[text]


def dense(index: Index, material: Real) -> dict[str, float]:
    """The vectors alone: milliseconds for the hundred nearest, recall of the ten nearest, and numpy's comparison of all of them."""
    asked = material.asked[:ASKED]
    nearest = [index.dense.search(vector, POOL)[1] for vector in asked[:WARM_UP]]
    spent, nearest = [], []
    for vector in asked:
        begun = time.perf_counter()
        nearest.append(index.dense.search(vector, POOL)[1][:K])
        spent.append(time.perf_counter() - begun)
    exact, numpy_ms = _exact(index, asked)
    found = sum(len(set(one.tolist()) & set(other.tolist())) for one, other in zip(nearest, exact, strict=True))
    recall = found / sum(len(one) for one in exact)
    return {**quantiles(spent), "recall_at_10": round(recall, 4), "numpy_ms": round(numpy_ms, 3)}


def lexical(index: Index, material: Real) -> dict[str, float]:
    """Both BM25 fields and the hundred best of each."""

    def work(question: str) -> None:
        for scores in index.lexical.scores(question):
            top(scores, POOL)

    return quantiles([seconds(lambda question=question: work(question)) for question in material.questions[:ASKED]][WARM_UP:])


def searched(index: Index, material: Real, embedder: Embedder) -> dict[str, float]:
    """Question to ten hits, the vector of the question given; the first ones of the process beside the others; recall of real answers."""
    retriever = HybridRetriever(lambda: index, Given(material))
    asked = [Question(text, query=text) for text in material.questions[:ASKED]]
    spent, found, judged, processor = [], 0, 0, time.process_time()
    for question, rows in zip(asked, holding(material, pairs(len(index.passages), len(material.texts))), strict=False):
        begun = time.perf_counter()
        hits = retriever.retrieve(question, K)
        spent.append(time.perf_counter() - begun)
        if judged < JUDGED and rows:
            judged += 1
            found += bool({f"m{row}" for row in rows} & {hit.article.id for hit in hits[:5]})
    processor = (time.process_time() - processor) / len(asked)
    alone = [seconds(lambda question=question: embedder.embed_query(question.text)) for question in asked[:60]][WARM_UP:]
    return {
        "first_ms": round(spent[0] * 1000, 1),
        **{f"without_encoder_{name}": value for name, value in quantiles(spent[WARM_UP:]).items()},
        "without_encoder_processor_ms": round(processor * 1000, 2),
        "yardstick_encoder_p50_ms": round(float(np.median(alone)) * 1000, 2),
        "recall_at_5": round(found / judged, 4) if judged else 0.0,
        "judged": judged,
    }


def sixteen(index: Index, material: Real) -> dict[str, float]:
    """The same by sixteen threads at once: milliseconds of each, and searches a second."""
    retriever = HybridRetriever(lambda: index, Given(material))

    def one(text: str) -> float:
        return seconds(lambda: retriever.retrieve(Question(text, query=text), K))

    texts = material.questions[:ASKED]
    with ThreadPoolExecutor(16) as threads:
        begun = time.perf_counter()
        spent = list(threads.map(one, texts))
        whole = time.perf_counter() - begun
    return {**quantiles(spent), "a_second": round(len(texts) / whole, 1)}


def by_stage(index: Index, material: Real, embedder: Embedder) -> dict[str, Any]:
    """Whole questions, encoder and reader included, by stage; the first one apart, before which the texts are read for short names."""
    messages = Messages("zh")
    answerer = ExtractiveAnswerer(messages, index.lexical.rarity, open_reader())
    assistant = Assistant(lambda: index, HybridRetriever(lambda: index, embedder), answerer, lambda missing: missing)
    first = seconds(lambda: assistant.ask(material.questions[-WHOLE - 1]))
    stages = [assistant.ask(text).timings_ms for text in material.questions[-WHOLE:]]
    names = [name for name in stages[0] if isinstance(stages[0][name], float)]
    return {"first_s": round(first, 2), **{name: quantiles([one[name] / 1000 for one in stages]) for name in names}}


def quantiles(spent: Sequence[float]) -> dict[str, float]:
    """Median and 95 % of seconds, as milliseconds."""
    return {f"p{share}_ms": round(float(np.percentile(spent, share)) * 1000, 2) for share in (50, 95)}


def memory() -> float:
    """Megabytes that this process holds for itself: what is mapped from files and can be read again is not counted; 0 where the system does not say."""
    rollup = Path("/proc/self/smaps_rollup")
    found = re.search(r"^Anonymous:\s+(\d+) kB", rollup.read_text("utf-8"), re.MULTILINE) if rollup.exists() else None
    return int(found[1]) / 1000 if found else 0.0


def seconds(work: Callable[[], object]) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _exact(index: Index, asked: Vectors) -> tuple[list[np.ndarray[Any, Any]], float]:
    """The ten nearest of each by comparing all, and the milliseconds that takes for one."""
    count = len(index.dense)
    scores = np.empty((len(asked), count), np.float32)
    spent = 0.0
    for start in range(0, count, SLICE):
        vectors = index.dense.vectors(range(start, min(start + SLICE, count)))
        scores[:, start : start + len(vectors)] = asked @ vectors.T
        spent += seconds(lambda vectors=vectors: vectors @ asked[0])
    best = [np.argpartition(-row, min(K, count) - 1)[:K] for row in scores]
    return best, (spent + seconds(lambda: np.argpartition(-scores[0], min(POOL, count) - 1)[:POOL])) * 1000
