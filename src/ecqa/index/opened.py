"""An index folder to the index in use, its files checked and mapped; it writes nothing."""

import json
import re
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from ecqa.errors import SearchIndexError
from ecqa.index.columns import Facet
from ecqa.index.dense import FaissIndex
from ecqa.index.joined import JoinedDense, JoinedLexical, JoinedSentences, RowMap
from ecqa.index.lexical import LexicalIndex
from ecqa.index.manifest import NAME, Manifest, belongs, checksum, read_manifest
from ecqa.index.order import in_corpus_order, whole
from ecqa.index.parts import DENSE, LEXICAL, SENTENCES, TERMS, open_texts
from ecqa.index.reprints import Reprint, copies
from ecqa.index.sentences import SentenceVectors, sentence_texts, text_key
from ecqa.index.terms import TermCounts, load_terms
from ecqa.index.texts import Articles, PartTexts, Passages
from ecqa.protocols import Rows
from ecqa.schema import Passage

CURRENT = "CURRENT"
GENERATIONS = "generations"
CHANGES = "changes"
"""Folder of the later parts of a generation."""
REPRINTS = "reprints.json"
NOTICES = "notices.json"
STAMPS = "stamps.json"
"""Size and time of each file as it was written."""

Stamp = list[int] | None
"""Bytes of a file, and when it was written in nanoseconds; None where there is none."""
_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """One generation; row r of `dense` and `lexical` is `passages[r]`."""

    generation: str
    manifest: Manifest
    articles: Articles
    """By id, in corpus order."""
    passages: Passages
    """In row order: articles in corpus order, passages in text order."""
    dense: FaissIndex
    lexical: LexicalIndex
    sentences: SentenceVectors
    copies: dict[str, str]
    """The article that stands for each one that is a reprint of it; both are in the index."""
    parts: "tuple[LoadedPart, ...]" = ()

    def reprints(self, article_id: str) -> list[str]:
        """Ids of the other articles that say the same as an article, in corpus order."""
        main = self.copies.get(article_id, article_id)
        group = {main, *(one for one, standing in self.copies.items() if standing == main)} - {article_id}
        return sorted(group, key=self.articles.place)

    def sentence_keys(self) -> list[str]:
        """Key of every sentence, in the order of the vectors in `sentences`."""
        return [text_key(text) for passage in self.passages for text in sentence_texts(passage)]

    def passages_of(self, article_id: str) -> list[Passage]:
        """The passages of an article of the index, in text order."""
        place = self.articles.place(article_id)
        return self.passages[int(self.articles.passages[place]) : int(self.articles.passages[place + 1])]

    def rows_where(self, keep: Callable[[Facet], bool]) -> Rows:
        """Rows of the passages whose article is kept, ascending, shape (m,), int64."""
        facets, of = self.articles.facets
        kept = np.array([keep(one) for one in facets], bool)[of]
        return np.flatnonzero(np.repeat(kept, np.diff(self.articles.passages))).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class LoadedPart:
    """A part that is in memory, to be used again where the next generation has it too."""

    files: dict[str, str]
    """Checksums, by path in the part."""
    texts: PartTexts
    dense: FaissIndex
    sentences: SentenceVectors
    terms: dict[str, TermCounts]
    """Empty in a part that is a generation by itself."""


def open_index(folder: Path, embedder_name: str | None = None, known: Index | None = None, *, thorough: bool = False) -> Index:
    """Opens the generation in use; a file that is not of the size and time at which it was written is compared with its checksum.

    Args:
        folder: The index folder.
        embedder_name: Name of the model that questions will be embedded with; None does not compare.
        known: An index of the same folder that is open; parts that the generation shares with it are not read again.
        thorough: Whether every file is compared with its checksum: all of them are read, 6 GB at a million passages.

    Raises:
        SearchIndexError: There is no index, it is damaged, of another format, or was built with another model.
    """
    while True:
        generation = current_generation(folder)
        try:
            return open_generation(folder, generation, embedder_name, known, thorough=thorough)
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


