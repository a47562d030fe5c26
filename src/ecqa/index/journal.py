"""What remains to be done on the disk once a new generation is in use, written down before: a killed run is finished, or undone, by the next.

CURRENT decides. Where it names the generation of the journal, the change counts: files of the corpus are put in place or taken
away, and the history gets its lines. Where it does not, the change never was: what lay ready is removed.
"""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ecqa.index.durable import replace_file, sync_folder
from ecqa.index.facts import Fact
from ecqa.index.records import json_bytes
from ecqa.schema import Article

NAME = "pending.json"
HISTORY = "history.jsonl"
_TAIL = 1_000_000
"""Bytes at the end of the history among which the lines of the last change stand."""


@dataclass(frozen=True, slots=True)
class Move:
    """One step in the corpus folder."""

    target: str
    """Absolute path of the corpus file."""
    staged: str | None
    """Absolute path of the file that takes its place; None takes the target away."""
    digest: str | None
    """SHA-256 of the target that is taken away: another file that has taken its place stays."""


@dataclass(frozen=True, slots=True)
class Journal:
    """What comes with a generation."""

    moves: Sequence[Move] = ()
    events: Sequence[dict[str, Any]] = ()
    """Lines of the history."""


def event(did: str, file: str, digest: str | None, facts: Sequence[Fact], before: Mapping[str, Article], *, by: str = "") -> dict[str, Any]:
    """A line of the history: what was done to a document, when, by whom, and which articles it has had since.

    Args:
        did: add, update, remove, restore, index.
        file: The corpus file.
        digest: SHA-256 of its bytes; None where it is gone.
        facts: Its articles now.
        before: Articles by id as they were before.
        by: Who did it; empty is nobody in particular.
    """
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "did": did,
        "by": by,
        "file": file,
        "digest": digest,
        "articles": [{"id": one.id, "title": one.title, "revision": one.revision} for one in facts],
        "replaced": sorted({before[one.id].revision for one in facts if one.id in before and before[one.id].revision != one.revision}),
    }


def write_journal(folder: Path, generation: str, journal: Journal) -> None:
    """Writes down what comes with a generation, before it comes into use."""
    record = {"generation": generation, "moves": [asdict(move) for move in journal.moves], "events": list(journal.events)}
    replace_file(folder / NAME, json_bytes(record) + b"\n")


def settle(folder: Path, current: str | None) -> bool:
    """Finishes or undoes what the journal says; whether there was one. The caller holds the writer's lock.

    Args:
        folder: The index folder.
        current: The generation in use; None where there is none.
    """
    path = folder / NAME
    try:
        record = json.loads(path.read_bytes())
    except FileNotFoundError:
        return False
    moves = [Move(**move) for move in record["moves"]]
    if current is not None and record["generation"] == current:
        for move in moves:
            _done(move)
        append_history(folder, [{**event, "generation": current} for event in record["events"]], current)
    else:
        for move in moves:
            if move.staged is not None:
                Path(move.staged).unlink(missing_ok=True)
    path.unlink()
    sync_folder(folder)
    return True


def append_history(folder: Path, events: Sequence[dict[str, Any]], generation: str) -> None:
    """Adds the lines of a generation to the history, once; a line that a kill tore off is cut away first."""
    if not events:
        return
    path = folder / HISTORY
    with path.open("a+b") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _TAIL))
        tail = file.read()
        whole = tail.rfind(b"\n") + 1
        if whole != len(tail):
            file.truncate(size - len(tail) + whole)
        if json.dumps(generation).encode() not in tail[:whole]:
            file.write(b"".join(json_bytes(event) + b"\n" for event in events))
        file.flush()
        os.fsync(file.fileno())


def read_history(folder: Path) -> list[dict[str, Any]]:
    """All lines of the history, oldest first; a torn one is left out."""
    path = folder / HISTORY
    if not path.is_file():
        return []
    events = []
    for line in path.read_bytes().split(b"\n"):
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            events.append(event)
    return events


def _done(move: Move) -> None:
    target = Path(move.target)
    if move.staged is not None:
        staged = Path(move.staged)
        if staged.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.replace(target)
            sync_folder(target.parent)
    elif target.is_file() and (move.digest is None or hashlib.sha256(target.read_bytes()).hexdigest() == move.digest):
        target.unlink()
        sync_folder(target.parent)
