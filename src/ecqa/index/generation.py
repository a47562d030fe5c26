"""Articles, passages and vectors to a new generation on disk, put in use in one step; it reads no corpus and encodes nothing."""

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from ecqa.index.durable import PART, replace_file, sync_folder, sync_tree
from ecqa.index.journal import Journal, settle, write_journal
from ecqa.index.manifest import NAME, Manifest, checksum, generation_id
from ecqa.index.opened import CHANGES, CURRENT, GENERATIONS, NOTICES, REPRINTS, STAMPS, Stamp, read_stamps, stamp
from ecqa.index.parts import Content, write_part
from ecqa.index.records import json_bytes
from ecqa.index.reprints import Reprint
from ecqa.index.revisions import ORIGINALS, REVISIONS, keep_revisions
from ecqa.schema import Notice


@dataclass(frozen=True, slots=True)
class Beside:
    """What a generation holds beside its parts."""

    notices: Sequence[Notice] = ()
    reprints: Sequence[Reprint] = ()
    journal: Journal = field(default_factory=Journal)
    """What comes with it on the disk."""


def write_generation(folder: Path, content: Content, manifest: Manifest, beside: Beside) -> str:
    """Writes a generation of one part whole, flushes it to the disk, and puts it in use; every article's version is kept beside.

    Args:
        folder: The index folder; the caller holds its writer's lock.
        content: What it holds.
        manifest: What it was made from; `files` is filled in here.
        beside: What it holds else.

    Returns:
        Its id.

    Raises:
        OSError: The disk refuses.
    """
    draft = _draft(folder)
    write_part(draft, content)
    return _put_in_use(folder, draft, content, replace(manifest, files=_digests(draft)), beside)


def write_change(folder: Path, before: str, content: Content | None, manifest: Manifest, beside: Beside) -> str:
    """Writes a generation that shares all parts but its last with the one before; work grows with the last part alone.

    The shared files are linked, not copied, where the disk can.

    Args:
        folder: The index folder; the caller holds its writer's lock.
        before: The generation in use.
        content: The last part; None where articles were only removed.
        manifest: What it was made from; `files` holds the checksums of the shared files.
        beside: What it holds else.

    Returns:
        Its id.

    Raises:
        OSError: The disk refuses.
    """
    home, draft = folder / GENERATIONS / before, _draft(folder)
    for parent in sorted({(draft / name).parent for name in manifest.files}):
        parent.mkdir(parents=True, exist_ok=True)
    for name in manifest.files:
        _link(home / name, draft / name)
    files = dict(manifest.files)
    if content is not None:
        part = draft / manifest.parts[-1].folder
        part.mkdir(parents=True)
        write_part(part, content)
        sync_tree(part)
        files |= {f"{manifest.parts[-1].folder}/{name}": digest for name, digest in _digests(part).items()}
    stamps = read_stamps(home)
    shared = {name: stamps.get(name) for name in manifest.files}
    return _put_in_use(folder, draft, content, replace(manifest, files=files), beside, shared=shared)


def remove_unfinished(folder: Path) -> None:
    """Removes what a killed run did not finish; the caller holds the writer's lock."""
    for parent in (folder, folder / GENERATIONS, folder / REVISIONS, folder / ORIGINALS):
        for path in parent.glob(f"*{PART}"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def remove_others(folder: Path, keep: Iterable[str | None]) -> None:
    """Removes all generations but those to keep; the caller holds the writer's lock."""
    kept = set(keep)
    for path in (folder / GENERATIONS).iterdir():
        if path.name not in kept and path.is_dir():
            shutil.rmtree(path)


def next_change(manifest: Manifest) -> str:
    """Folder of a part that is to come."""
    used = [int(part.folder.removeprefix(f"{CHANGES}/")) for part in manifest.parts if part.folder]
    return f"{CHANGES}/{max(used, default=0) + 1:04d}"


def _draft(folder: Path) -> Path:
    generations = folder / GENERATIONS
    generations.mkdir(exist_ok=True)
    draft = generations / f"new{PART}"
    draft.mkdir()
    return draft


def _put_in_use(
    folder: Path, draft: Path, content: Content | None, manifest: Manifest, beside: Beside, *, shared: Mapping[str, Stamp] | None = None
) -> str:
    """Completes a draft, and makes it the generation in use.

    Args:
        folder: The index folder.
        draft: Inside it; holds the parts.
        content: The last part; None where there is none.
        manifest: `files` lacks what is written here.
        beside: What it holds else.
        shared: Stamps of the files that it shares with the generation before; None where it shares none.
    """
    extra = {
        NOTICES: json_bytes([[one.path, one.line, one.key, one.excerpt] for one in beside.notices]),
        REPRINTS: json_bytes([[one.first, one.second, one.resemblance] for one in beside.reprints]),
    }
    for name, data in extra.items():
        (draft / name).write_bytes(data)
    files = {**manifest.files, **{name: hashlib.sha256(data).hexdigest() for name, data in extra.items()}}
    written = replace(manifest, files=dict(sorted(files.items()))).to_bytes()
    (draft / NAME).write_bytes(written)
    _write_stamps(draft, files, shared or {})
    _sync(draft, shared=shared is not None)
    moves = [*beside.journal.moves, *keep_revisions(folder, [] if content is None else content.articles)]
    generation = generation_id(manifest.created, written)
    draft.rename(folder / GENERATIONS / generation)
    sync_folder(folder / GENERATIONS)
    sync_folder(folder)
    if moves or beside.journal.events:
        write_journal(folder, generation, replace(beside.journal, moves=moves))
    replace_file(folder / CURRENT, f"{generation}\n".encode())
    settle(folder, generation)
    return generation


def _write_stamps(draft: Path, files: Iterable[str], shared: Mapping[str, Stamp]) -> None:
    """Notes the stamps of what was written now, and of shared files that were not touched since: others may be damaged."""
    stamps = {name: stamp(draft / name) for name in files}
    kept = {name: now for name, now in stamps.items() if shared.get(name, now) == now}
    (draft / STAMPS).write_bytes(json_bytes(kept))


def _sync(draft: Path, *, shared: bool) -> None:
    """Flushes a draft to the disk; of one that shares files, only its own and its folders."""
    if not shared:
        sync_tree(draft)
        return
    for path in [draft, *(path for path in draft.rglob("*") if path.is_dir())]:
        sync_folder(path)
    for name in (NOTICES, REPRINTS, NAME, STAMPS):
        with (draft / name).open("rb") as file:
            os.fsync(file.fileno())


def _link(source: Path, target: Path) -> None:
    try:
        os.link(source, target)
    except OSError:  # a disk without links
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): checksum(path) for path in files}
