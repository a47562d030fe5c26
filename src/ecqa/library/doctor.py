"""An index to the list of what is wrong with it, and where asked to, put right; what cannot be put right is said."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ecqa.corpus.files import digest, list_files
from ecqa.errors import EcqaError, SearchIndexError
from ecqa.index.build import BuildReport, recover, refusals
from ecqa.index.generation import remove_others, remove_unfinished
from ecqa.index.lock import writing
from ecqa.index.opened import GENERATIONS, Index, checked_manifest, current_generation, open_index
from ecqa.index.revisions import ORIGINALS, REVISIONS, read_revision, write_revisions
from ecqa.index.state import State, read_state
from ecqa.library.originals import clear_stage


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is wrong."""

    key: str
    """Key of the words under `[doctor]` in messages/*.toml."""
    place: str
    """File, article or folder."""
    repaired: bool = False


def examine(
    corpus: Path, index: Path, *, repair: bool = False, rebuild: Callable[[], BuildReport] | None = None, wait: float = 30.0
) -> list[Finding]:
    """Examines an index; work that a killed run left is finished or undone first, as the next run would do.

    Args:
        corpus: The corpus folder.
        index: The index folder.
        repair: Whether to put right what can be.
        rebuild: Builds the index from the corpus; called where nothing less helps.
        wait: Seconds to wait for another writer.

    Returns:
        What is wrong, `repaired` where it is no more.

    Raises:
        SearchIndexError: There is no index, or another run is writing.
    """
    if not index.is_dir():
        raise SearchIndexError("index-missing", path=index)
    with writing(index, wait):
        recover(index)
        clear_stage(corpus)
        _tidy(index)
        findings: list[Finding] = []
        try:
            opened, state = open_index(index, thorough=True), read_state(index)
        except SearchIndexError as problem:
            findings.append(Finding("damaged", str(problem.values.get("path", index))))
        else:
            findings += (
                [Finding("old-format", opened.generation)] if state is None else [*_consistency(opened, state), *_corpus(corpus, state)]
            )
            findings += _revisions(index, opened, repair)
        findings += _originals(index)
    if repair and rebuild is not None and any(one.key in _REBUILT and not one.repaired for one in findings):
        rebuild()
        findings = [Finding(one.key, one.place, one.repaired or one.key in _REBUILT) for one in findings]
    return findings


_REBUILT = frozenset({"damaged", "old-format", "corpus-new", "corpus-changed", "corpus-gone", "rows", "slice", "twice"})
"""What building the index anew puts right."""


def _tidy(index: Path) -> None:
    """Removes what killed runs left beside the generations in use, as the next run would."""
    try:
        current = current_generation(index)
        previous = checked_manifest(index / GENERATIONS / current, current).previous
    except SearchIndexError:
        return  # which of them is the last good one is not known
    with refusals(index):
        remove_unfinished(index)
        remove_others(index, (current, previous))


def _consistency(index: Index, state: State) -> Iterator[Finding]:
    """Whether rows, articles and facts are of one another."""
    rows = len(index.passages)
    if not rows == len(index.dense) == len(index.lexical) == index.manifest.passages or len(index.articles) != index.manifest.articles:
        yield Finding("rows", index.generation)
    if list(state.facts) != list(index.articles):
        yield Finding("twice", index.generation)
    for passage in index.passages:
        article = index.articles.get(passage.article_id)
        if article is None or article.text[passage.start : passage.end] != passage.text:
            yield Finding("slice", passage.id)


def _corpus(corpus: Path, state: State) -> Iterator[Finding]:
    """Where the corpus folder is another than the indexed one."""
    try:
        files, _ = list_files(corpus)
    except EcqaError:
        yield Finding("corpus-missing", str(corpus))
        return
    known = {name: one for name, one in state.manifest.corpus.items() if not name.endswith(".toml")}
    for file in files:
        if file.name not in known:
            yield Finding("corpus-new", file.name)
        elif digest(file.path.read_bytes()) != known.pop(file.name):
            yield Finding("corpus-changed", file.name)
    for name in known:
        yield Finding("corpus-gone", name)


def _revisions(index: Path, opened: Index, repair: bool) -> Iterator[Finding]:
    """Whether every article's version is kept, and every kept text is the one that its name says."""
    lost = [article for article in opened.articles.values() if read_revision(index, article.revision, article.id) != article]
    if repair and lost:
        write_revisions(index, lost)
    for article in lost:
        yield Finding("revision-missing", f"{article.id} {article.revision}", repair)
    for path in sorted((index / REVISIONS).glob("*.json")) if (index / REVISIONS).is_dir() else []:
        text = _kept_text(path)
        if text is None or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[: len(path.stem)] != path.stem:
            yield Finding("revision-damaged", path.name, repair and path.stem in {article.revision for article in lost})


def _kept_text(path: Path) -> str | None:

    try:
        record = json.loads(path.read_bytes())
    except ValueError:
        return None
    text = record.get("text") if isinstance(record, dict) else None
    return text if isinstance(text, str) else None


def _originals(index: Path) -> Iterator[Finding]:
    folder = index / ORIGINALS
    for path in sorted(folder.iterdir()) if folder.is_dir() else []:
        if digest(path.read_bytes()) != path.stem:
            yield Finding("original-damaged", path.name)
