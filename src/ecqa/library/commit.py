"""What was read of a document, and what is corrected of it, to the generation in which it is so; its place in the corpus goes with it. It reads no document."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from ecqa.corpus.files import OVERRIDES, digest
from ecqa.corpus.found import FileContent
from ecqa.corpus.overrides import Corrections, with_corrections
from ecqa.errors import CorpusError
from ecqa.index.build import refusals
from ecqa.index.change import Change, apply_change
from ecqa.index.generation import Beside, remove_others, remove_unfinished
from ecqa.index.journal import Journal, Move, event
from ecqa.index.opened import GENERATIONS, Index, open_index, read_reprints
from ecqa.index.state import State
from ecqa.library.originals import clear_stage, keep_original, stage
from ecqa.library.settling import Settled, overrides_of, settle_into
from ecqa.protocols import Embedder
from ecqa.schema import Article, Notice

REUSE = 8
"""Passages of a document from which on a change opens the index, to take over the vectors of what stayed."""
NONE: Corrections = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Done:
    """What a change did."""

    file: str
    articles: tuple[Article, ...]
    """Of the document, as they are indexed now; none when it was removed."""
    notices: tuple[Notice, ...]
    reprints: dict[str, tuple[str, ...]]
    """For each of its articles the ids of those that say the same."""
    generation: str


@dataclass(frozen=True, slots=True)
class Step:
    """What is done to one document."""

    did: str
    """add, update, remove, restore or correct."""
    file: str
    content: FileContent
    """What it holds then."""
    staged: Path | None = None
    """The file that lies ready; None where the corpus file stays, or goes."""
    digest: str | None = None
    """SHA-256 of its bytes then; None where it goes."""
    corrections: Corrections = field(default_factory=dict)


def commit(corpus: Path, index: Path, embedder: Embedder, state: State, step: Step, *, by: str) -> Done:
    """Writes the generation in which a step is done, and puts the files of the corpus in place with it.

    Args:
        corpus: The corpus folder.
        index: The index folder; the caller holds its writer's lock.
        embedder: Makes the vectors.
        state: What is indexed.
        step: What is done.
        by: Who does it, for the history.

    Raises:
        CorpusError: An id is taken, or a correction cannot be made.
        SearchIndexError: The disk refuses.
    """
    try:
        overrides = with_corrections(overrides_of(corpus), _own(step)) if step.corrections else None
        settled = settle_into(corpus, index, state, step.file, step.content.found, overrides=overrides)
    except CorpusError:
        clear_stage(corpus)
        raise
    facts = [fact for fact in settled.facts if fact.file == step.file]
    told = event(step.did, step.file, step.digest, facts, {}, by=by)
    told["replaced"] = sorted({fact.revision for fact in state.of_file(step.file)} - {fact.revision for fact in facts})
    with refusals(index):
        digests = {name: one for name, one in state.manifest.corpus.items() if name != step.file}
        moves = []
        if step.digest is not None:
            digests[step.file] = step.digest
        if step.staged is not None or step.digest is None:
            moves.append(_move(corpus, index, step.file, step.staged))
        if overrides is not None:
            digests[OVERRIDES] = digest(overrides.encode("utf-8"))
            moves.append(_move(corpus, index, OVERRIDES, stage(corpus, OVERRIDES, overrides.encode("utf-8"))))
        beside = Beside([*(one for one in state.notices if one.path != step.file), *step.content.notices], journal=Journal(moves, [told]))
        gone = [fact.id for fact in state.of_file(step.file) if fact.id not in {one.id for one in facts}]
        change = Change(settled.articles, settled.facts, gone, dict(sorted(digests.items())))
        remove_unfinished(index)
        generation, _ = apply_change(index, state, change, beside, embedder, before=_vectors(index, state, step.file))
        remove_others(index, (generation, state.generation))
        clear_stage(corpus)
    return _done(index, step, generation, settled)


def _own(step: Step) -> Corrections:
    """The corrections, which must be of the document's own articles, or leave."""
    ids = {one.article.id for one in step.content.found}
    for article_id, values in step.corrections.items():
        if values is not None and article_id not in ids:
            raise CorpusError("document-unknown", name=article_id[:80])
    return step.corrections


def _move(corpus: Path, index: Path, file: str, staged: Path | None) -> Move:
    """The step in the corpus folder; what stands there now is kept."""
    target = corpus / file
    before = keep_original(index, target) if target.is_file() else None
    return Move(str(target.absolute()), str(staged.absolute()) if staged else None, before)


def _done(index: Path, step: Step, generation: str, settled: Settled) -> Done:
    ids = {fact.id for fact in settled.facts if fact.file == step.file}
    pairs: dict[str, list[str]] = {}
    for pair in read_reprints(index / GENERATIONS / generation):
        for one, other in ((pair.first, pair.second), (pair.second, pair.first)):
            if one in ids:
                pairs.setdefault(one, []).append(other)
    articles = tuple(article for article in settled.articles if article.id in ids)
    reprints: Mapping[str, tuple[str, ...]] = {one: tuple(others) for one, others in pairs.items()}
    return Done(step.file, articles, tuple(step.content.notices), dict(reprints), generation)


def _vectors(index: Path, state: State, file: str) -> Index | None:
    """The index, opened, where the file has enough passages for their vectors to be worth it."""
    return open_index(index) if sum(fact.passages for fact in state.of_file(file)) >= REUSE else None
