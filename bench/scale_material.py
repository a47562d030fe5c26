"""Real texts to as many passages as a measure wants: texts recombined from halves, vectors mixed from two; it measures nothing.

The real passages are those of a corpus folder and, where one is named, of a folder of reading-comprehension sets (SQuAD form) and JSON
lines. They are encoded once and kept. Passage n of a made collection is the first half of one real passage and the second half of another;
its vector is the normalised sum of their vectors. A line break parts the halves, so that its terms are exactly those of the two.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ecqa.corpus import load_corpus
from ecqa.passages import cut, search_text
from ecqa.protocols import Vectors
from ecqa.schema import Article, Passage

STEP = 500
"""Texts encoded before the work done is kept."""
QUESTIONS = 600
SEED = 20


@dataclass(frozen=True, slots=True, eq=False)
class Real:
    """Real passages with what they are found by and their vectors, and real questions with theirs."""

    passages: list[Passage]
    texts: list[str]
    vectors: Vectors
    questions: list[str]
    asked: Vectors
    answering: list[list[int]]
    """For each question the passages that hold what answers it."""


def real(corpus: Path, more: Path | None, kept: Path, embedder: "Encoder") -> Real:
    """The real passages and questions, encoded now or earlier.

    Args:
        corpus: A corpus folder.
        more: A folder of `*.json` in SQuAD form and `*.jsonl` with a text a line; None takes none.
        kept: Folder of vectors made before.
        embedder: Makes the others.
    """
    articles = list(load_corpus(corpus).articles)
    asked: list[Asked] = []
    for path in sorted(more.glob("*.json*")) if more else []:
        found, of = _squad(path) if path.suffix == ".json" else (_lines(path), [])
        articles += found
        asked += of
    cuts = [(article, passage) for article in articles for passage in cut(article)]
    texts = [search_text(article, passage) for article, passage in cuts]
    asked = asked or [Asked(one.text.strip()[:24], one.article_id, one.start) for _, one in cuts]
    chance = np.random.default_rng(SEED)
    drawn = [asked[at] for at in sorted(chance.choice(len(asked), min(QUESTIONS, len(asked)), replace=False))]
    chosen = [one.question for one in drawn]
    rows: dict[str, list[int]] = {}
    for row, (_, passage) in enumerate(cuts):
        rows.setdefault(passage.article_id, []).append(row)
    holding = [[row for row in rows[one.article] if cuts[row][1].start <= one.at < cuts[row][1].end] for one in drawn]
    documents = _encoded(texts, embedder.embed_documents, kept / f"documents-{embedder.name}")
    asked_vectors = _encoded(
        chosen, lambda some: np.stack([embedder.embed_query(one) for one in some]), kept / f"questions-{embedder.name}"
    )
    return Real([passage for _, passage in cuts], texts, documents, chosen, asked_vectors, holding)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and where its answer begins."""

    question: str
    article: str
    at: int
    """Offset in the article's text."""


class Encoder(Protocol):
    """What `real` wants of an embedder."""

    name: str

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Shape (len(texts), dim)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Shape (dim,)."""
        ...


def pairs(count: int, of: int) -> NDArray[np.int64]:
    """Which two real passages each of `count` made ones is of, shape (count, 2); the first `of` are the real ones themselves.

    The first n pairs of a larger collection are those of a collection of n.
    """
    chance = np.random.default_rng(SEED)
    own = np.repeat(np.arange(min(of, count)), 2).reshape(-1, 2)
    return np.concatenate([own, chance.integers(0, of, (max(count - of, 0), 2))])


def holding(material: Real, chosen: NDArray[np.int64]) -> list[list[int]]:
    """For each question the made passages of which a half is of a passage that answers it; none where no such passage is among the real ones taken."""
    taken = min(len(material.texts), len(chosen))
    return [np.flatnonzero(np.isin(chosen, rows).any(axis=1)).tolist() if rows and max(rows) < taken else [] for rows in material.answering]


def mixtures(vectors: Vectors, chosen: NDArray[np.int64]) -> Vectors:
    """The normalised sum of two vectors each, shape (len(chosen), dim), float32."""
    mixed = vectors[chosen[:, 0]] + vectors[chosen[:, 1]]
    unit: Vectors = (mixed / np.linalg.norm(mixed, axis=1, keepdims=True)).astype(np.float32)
    return unit


def halves(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The first and the second halves of texts, cut at a sentence end near the middle where there is one."""
    firsts, seconds = [], []
    for text in texts:
        ends = [at + 1 for at, character in enumerate(text) if character in "。！？；\n"]
        at = min(ends, key=lambda end: abs(end - len(text) // 2), default=len(text) // 2)
        firsts.append(text[:at])
        seconds.append(text[at:])
    return firsts, seconds


def neighbour_distances(vectors: Vectors, sample: int = 500) -> dict[str, float]:
    """Quantiles of the distance (1 - cosine) of a sample of vectors to their nearest others."""
    chance = np.random.default_rng(SEED)
    rows = chance.choice(len(vectors), min(sample, len(vectors)), replace=False)
    best = np.full(len(rows), -1.0, np.float32)
    bounds = [*range(0, len(vectors), 100_000), len(vectors)]
    for start, end in pairwise(bounds):
        near = vectors[rows] @ np.asarray(vectors[start:end]).T
        inside = (rows >= start) & (rows < end)
        near[np.flatnonzero(inside), rows[inside] - start] = -1
        best = np.maximum(best, near.max(axis=1))
    return {f"p{share}": round(float(np.percentile(1 - best, share)), 4) for share in (5, 25, 50, 75, 95)}


def _encoded(texts: list[str], encode: Callable[[list[str]], Vectors], kept: Path) -> Vectors:
    """The vectors of texts, a file a step, so that a run that was stopped goes on where it was."""
    folder = kept / hashlib.sha256("\0".join(texts).encode()).hexdigest()[:16]
    folder.mkdir(parents=True, exist_ok=True)
    found = []
    for start in range(0, len(texts), STEP):
        path = folder / f"{start:07d}.npy"
        if not path.is_file():
            unfinished = path.with_suffix(".part")
            with unfinished.open("wb") as file:
                np.save(file, encode(texts[start : start + STEP]), allow_pickle=False)
            unfinished.rename(path)
        found.append(np.load(path, allow_pickle=False))
    return np.concatenate(found)


def _squad(path: Path) -> tuple[list[Article], list[Asked]]:
    paragraphs = [(one["title"], part) for one in json.loads(path.read_text("utf-8"))["data"] for part in one["paragraphs"]]
    articles, asked = [], []
    for number, (title, part) in enumerate(paragraphs):
        article = _article(f"{path.stem}-{number:04d}", f"{title}\n{part['context']}")
        articles.append(article)
        before = len(title) + 1
        asked += [Asked(qa["question"], article.id, before + int(qa["answers"][0]["answer_start"])) for qa in part["qas"]]
    return articles, asked


def _lines(path: Path) -> list[Article]:
    records = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [_article(f"{path.stem}-{number:04d}", one["text"]) for number, one in enumerate(records) if "text" in one]


def _article(name: str, text: str) -> Article:
    return Article(name, text.split("\n", 1)[0][:40], text, hashlib.sha256(text.encode()).hexdigest()[:12], name, 0)
