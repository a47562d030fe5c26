"""A corpus folder to a new generation of the index, or to the finding that nothing changed; it answers no questions."""

import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from ecqa.corpus.load import Reading, read_here
from ecqa.errors import CorpusError, SearchIndexError
from ecqa.index.change import Change, apply_change
from ecqa.index.cutting import Cut, cut_articles
from ecqa.index.dense import EXACT_LIMIT, FaissIndex
from ecqa.index.facts import Fact, counted
from ecqa.index.generation import Beside, remove_others, remove_unfinished, write_generation
from ecqa.index.journal import Journal, event, settle
from ecqa.index.kept import KeptVectors
from ecqa.index.lexical import LexicalIndex, numbered
from ecqa.index.lock import writing
from ecqa.index.manifest import FORMAT, NAME, Manifest, libraries, read_manifest, reading_recipe, recipe
from ecqa.index.opened import GENERATIONS, Index, current_generation, open_index
from ecqa.index.parts import Content
from ecqa.index.reprints import all_reprints, signature
from ecqa.index.scan import Scan, scan_corpus
from ecqa.index.sentences import SentenceVectors
from ecqa.index.state import read_state
from ecqa.index.terms import TermCounts
from ecqa.index.vectors import Progress, known_keys, vectors_of
from ecqa.protocols import Embedder, Vectors
from ecqa.schema import Article, Notice

FEW = 64
"""Articles that may differ for the new generation to share what it can with the one before, however small the corpus is."""
SHARE = 0.25
"""The same as a share of all articles; above it the index is made anew, in one part."""


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
    reading: Reading = read_here,
    locked: bool = False,
) -> BuildReport:
    """Builds or updates the index; a killed run leaves the index as it was, and the next one takes up its vectors.

    When neither the corpus nor the program changed, the generation in use stays. Where little changed, the new one shares
    what it can with the one before. A damaged index is built anew.

    Args:
        corpus: Folder of documents.
        index: Index folder; made where there is none.
        embedder: Makes the vectors.
        embedder_name: Name that tells the embedder's vectors from another's.
        progress: Called with the texts embedded so far and those to embed, from (0, n) on; never when there are none.
        exact_limit: Passages above which the vectors are searched by a graph.
        reading: How a corpus file is read.
        locked: Whether the caller holds the writer's lock.

    Raises:
        CorpusError: The corpus cannot be read, or holds nothing.
        SearchIndexError: Another run is writing, or the folder cannot be written.
    """
    started = time.monotonic()
    with refusals(index):
        index.mkdir(parents=True, exist_ok=True)
    with nullcontext() if locked else writing(index):
        recover(index)
        before = _opened(index)
        state = None if before is None else read_state(index)
        scan = scan_corpus(corpus, state, reading)
        reusable = before if before is not None and before.manifest.embedder == embedder_name else None
        old = {} if before is None else before.articles
        new = [article for article in scan.articles if old.get(article.id) != article]
        gone = sorted(old.keys() - {article.id for article in scan.articles})
        manifest = _manifest(scan, embedder_name, before)
        kept = KeptVectors(embedder, index, embedder_name)
        same = before is not None and _same_recipe(before.manifest, manifest) and reusable is not None
        beside = Beside(notices=scan.notices, journal=Journal(events=_events(before, scan, new, gone)))
        if same and before is not None and not new and not gone and before.manifest.corpus == scan.digests:
            generation, encoded = _keep_in_use(index, before), 0
        elif same and state is not None and len(new) + len(gone) <= max(FEW, len(state.facts) * SHARE) and len(new) < len(scan.articles):
            facts = {fact.id: fact for fact in scan.facts}
            change = Change(new, [facts[article.id] for article in new], gone, scan.digests)
            known = known_keys(reusable)
            with refusals(index):
                remove_unfinished(index)
                generation, pieces = apply_change(index, state, change, beside, kept, before=reusable, progress=progress)
                remove_others(index, (generation, state.generation))
            encoded = sum(one.key not in known for one in pieces.stored)
        else:
            generation, encoded = _built(index, scan, manifest, beside, kept, before=reusable, progress=progress, exact_limit=exact_limit)
        kept.forget()
        passages = read_manifest((index / GENERATIONS / generation / NAME).read_bytes()).passages
    return BuildReport(
        generation=generation,
        articles=len(scan.articles),
        passages=passages,
        encoded=encoded,
        reused=passages - encoded,
        added=tuple(article.id for article in scan.articles if article.id not in old),
        changed=tuple(article.id for article in new if article.id in old),
        removed=tuple(article_id for article_id in old if article_id in gone),
        notices=tuple(scan.notices),
        seconds=time.monotonic() - started,
    )


