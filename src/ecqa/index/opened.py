"""An index folder to the index in use, checked by checksum and held in memory; it writes nothing."""

import hashlib
import json
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ecqa.errors import SearchIndexError
from ecqa.index.dense import FaissIndex
from ecqa.index.facts import Fact
from ecqa.index.joined import JoinedDense, JoinedLexical, JoinedSentences
from ecqa.index.lexical import LexicalIndex
from ecqa.index.manifest import NAME, Manifest, belongs, read_manifest
from ecqa.index.parts import (
    DENSE,
    FACTS,
    LEXICAL,
    SENTENCES,
    TERMS,
    in_corpus_order,
    load_content,
    read_articles,
    read_facts,
    read_passages,
)
from ecqa.index.records import StoredPassage
from ecqa.index.reprints import Reprint, copies
from ecqa.index.sentences import SentenceVectors, sentence_texts, text_key
from ecqa.index.terms import TermCounts, load_terms
from ecqa.protocols import Rows
from ecqa.schema import Article, Passage

CURRENT = "CURRENT"
GENERATIONS = "generations"
CHANGES = "changes"
"""Folder of the later parts of a generation."""
REPRINTS = "reprints.json"
NOTICES = "notices.json"
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
    copies: dict[str, str]
    """The article that stands for each one that is a reprint of it; both are in the index."""
    parts: "tuple[LoadedPart, ...]" = ()

    def reprints(self, article_id: str) -> list[str]:
        """Ids of the other articles that say the same as an article, in corpus order."""
        main = self.copies.get(article_id, article_id)
        group = {main, *(one for one, standing in self.copies.items() if standing == main)}
        return [one for one in self.articles if one in group and one != article_id] if len(group) > 1 else []

    def sentence_keys(self) -> list[str]:
        """Key of every sentence, in the order of the vectors in `sentences`."""
        return [text_key(text) for passage in self.passages for text in sentence_texts(passage)]

    def rows_where(self, keep: Callable[[Article], bool]) -> Rows:
        """Rows of the passages whose article is kept, ascending, shape (m,), int64."""
        kept = {article.id for article in self.articles.values() if keep(article)}
        return np.array([row for row, passage in enumerate(self.passages) if passage.article_id in kept], np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPart:
    """A part that is in memory, to be used again where the next generation has it too."""

    files: dict[str, str]
    """Checksums, by path in the part."""
    articles: list[Article]
    facts: list[Fact]
    passages: list[StoredPassage]
    dense: FaissIndex
    sentences: SentenceVectors
    terms: dict[str, TermCounts]
    """Empty in a part that is a generation by itself."""


def open_index(folder: Path, embedder_name: str | None = None, known: Index | None = None) -> Index:
    """Opens the generation in use; every file of it is compared with its checksum.

    Args:
        folder: The index folder.
        embedder_name: Name of the model that questions will be embedded with; None does not compare.
        known: An index of the same folder that is open; parts that the generation shares with it are not read again.

    Raises:
        SearchIndexError: There is no index, it is damaged, of another format, or was built with another model.
    """
    while True:
        generation = current_generation(folder)
        try:
            return open_generation(folder, generation, embedder_name, known)
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


def open_generation(folder: Path, generation: str, embedder_name: str | None = None, known: Index | None = None) -> Index:
    """Opens one generation; arguments and errors as `open_index`."""
    home = folder / GENERATIONS / generation
    manifest = checked_manifest(home, generation)
    if embedder_name is not None and manifest.embedder != embedder_name:
        raise SearchIndexError("index-other-model", path=folder, built=manifest.embedder, model=embedder_name)
    parts = {part.folder: files_of(manifest, part.folder) for part in manifest.parts}
    ready = {} if known is None else {name: one for name, files in parts.items() for one in known.parts if one.files == files}
    check_files(home, manifest, skip={f"{name}/{file}".lstrip("/") for name in ready for file in parts[name]})
    try:
        return _joined(home, manifest, ready) if len(manifest.parts) > 1 or manifest.parts[0].removed else _loaded(home, manifest)
    except (KeyError, TypeError, ValueError, RuntimeError, OSError) as problem:  # whole, but of a form that this program does not know
        raise SearchIndexError("index-format", path=home) from problem


def files_of(manifest: Manifest, folder: str) -> dict[str, str]:
    """Checksums of the files of one part, by path in the part."""
    if folder:
        return {name.removeprefix(f"{folder}/"): digest for name, digest in manifest.files.items() if name.startswith(f"{folder}/")}
    return {
        name: digest for name, digest in manifest.files.items() if not name.startswith(f"{CHANGES}/") and name not in (REPRINTS, NOTICES)
    }


def _loaded(home: Path, manifest: Manifest) -> Index:
    """A generation of one part."""
    articles = read_articles(home)
    stored = read_passages(home)
    passages = [one.passage for one in stored]
    by_id = {article.id: article for article in articles}
    dense = FaissIndex.load(home / DENSE)
    sentences = SentenceVectors.load(home / SENTENCES, passages)
    facts = read_facts(home) if FACTS in manifest.files else []
    return Index(
        generation=home.name,
        manifest=manifest,
        articles=by_id,
        passages=passages,
        keys=[one.key for one in stored],
        dense=dense,
        lexical=LexicalIndex.load(home / LEXICAL),
        sentences=sentences,
        copies=copies(read_reprints(home), by_id),
        parts=(LoadedPart(files_of(manifest, ""), articles, facts, stored, dense, sentences, {}),),
    )


def _joined(home: Path, manifest: Manifest, ready: dict[str, LoadedPart]) -> Index:
    """A generation of several parts."""
    parts = [_part(home / part.folder, files_of(manifest, part.folder), ready.get(part.folder)) for part in manifest.parts]
    gone = [set(part.removed) for part in manifest.parts]
    order, rows = in_corpus_order([(one.facts, one.passages, out) for one, out in zip(parts, gone, strict=True)])
    articles = {(article := parts[number].articles[at]).id: article for number, at in order}
    stored = [parts[number].passages[local] for number, local in zip(rows.part.tolist(), rows.local.tolist(), strict=True)]
    return Index(
        generation=home.name,
        manifest=manifest,
        articles=articles,
        passages=[one.passage for one in stored],
        keys=[one.key for one in stored],
        dense=JoinedDense([part.dense for part in parts], rows),
        lexical=JoinedLexical([part.terms for part in parts], rows),
        sentences=JoinedSentences([part.sentences for part in parts], rows),
        copies=copies(read_reprints(home), articles),
        parts=tuple(parts),
    )


def _part(folder: Path, files: dict[str, str], ready: LoadedPart | None) -> LoadedPart:
    if ready is not None:
        return ready if ready.terms else replace(ready, terms=load_terms(folder / TERMS))
    one = load_content(folder)
    return LoadedPart(files, one.articles, one.facts, one.passages, one.dense, one.sentences, one.terms)


def read_reprints(home: Path) -> list[Reprint]:
    """The pairs of reprints of a generation; none in an index of an earlier version."""
    path = home / REPRINTS
    return [Reprint(*pair) for pair in json.loads(path.read_bytes())] if path.is_file() else []


def checked_manifest(home: Path, generation: str) -> Manifest:
    """The manifest of a generation.

    Raises:
        SearchIndexError: It is damaged, or of another format version.
    """
    path = home / NAME
    data = _read(path)
    if not belongs(generation, data):
        raise SearchIndexError("index-damaged", path=path)
    try:
        return read_manifest(data)
    except ValueError as problem:
        raise SearchIndexError("index-format", path=path) from problem


def check_files(home: Path, manifest: Manifest, skip: Collection[str] = ()) -> None:
    """Compares every file of a generation with its checksum.

    Args:
        home: The generation's folder.
        manifest: Its manifest.
        skip: Files that are known to be whole.

    Raises:
        SearchIndexError: One is damaged or missing.
    """
    for name, expected in manifest.files.items():
        if name not in skip and hashlib.sha256(_read(home / name)).hexdigest() != expected:
            raise SearchIndexError("index-damaged", path=home / name)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise SearchIndexError("index-damaged", path=path) from problem
