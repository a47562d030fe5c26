"""An index folder to the index in use, checked by checksum and held in memory; it writes nothing."""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ecqa.errors import SearchIndexError
from ecqa.index.dense import FaissIndex
from ecqa.index.lexical import LexicalIndex
from ecqa.index.manifest import NAME, Manifest, belongs, read_manifest
from ecqa.index.records import read_article, read_lines, read_passage
from ecqa.index.sentences import SentenceVectors, sentence_texts, text_key
from ecqa.protocols import Rows
from ecqa.schema import Article, Passage

CURRENT = "CURRENT"
GENERATIONS = "generations"
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """One generation; row r of `dense` and `lexical` is `passages[r]`."""

    generation: str
    manifest: Manifest
    articles: dict[str, Article]
    """By id, in corpus order."""
    passages: list[Passage]
    """In row order: articles in corpus order, passages in text order."""
    keys: list[str]
    """Key of each row's search text."""
    dense: FaissIndex
    lexical: LexicalIndex
    sentences: SentenceVectors

    def sentence_keys(self) -> list[str]:
        """Key of every sentence, in the order of the vectors in `sentences`."""
        return [text_key(text) for passage in self.passages for text in sentence_texts(passage)]

    def rows_where(self, keep: Callable[[Article], bool]) -> Rows:
        """Rows of the passages whose article is kept, ascending, shape (m,), int64."""
        kept = {article.id for article in self.articles.values() if keep(article)}
        return np.array([row for row, passage in enumerate(self.passages) if passage.article_id in kept], np.int64)


def open_index(folder: Path, embedder_name: str | None = None) -> Index:
    """Opens the generation in use; every file of it is compared with its checksum.

    Args:
        folder: The index folder.
        embedder_name: Name of the model that questions will be embedded with; None does not compare.

    Raises:
        SearchIndexError: There is no index, it is damaged, of another format, or was built with another model.
    """
    while True:
        generation = current_generation(folder)
        try:
            return open_generation(folder, generation, embedder_name)
        except SearchIndexError:
            if current_generation(folder) == generation:
                raise  # else it was replaced and removed while it was read: take the new one


def current_generation(folder: Path) -> str:
    """Id of the generation in use.

    Raises:
        SearchIndexError: There is no index, or the file that names it is damaged.
    """
    path = folder / CURRENT
    try:
        name = path.read_text("utf-8").rstrip("\n")
    except FileNotFoundError as problem:
        raise SearchIndexError("index-missing", path=folder) from problem
    except (OSError, UnicodeDecodeError) as problem:
        raise SearchIndexError("index-damaged", path=path) from problem
    if not _ID.fullmatch(name) or not (folder / GENERATIONS / name).is_dir():
        raise SearchIndexError("index-damaged", path=path)
    return name


def open_generation(folder: Path, generation: str, embedder_name: str | None = None) -> Index:
    """Opens one generation; arguments and errors as `open_index`."""
    home = folder / GENERATIONS / generation
    manifest = _checked_manifest(home, generation)
    if embedder_name is not None and manifest.embedder != embedder_name:
        raise SearchIndexError("index-other-model", path=folder, built=manifest.embedder, model=embedder_name)
    _check_files(home, manifest)
    try:
        return _loaded(home, manifest)
    except (KeyError, TypeError, ValueError, RuntimeError) as problem:  # whole, but of a form that this program does not know
        raise SearchIndexError("index-format", path=home) from problem


def _loaded(home: Path, manifest: Manifest) -> Index:
    articles = [read_article(record) for record in read_lines((home / "articles.jsonl").read_bytes())]
    stored = [read_passage(record) for record in read_lines((home / "passages.jsonl").read_bytes())]
    passages = [one.passage for one in stored]
    return Index(
        generation=home.name,
        manifest=manifest,
        articles={article.id: article for article in articles},
        passages=passages,
        keys=[one.key for one in stored],
        dense=FaissIndex.load(home / "dense.faiss"),
        lexical=LexicalIndex.load(home / "bm25"),
        sentences=SentenceVectors.load(home / "sentences.npy", passages),
    )


def _checked_manifest(home: Path, generation: str) -> Manifest:
    path = home / NAME
    data = _read(path)
    if not belongs(generation, data):
        raise SearchIndexError("index-damaged", path=path)
    try:
        return read_manifest(data)
    except ValueError as problem:
        raise SearchIndexError("index-format", path=path) from problem


def _check_files(home: Path, manifest: Manifest) -> None:
    for name, expected in manifest.files.items():
        if hashlib.sha256(_read(home / name)).hexdigest() != expected:
            raise SearchIndexError("index-damaged", path=home / name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise SearchIndexError("index-damaged", path=path) from problem
