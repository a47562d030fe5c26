"""A corpus folder to a new generation of the index, or to the finding that nothing changed; it answers no questions."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from ecqa.corpus import Corpus, load_corpus
from ecqa.errors import CorpusError, SearchIndexError
from ecqa.index.dense import EXACT_LIMIT, FaissIndex
from ecqa.index.generation import Content, remove_others, remove_unfinished, write_generation
from ecqa.index.lexical import LexicalIndex
from ecqa.index.lock import writing
from ecqa.index.manifest import FORMAT, Manifest, libraries, recipe
from ecqa.index.opened import Index, open_index
from ecqa.index.records import StoredPassage
from ecqa.index.sentences import SentenceVectors, sentence_texts, text_key
from ecqa.index.vectors import Progress, known_keys, vectors_of
from ecqa.passages import cut, search_text
from ecqa.protocols import Embedder, Vectors
from ecqa.schema import Article, Notice


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What an indexing run found and did; `added`, `changed` and `removed` are article ids."""

    generation: str
    articles: int
    passages: int
    encoded: int
    """Passages embedded in this run, with those of their sentences that are new."""
    reused: int
    """Passages whose vector was at hand."""
    added: tuple[str, ...]
    changed: tuple[str, ...]
    removed: tuple[str, ...]
    notices: tuple[Notice, ...]
    seconds: float


def build_index(
    corpus: Path,
    index: Path,
    embedder: Embedder,
    embedder_name: str,
    progress: Progress | None = None,
    *,
    exact_limit: int = EXACT_LIMIT,
) -> BuildReport:
    """Builds or updates the index; a killed run leaves the index as it was.

    When neither the corpus nor the program changed, the generation in use stays. A damaged index is built anew.

    Args:
        corpus: Folder of documents.
        index: Index folder; made where there is none.
        embedder: Makes the vectors.
        embedder_name: Name that tells the embedder's vectors from another's.
        progress: Called with the texts embedded so far and those to embed, from (0, n) on; never when there are none.
        exact_limit: Passages above which the vectors are searched by a graph.

    Raises:
        CorpusError: The corpus cannot be read, or holds nothing.
        SearchIndexError: Another run is writing, or the folder cannot be written.
    """
    started = time.monotonic()
    with _refusals(index):
        index.mkdir(parents=True, exist_ok=True)
    with writing(index):
        read = load_corpus(corpus)
        articles = list(read.articles)
        stored, texts = _cut(articles)
        if not stored:
            raise CorpusError("corpus-empty", path=corpus)
        before = _opened(index)
        reusable = before if before is not None and before.manifest.embedder == embedder_name else None
        manifest = _manifest(read.digests, embedder_name, articles, stored, before)
        if before is None or not _same(before, manifest, articles, stored):
            vectors = vectors_of([*texts, *_sentences(stored)], reusable, embedder, progress)
            content = _content(articles, stored, texts, vectors, exact_limit)
            generation = _put_in_use(index, content, replace(manifest, dim=content.dense.dim))
        else:
            generation = _keep_in_use(index, before)
    return _report(read, stored, before, known_keys(reusable), generation=generation, seconds=time.monotonic() - started)


def _cut(articles: list[Article]) -> tuple[list[StoredPassage], list[str]]:
    """The passages of all articles, and the search text of each."""
    stored: list[StoredPassage] = []
    texts: list[str] = []
    for article in articles:
        for passage in cut(article):
            texts.append(search_text(article, passage))
            stored.append(StoredPassage(passage, text_key(texts[-1])))
    return stored, texts


def _sentences(stored: list[StoredPassage]) -> list[str]:
    return [text for one in stored for text in sentence_texts(one.passage)]


def _content(articles: list[Article], stored: list[StoredPassage], texts: list[str], vectors: Vectors, exact_limit: int) -> Content:
    """What the generation holds; `vectors` are those of the search texts, then those of the sentences."""
    return Content(
        articles,
        stored,
        FaissIndex.build(vectors[: len(stored)], exact_limit),
        LexicalIndex.build(texts),
        SentenceVectors(vectors[len(stored) :], [one.passage for one in stored]),
    )


def _opened(index: Path) -> Index | None:
    """The index in use; None when there is none that can be used."""
    try:
        return open_index(index)
    except SearchIndexError:
        return None


def _manifest(
    corpus: dict[str, str], embedder_name: str, articles: list[Article], stored: list[StoredPassage], before: Index | None
) -> Manifest:
    return Manifest(
        format=FORMAT,
        created=datetime.now(UTC).isoformat(timespec="microseconds"),
        embedder=embedder_name,
        dim=0 if before is None else before.manifest.dim,
        corpus=corpus,
        recipe=recipe(),
        articles=len(articles),
        passages=len(stored),
        libraries=libraries(),
        files={},
        previous=None if before is None else before.generation,
    )


def _same(before: Index, manifest: Manifest, articles: list[Article], stored: list[StoredPassage]) -> bool:
    """Whether a new generation would hold what the one in use holds."""
    old = before.manifest
    if replace(manifest, created=old.created, files=old.files, previous=old.previous) != old:
        return False
    passages = [one.passage for one in stored]
    return [*before.articles.values()] == articles and before.passages == passages and before.keys == [one.key for one in stored]


def _put_in_use(index: Path, content: Content, manifest: Manifest) -> str:
    with _refusals(index):
        remove_unfinished(index)
        generation = write_generation(index, content, manifest)
        remove_others(index, (generation, manifest.previous))
    return generation


def _keep_in_use(index: Path, before: Index) -> str:
    with _refusals(index):
        remove_unfinished(index)
        remove_others(index, (before.generation, before.manifest.previous))
    return before.generation


def _report(
    read: Corpus, stored: list[StoredPassage], before: Index | None, known: set[str], *, generation: str, seconds: float
) -> BuildReport:
    encoded = sum(one.key not in known for one in stored)
    old = {} if before is None else before.articles
    present = {article.id for article in read.articles}
    return BuildReport(
        generation=generation,
        articles=len(read.articles),
        passages=len(stored),
        encoded=encoded,
        reused=len(stored) - encoded,
        added=tuple(article.id for article in read.articles if article.id not in old),
        changed=tuple(article.id for article in read.articles if old.get(article.id, article) != article),
        removed=tuple(known_id for known_id in old if known_id not in present),
        notices=read.notices,
        seconds=seconds,
    )


@contextmanager
def _refusals(index: Path) -> Iterator[None]:
    """Says in one line what the file system refused."""
    try:
        yield
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else str(problem)
        raise SearchIndexError("index-unwritable", path=problem.filename or index, reason=reason) from problem
