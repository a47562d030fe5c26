"""Articles written and removed since a generation was made, to the next one: its last part holds them, the others are shared."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from ecqa.index.cutting import Cut, cut_articles
from ecqa.index.dense import FaissIndex
from ecqa.index.facts import Fact, counted
from ecqa.index.generation import Beside, next_change, write_change
from ecqa.index.lexical import numbered
from ecqa.index.manifest import Part
from ecqa.index.opened import Index, files_of
from ecqa.index.parts import Content, load_content, merged
from ecqa.index.reprints import PERMUTATIONS, Reprint, Signatures, reprints_of, signature
from ecqa.index.revisions import read_revision
from ecqa.index.sentences import SentenceVectors
from ecqa.index.state import State
from ecqa.index.terms import TermCounts
from ecqa.index.vectors import Progress, vectors_of
from ecqa.protocols import Embedder, Vectors
from ecqa.schema import Article

GROWTH = 2
"""The last part is taken into the next one while it is at most so many times as large: parts grow, and their number with the
logarithm of the changes."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is different."""

    articles: list[Article]
    """New, or in place of the indexed one of the same id."""
    facts: list[Fact]
    """Of each of them."""
    removed: list[str]
    """Ids of articles that are gone."""
    digests: dict[str, str]
    """Of all corpus files, as they are now."""


def apply_change(
    folder: Path,
    state: State,
    change: Change,
    beside: Beside,
    embedder: Embedder,
    *,
    before: Index | None = None,
    progress: Progress | None = None,
) -> tuple[str, Cut]:
    """Puts a generation in use in which a change is made.

    Args:
        folder: The index folder; the caller holds its writer's lock.
        state: What is indexed.
        change: What is different; at least one article stays or comes.
        beside: What the generation holds else; reprints are found here.
        embedder: Makes the vectors, by the model of the index.
        before: The same generation, opened, whose vectors are used again; None embeds every text of the change.
        progress: As for `vectors_of`.

    Returns:
        The id of the generation, and the passages of the articles written.

    Raises:
        OSError: The disk refuses.
    """
    leaving = {*change.removed, *(article.id for article in change.articles)} & state.facts.keys()
    parts = [
        Part(part.folder, sorted({*part.removed, *(one for one in leaving if state.part_of[one] == number)}))
        for number, part in enumerate(state.manifest.parts)
    ]
    pieces = cut_articles(change.articles)
    written = _content(change, pieces, vectors_of(pieces.all_texts, before, embedder, progress, folder)) if change.articles else None
    shared, content = _taken_in(state, parts, written)
    reprints = _reprints(folder, state, change, leaving, written)
    manifest = replace(
        state.manifest,
        created=datetime.now(UTC).isoformat(timespec="microseconds"),
        corpus=change.digests,
        articles=len(state.facts) - len(leaving) + len(change.articles),
        passages=state.manifest.passages + len(pieces.stored) - sum(state.facts[one].passages for one in leaving),
        files={
            f"{part.folder}/{name}".lstrip("/"): digest for part in shared for name, digest in files_of(state.manifest, part.folder).items()
        },
        previous=state.generation,
        parts=[*shared, *([] if content is None else [Part(next_change(state.manifest), [])])],
    )
    return write_change(folder, state.generation, content, manifest, replace(beside, reprints=reprints)), pieces


def _content(change: Change, pieces: Cut, vectors: Vectors) -> Content:
    count = len(pieces.stored)
    return Content(
        change.articles,
        counted(change.facts, (one.passage for one in pieces.stored)),
        pieces.stored,
        FaissIndex.build(vectors[:count]),
        {name: TermCounts.of(terms) for name, terms in numbered(pieces.texts).items()},
        SentenceVectors(vectors[count:], [one.passage for one in pieces.stored]),
        np.stack([signature(article) for article in change.articles]).reshape(-1, PERMUTATIONS),
    )


def _taken_in(state: State, parts: list[Part], written: Content | None) -> tuple[list[Part], Content | None]:
    """The parts that stay as they are, and the new one with those that it takes in."""
    if written is None:
        return parts, None
    sizes = Counter(state.part_of.values())
    taken: list[tuple[Content, set[str]]] = []
    size, kept = len(written.articles), list(parts)
    while len(kept) > 1 and sizes[len(kept) - 1] <= GROWTH * size:
        last = kept.pop()
        taken.insert(0, (load_content(state.home / last.folder), set(last.removed)))
        size += sizes[len(kept)]
    return kept, merged([*taken, (written, set())]) if taken else written


def _reprints(folder: Path, state: State, change: Change, leaving: set[str], written: Content | None) -> list[Reprint]:
    """The pairs that stay, and those of the articles written with all others."""
    pairs = [pair for pair in state.reprints if pair.first not in leaving and pair.second not in leaving]
    if written is None:
        return pairs
    known: dict[str, Signatures] = state.signatures(lambda article_id: article_id in leaving)
    texts = {article.id: article for article in change.articles}

    def text_of(article_id: str) -> Article | None:
        return texts.get(article_id) or read_revision(folder, state.facts[article_id].revision, article_id)

    for article, values in zip(written.articles, written.signatures, strict=True):
        pairs += reprints_of(article, values, known, text_of)
        known[article.id] = values
    return pairs