def open_generation(
    folder: Path, generation: str, embedder_name: str | None = None, known: Index | None = None, *, thorough: bool = False
) -> Index:
    """Opens one generation; arguments and errors as `open_index`."""
    home = folder / GENERATIONS / generation
    manifest = checked_manifest(home, generation)
    if embedder_name is not None and manifest.embedder != embedder_name:
        raise SearchIndexError("index-other-model", path=folder, built=manifest.embedder, model=embedder_name)
    parts = {part.folder: files_of(manifest, part.folder) for part in manifest.parts}
    ready = {} if known is None else {name: one for name, files in parts.items() for one in known.parts if one.files == files}
    check_files(home, manifest, skip={f"{name}/{file}".lstrip("/") for name in ready for file in parts[name]}, thorough=thorough)
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
    part = _part(home, files_of(manifest, ""))
    articles, rows = whole(part.texts.columns)
    return _index(home, manifest, (part,), (articles, rows), (part.dense, LexicalIndex.load(home / LEXICAL), part.sentences))


def _joined(home: Path, manifest: Manifest, ready: dict[str, LoadedPart]) -> Index:
    """A generation of several parts."""
    parts = [_counted(home / one.folder, files_of(manifest, one.folder), ready.get(one.folder)) for one in manifest.parts]
    articles, rows = in_corpus_order([one.texts.columns for one in parts], [one.removed for one in manifest.parts])
    searched = (
        JoinedDense([part.dense for part in parts], rows),
        JoinedLexical([part.terms for part in parts], rows),
        JoinedSentences([part.sentences for part in parts], rows),
    )
    return _index(home, manifest, tuple(parts), (articles, rows), searched)


def _index(
    home: Path,
    manifest: Manifest,
    parts: tuple[LoadedPart, ...],
    maps: tuple[RowMap, RowMap],
    searched: tuple[FaissIndex, LexicalIndex, SentenceVectors],
) -> Index:
    texts = [part.texts for part in parts]
    articles = Articles(texts, maps[0])
    standing = copies(read_reprints(home), articles)
    return Index(home.name, manifest, articles, Passages(texts, maps[1]), *searched, standing, parts)


def _part(folder: Path, files: dict[str, str]) -> LoadedPart:
    """A part without its term counts."""
    texts = open_texts(folder)
    sentences = SentenceVectors.load(folder / SENTENCES, texts.columns.sentences)
    return LoadedPart(files, texts, FaissIndex.load(folder / DENSE), sentences, {})


def _counted(folder: Path, files: dict[str, str], ready: LoadedPart | None) -> LoadedPart:
    """A part with its term counts, of which what is ready is not read again."""
    part = ready or _part(folder, files)
    return part if part.terms else replace(part, terms=load_terms(folder / TERMS))


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


def check_files(home: Path, manifest: Manifest, skip: Collection[str] = (), *, thorough: bool = False) -> None:
    """Compares the files of a generation with their checksums, but for those that still have the size and time at which they were written.

    Args:
        home: The generation's folder.
        manifest: Its manifest.
        skip: Files that are known to be whole.
        thorough: Whether size and time count for nothing.

    Raises:
        SearchIndexError: One is damaged or missing.
    """
    stamps = {} if thorough else read_stamps(home)
    names = [name for name in manifest.files if name not in skip and (name not in stamps or stamp(home / name) != stamps[name])]
    with ThreadPoolExecutor() as pool:
        for name, found in zip(names, pool.map(lambda name: _digest(home / name), names), strict=True):
            if found != manifest.files[name]:
                raise SearchIndexError("index-damaged", path=home / name)


def stamp(path: Path) -> Stamp:
    """Of a file."""
    try:
        found = path.stat()
    except OSError:
        return None
    return [found.st_size, found.st_mtime_ns]


def read_stamps(home: Path) -> dict[str, Stamp]:
    """What `stamp` gave for the files of a generation as they were written; none of an index of an earlier version, or where the file is damaged: all is compared then."""
    try:
        found = json.loads((home / STAMPS).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _digest(path: Path) -> str | None:
    try:
        return checksum(path)
    except OSError:
        return None


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise SearchIndexError("index-damaged", path=path) from problem