def recover(index: Path) -> bool:
    """Finishes or undoes what a killed run left; whether there was anything. The caller holds the writer's lock."""
    with refusals(index):
        try:
            current: str | None = current_generation(index)
        except SearchIndexError:
            current = None
        return settle(index, current)


def _built(
    index: Path,
    scan: Scan,
    manifest: Manifest,
    beside: Beside,
    embedder: Embedder,
    *,
    before: Index | None,
    progress: Progress | None,
    exact_limit: int,
) -> tuple[str, int]:
    """A generation of one part; its id, and how many of its passages were embedded."""
    pieces = cut_articles(scan.articles)
    if not pieces.stored:
        raise CorpusError("corpus-empty", path=index)
    known = known_keys(before)
    with refusals(index):
        vectors = vectors_of(pieces.all_texts, before, embedder, progress, index)
    content = _content(scan, pieces, vectors, exact_limit)
    whole = replace(manifest, dim=content.dense.dim, passages=len(pieces.stored))
    with refusals(index):
        remove_unfinished(index)
        generation = write_generation(index, content, whole, replace(beside, reprints=all_reprints(scan.articles, content.signatures)))
        remove_others(index, (generation, manifest.previous))
    return generation, sum(one.key not in known for one in pieces.stored)


def _content(scan: Scan, pieces: Cut, vectors: Vectors, exact_limit: int) -> Content:
    """What the generation holds; `vectors` are those of the search texts, then those of the sentences."""
    count = len(pieces.stored)
    passages = [one.passage for one in pieces.stored]
    terms = numbered(pieces.texts)
    return Content(
        scan.articles,
        counted(scan.facts, passages),
        pieces.stored,
        FaissIndex.build(vectors[:count], exact_limit),
        {name: TermCounts.of(field) for name, field in terms.items()},
        SentenceVectors(vectors[count:], passages),
        np.stack([signature(article) for article in scan.articles]),
        LexicalIndex.of(terms),
    )


def _opened(index: Path) -> Index | None:
    """The index in use; None when there is none that can be used."""
    try:
        return open_index(index)
    except SearchIndexError:
        return None


def _events(before: Index | None, scan: Scan, new: Sequence[Article], gone: Sequence[str]) -> list[dict[str, Any]]:
    """A line of the history for each document that is new, changed or gone."""
    ids = {article.id for article in new}
    old = {} if before is None else before.articles
    files: dict[str, list[Fact]] = {}
    for fact in scan.facts:
        files.setdefault(fact.file, []).append(fact)
    events = [
        event("index", file, scan.digests[file], facts, old) for file, facts in files.items() if any(fact.id in ids for fact in facts)
    ]
    lost = sorted({old[one].path for one in gone} - files.keys())
    return [*events, *(event("index", file, None, [], {}) for file in lost)]


def _manifest(scan: Scan, embedder_name: str, before: Index | None) -> Manifest:
    """What a new generation is made from; the number of passages and the length of a vector are filled in later."""
    return Manifest(
        format=FORMAT,
        created=datetime.now(UTC).isoformat(timespec="microseconds"),
        embedder=embedder_name,
        dim=0 if before is None else before.manifest.dim,
        corpus=scan.digests,
        recipe=recipe(),
        articles=len(scan.articles),
        passages=0,
        libraries=libraries(),
        files={},
        previous=None if before is None else before.generation,
        reading=reading_recipe(),
    )


def _same_recipe(old: Manifest, new: Manifest) -> bool:
    """Whether the program makes of the same articles what it made before."""
    return (old.embedder, old.recipe, old.libraries, old.reading) == (new.embedder, new.recipe, new.libraries, new.reading)


def _keep_in_use(index: Path, before: Index) -> str:
    with refusals(index):
        remove_unfinished(index)
        remove_others(index, (before.generation, before.manifest.previous))
    return before.generation


@contextmanager
def refusals(index: Path) -> Iterator[None]:
    """Says in one line what the file system refused."""
    try:
        yield
    except OSError as problem:
        reason = os.strerror(problem.errno) if problem.errno else str(problem)
        raise SearchIndexError("index-unwritable", path=problem.filename or index, reason=reason) from problem
