"""Real passages to the files of an index of as many as wanted, and these files to an Index that a retriever searches; it measures nothing.

Vectors go into `FaissIndex`, terms into the files of `LexicalIndex`, sentence vectors into those of `SentenceVectors`, as the program writes them; the
scores are worked out a slice of the passages at a time, so that a million fit into memory. A passage is an article of its own, of two
sentences, the halves.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import numpy as np
from numpy.typing import NDArray
from scale_material import Real, halves, mixtures, pairs
from scipy import sparse

from ecqa.index.columns import columns_of
from ecqa.index.dense import FaissIndex
from ecqa.index.lexical import FIELDS, K1, B, LexicalIndex
from ecqa.index.manifest import FORMAT, Manifest
from ecqa.index.opened import Index
from ecqa.index.order import whole
from ecqa.index.parts import ARTICLES, COLUMNS, DENSE, LEXICAL, PASSAGES, SENTENCES, open_texts
from ecqa.index.records import StoredPassage, article_record, lines, passage_record
from ecqa.index.sentences import SentenceVectors
from ecqa.index.texts import Articles, Passages
from ecqa.schema import Article, Passage
from ecqa.text.folding import fold

SLICE = 50_000
"""Passages whose terms are counted at once."""
TEXTS = "texts"
NAMES = {"data": np.float32, "indices": np.int32}


class Made(Sequence[Passage]):
    """The passages of a made collection.

    Args:
        texts: Of the real ones.
        chosen: Which two each is of, shape (n, 2).
    """

    def __init__(self, texts: Sequence[str], chosen: NDArray[np.int64]) -> None:
        self.firsts, self.seconds = halves(texts)
        self._chosen = chosen

    @overload
    def __getitem__(self, row: int) -> Passage: ...
    @overload
    def __getitem__(self, row: slice) -> list[Passage]: ...
    def __getitem__(self, row: int | slice) -> Passage | list[Passage]:
        """One made passage, or some."""
        if isinstance(row, slice):
            return [self[at] for at in range(*row.indices(len(self)))]
        first, second = self.firsts[self._chosen[row, 0]], self.seconds[self._chosen[row, 1]]
        spans = ((0, len(first)), (len(first) + 1, len(first) + 1 + len(second)))
        text = f"{first}\n{second}"
        return Passage(f"m{row}:0-{len(text)}", f"m{row}", 0, len(text), text, "", spans)

    def __len__(self) -> int:
        return len(self._chosen)


def article_of(passage: Passage) -> Article:
    """The article of a made passage, which is all of it."""
    return Article(passage.article_id, passage.text.split("\n", 1)[0][:40], passage.text, "0" * 12, "made.jsonl", 0)


def write(real: Real, count: int, folder: Path) -> None:
    """Writes the files of a collection of `count` passages, but for those that are there already."""
    folder.mkdir(parents=True, exist_ok=True)
    chosen = pairs(count, len(real.texts))
    if not (folder / DENSE).is_file():
        vectors = np.concatenate([mixtures(real.vectors, chosen[at : at + SLICE]) for at in range(0, count, SLICE)])
        FaissIndex.build(vectors).save(folder / f"{DENSE}.part")
        (folder / f"{DENSE}.part").rename(folder / DENSE)
    if not (folder / SENTENCES).is_file():
        unfinished = folder / f"{SENTENCES}.part"
        stored = np.lib.format.open_memmap(unfinished, "w+", np.float16, (2 * count, real.vectors.shape[1]))
        for at in range(0, count, SLICE):
            stored[2 * at : 2 * (at + SLICE)] = real.vectors[chosen[at : at + SLICE].ravel()]
        stored.flush()
        unfinished.rename(folder / SENTENCES)
    for name in FIELDS:
        if not (folder / LEXICAL / name / "params.index.json").is_file():
            _write_field(name, Made(real.texts, chosen), chosen, folder / LEXICAL / name)
    if not (folder / TEXTS / PASSAGES).is_file():
        made = list(Made(real.texts, chosen)[:])
        write_texts(made, [article_of(one) for one in made], folder / TEXTS)


def write_texts(passages: Sequence[Passage], articles: Sequence[Article], folder: Path) -> None:
    """Writes passages, and an article for each, as the program does."""
    folder.mkdir(parents=True)
    written = lines(map(article_record, articles)), lines(passage_record(StoredPassage(one, "")) for one in passages)
    columns_of(articles, [], passages, *written).save(folder / COLUMNS)
    (folder / ARTICLES).write_bytes(written[0])
    (folder / PASSAGES).write_bytes(written[1])


def read_texts(folder: Path) -> tuple[Articles, Passages]:
    """What `write_texts` wrote, mapped from the files."""
    texts = open_texts(folder)
    articles, rows = whole(texts.columns)
    return Articles([texts], articles), Passages([texts], rows)


def opened(folder: Path) -> Index:
    """What `write` wrote, mapped from the files."""
    articles, passages = read_texts(folder / TEXTS)
    sentences = SentenceVectors.load(folder / SENTENCES, np.arange(0, 2 * len(passages) + 1, 2))
    dense = FaissIndex.load(folder / DENSE)
    return Index(
        generation="made",
        manifest=Manifest(FORMAT, "", "made", dense.dim, {}, "", len(articles), len(passages), {}, {}, None),
        articles=articles,
        passages=passages,
        dense=dense,
        lexical=LexicalIndex.load(folder / LEXICAL),
        sentences=sentences,
        copies={},
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Halves:
    """How often each term stands in the halves of the real passages, shape (real passages, terms)."""

    terms: list[str]
    firsts: sparse.csr_matrix
    seconds: sparse.csr_matrix


def _write_field(name: str, passages: Made, chosen: NDArray[np.int64], folder: Path) -> None:
    """The scores of one field, in the files that bm25s reads: by term, the rows that hold it and what it adds to each."""
    folder.mkdir(parents=True, exist_ok=True)
    counted = _counted(name, passages)
    count = len(chosen)
    lengths = (counted.firsts.sum(axis=1)[chosen[:, 0]] + counted.seconds.sum(axis=1)[chosen[:, 1]]).A1.astype(np.float64)
    holding = np.zeros(len(counted.terms), np.int64)
    for start in range(0, count, SLICE):
        holding += np.bincount(_slice(counted, chosen[start : start + SLICE]).indices, minlength=len(counted.terms))
    bounds = np.concatenate([[0], np.cumsum(holding)])
    rarity = np.log(1 + (count - holding + 0.5) / (holding + 0.5))
    files = {key: np.lib.format.open_memmap(folder / f"{key}.csc.index.npy", "w+", kind, (int(bounds[-1]),)) for key, kind in NAMES.items()}
    place = bounds[:-1].copy()
    for start in range(0, count, SLICE):
        rows = _slice(counted, chosen[start : start + SLICE])
        often = rows.data.astype(np.float64)
        row = np.repeat(np.arange(rows.shape[0]), np.diff(rows.indptr))
        scores = rarity[rows.indices] * often / (often + K1 * (1 - B + B * lengths[start + row] / lengths.mean()))
        order = np.argsort(rows.indices, kind="stable")
        term = rows.indices[order]
        here = np.bincount(term, minlength=len(counted.terms))
        at = place[term] + np.arange(len(term)) - np.repeat(np.cumsum(here) - here, here)
        files["indices"][at], files["data"][at] = (start + row)[order], scores[order]
        place += here
    for file in files.values():
        file.flush()
    np.save(folder / "indptr.csc.index.npy", bounds)
    (folder / "vocab.index.json").write_text(json.dumps({term: number for number, term in enumerate(counted.terms)}), "utf-8")
    kinds = {"dtype": "float32", "int_dtype": "int32", "backend": "numpy"}
    parameters = {
        "k1": K1,
        "b": B,
        "delta": 0.5,
        "method": "lucene",
        "idf_method": "lucene",
        "num_docs": count,
        "version": "0.3.16",
        **kinds,
    }
    (folder / "params.index.json").write_text(json.dumps(parameters), "utf-8")


def _counted(name: str, passages: Made) -> _Halves:
    vocabulary: dict[str, int] = {}
    found = []
    for texts in (passages.firsts, passages.seconds):
        numbers = [[vocabulary.setdefault(term, len(vocabulary)) for term in FIELDS[name](fold(text))] for text in texts]
        rows = np.repeat(np.arange(len(texts)), [len(one) for one in numbers])
        found.append((rows, np.concatenate([np.asarray(one, np.int64) for one in numbers])))
    shape = (len(passages.firsts), len(vocabulary))
    firsts, seconds = (sparse.csr_matrix((np.ones(len(terms), np.int32), (rows, terms)), shape=shape) for rows, terms in found)
    return _Halves(list(vocabulary), firsts, seconds)


def _slice(counted: _Halves, chosen: NDArray[np.int64]) -> sparse.csr_matrix:
    """Counts of made passages, of both halves together."""
    return (counted.firsts[chosen[:, 0]] + counted.seconds[chosen[:, 1]]).tocsr()
