"""Documents that were handed over and are not published: kept in a folder of their own, outside the corpus, over a restart; nothing here is searched.

<folder>/<id>/document<ending>     the bytes
              content.jsonl        what was read of them
              draft.json           name, place, who, when, corrections; a folder without it is none
"""

import json
import os
import re
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from uuid import uuid4

from ecqa.corpus.found import FileContent
from ecqa.corpus.transport import content_lines, read_content
from ecqa.errors import EcqaError, ServiceError
from ecqa.index.durable import replace_file
from ecqa.library.incoming import Incoming

MOST = 50
"""Drafts that may wait at a time."""
KEPT = timedelta(days=30)
"""How long one is kept after the last change."""
_DRAFT, _CONTENT = "draft.json", "content.jsonl"


@dataclass(frozen=True, slots=True)
class Draft:
    """A document that waits for somebody to publish it."""

    id: str
    name: str
    """File name, without a folder."""
    folder: str
    """Inside the corpus; empty is the corpus itself."""
    digest: str
    size: int
    """Bytes."""
    by: str
    at: datetime
    """When it was handed over."""
    changed: datetime
    """When it was last changed."""
    corrections: dict[str, dict[str, str | None]] = field(default_factory=dict)
    """As `overrides.Corrections`, but by the article's place in the file, from 0."""
    problem: str = ""
    """Key of what is wrong with it, and the values of its words."""
    values: dict[str, str | int] = field(default_factory=dict)


class Drafts:
    """The drafts of one folder.

    Args:
        folder: Where they are; made with the first.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, incoming: Incoming, folder: str, by: str) -> Draft:
        """Keeps a document.

        Args:
            incoming: The document.
            folder: Where in the corpus it is to be.
            by: Who hands it over.

        Raises:
            ServiceError: Too many wait already, or the disk refuses.
        """
        if len(self.all()) >= MOST:
            raise ServiceError("drafts-full", limit=MOST)
        now = datetime.now(UTC)
        draft = Draft(uuid4().hex, incoming.name, folder, incoming.digest, len(incoming.data), by, now, now)
        try:
            (self._folder / draft.id).mkdir(parents=True)
            replace_file(self.path(draft), incoming.data)
        except OSError as problem:
            shutil.rmtree(self._folder / draft.id, ignore_errors=True)
            raise _refused(problem) from problem
        return self.save(draft)

    def path(self, draft: Draft) -> Path:
        """Where its bytes are."""
        return self._folder / draft.id / f"document{PurePosixPath(draft.name).suffix}"

    def all(self) -> list[Draft]:
        """All drafts, latest first."""
        names = [path.parent.name for path in self._folder.glob(f"*/{_DRAFT}")] if self._folder.is_dir() else []
        found = [draft for name in names if (draft := self.get(name)) is not None]
        return sorted(found, key=lambda draft: draft.at, reverse=True)

    def get(self, draft_id: str) -> Draft | None:
        """One draft; None where there is none of that id."""
        if not re.fullmatch("[0-9a-f]{32}", draft_id):
            return None
        try:
            record = json.loads((self._folder / draft_id / _DRAFT).read_bytes())
            return Draft(**{**record, "at": datetime.fromisoformat(record["at"]), "changed": datetime.fromisoformat(record["changed"])})
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def save(self, draft: Draft) -> Draft:
        """Keeps what is changed of a draft.

        Raises:
            ServiceError: The disk refuses.
        """
        draft = replace(draft, changed=datetime.now(UTC))
        record = {**asdict(draft), "at": draft.at.isoformat(), "changed": draft.changed.isoformat()}
        self._write(draft, _DRAFT, json.dumps(record, ensure_ascii=False).encode("utf-8", "replace"))
        return draft

    def failed(self, draft: Draft, problem: EcqaError | None, key: str = "") -> Draft:
        """Keeps what is wrong with a draft; None and no key where nothing is."""
        values: Mapping[str, object] = problem.values if problem else {}
        plain: dict[str, str | int] = {name: one if isinstance(one, int) else str(one) for name, one in values.items()}
        return self.save(replace(draft, problem=problem.key if problem else key, values=plain))

    def content(self, draft: Draft) -> FileContent | None:
        """What was read of it; None where it has not been read yet."""
        try:
            with (self._folder / draft.id / _CONTENT).open("rb") as lines:
                return read_content(lines)[1]
        except (OSError, ValueError, KeyError, TypeError):
            return None

    def put_content(self, draft: Draft, content: FileContent | None) -> None:
        """Keeps what was read of it; None forgets it."""
        if content is None:
            (self._folder / draft.id / _CONTENT).unlink(missing_ok=True)
        else:
            self._write(draft, _CONTENT, "".join(line + "\n" for line in content_lines(draft.digest, content)).encode("utf-8"))

    def drop(self, draft_id: str) -> None:
        """Takes a draft away."""
        if self.get(draft_id) is not None:
            (self._folder / draft_id / _DRAFT).unlink(missing_ok=True)
            shutil.rmtree(self._folder / draft_id, ignore_errors=True)

    def tidy(self, now: datetime | None = None) -> int:
        """Takes away what was not changed for a month, and what a killed process left half; how many drafts that were."""
        old = [draft for draft in self.all() if (now or datetime.now(UTC)) - draft.changed > KEPT]
        for draft in old:
            self.drop(draft.id)
        for path in self._folder.iterdir() if self._folder.is_dir() else ():
            if not (path / _DRAFT).is_file():
                shutil.rmtree(path, ignore_errors=True)
        return len(old)

    def _write(self, draft: Draft, name: str, data: bytes) -> None:
        try:
            replace_file(self._folder / draft.id / name, data)
        except OSError as problem:
            raise _refused(problem) from problem


def _refused(problem: OSError) -> ServiceError:
    return ServiceError("drafts-unwritable", path=problem.filename or "", reason=os.strerror(problem.errno or 0))
