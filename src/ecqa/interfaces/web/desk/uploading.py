"""Drafts in, drafts read and, when an editor says so, published out, in the background; it shows nothing, and publishes nothing by itself.

Drafts are read one after the other in one thread, published one after the other in another. The end of the process loses neither a
draft nor what was corrected of it: what was being read is read again at the next start, what was being published is published or not,
and is still a draft in the latter case.
"""

import hashlib
import json
import logging
import queue
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from ecqa.errors import CorpusError, EcqaError
from ecqa.library import Draft, Drafts, Incoming, Library, Preview, inside
from ecqa.storage import Storage

Work = Literal["read", "publish"]
FAILED = "upload-failed"
CHANGED = "upload-changed"

logger = logging.getLogger(__name__)


class Uploading:
    """The drafts, and what is done with them.

    Args:
        drafts: Where they are kept.
        library: The library as changed by a person of that name.
        storage: Where it is written down who did what.
    """

    def __init__(self, drafts: Drafts, library: Callable[[str], Library], storage: Storage) -> None:
        self.drafts = drafts
        self.library = library
        self._storage = storage
        self._lock = threading.Lock()
        self._under_way: dict[str, Work] = {}
        self._published: dict[str, str] = {}
        self._lines: dict[Work, queue.SimpleQueue[tuple[str, str, str]]] = {"read": queue.SimpleQueue(), "publish": queue.SimpleQueue()}
        drafts.tidy()
        for draft in drafts.all():
            if not draft.problem and drafts.content(draft) is None:
                self.read(draft)
        for work in self._lines:
            threading.Thread(target=self._work, args=(work,), name=f"ecqa-{work}", daemon=True).start()

    def under_way(self, draft_id: str) -> Work | None:
        """What is being done with a draft, or is waiting to be; None where nothing is."""
        with self._lock:
            return self._under_way.get(draft_id)

    def published(self, draft_id: str) -> str | None:
        """The document that a draft has become since the start of the server."""
        with self._lock:
            return self._published.get(draft_id)

    def read(self, draft: Draft) -> bool:
        """Has a draft read; False where something is under way with it."""
        return self._start("read", draft.id)

    def publish(self, draft: Draft, by: str, seen: str) -> bool:
        """Has a draft published.

        Args:
            draft: The draft.
            by: Who says so.
            seen: `token` of what was shown to him; another state is not published.
        """
        return self._start("publish", draft.id, by, seen)

    def preview(self, draft: Draft) -> Preview | None:
        """What publishing a draft would do; None where it has not been read.

        Raises:
            EcqaError: It could not be published.
        """
        content = self.drafts.content(draft)
        if content is None:
            return None
        ids = [one.article.id for one in content.found]
        corrections = {ids[int(place)]: values for place, values in draft.corrections.items() if int(place) < len(ids)}
        return self.library("").preview(inside(draft.folder, draft.name), draft.digest, content, corrections)

    def _start(self, work: Work, draft_id: str, by: str = "", seen: str = "") -> bool:
        with self._lock:
            if draft_id in self._under_way:
                return False
            self._under_way[draft_id] = work
        self._lines[work].put((draft_id, by, seen))
        return True

    def _work(self, work: Work) -> None:
        while True:
            draft_id, by, seen = self._lines[work].get()
            try:
                self._one(work, draft_id, by, seen)
            except Exception:  # the next draft may go better, and the log says what went wrong
                logger.exception("a draft was lost on the way")
            with self._lock:
                self._under_way.pop(draft_id, None)

    def _one(self, work: Work, draft_id: str, by: str, seen: str) -> None:
        draft = self.drafts.get(draft_id)
        if draft is None:
            return
        try:
            if work == "read":
                self._read(draft)
            else:
                self._publish(draft, by, seen)
        except EcqaError as problem:
            self.drafts.failed(draft, problem)
        except Exception:  # the page must say something; what went wrong is for the log
            logger.exception("a draft could not be handled")
            self.drafts.failed(draft, None, FAILED)

    def _read(self, draft: Draft) -> None:
        _, content = self.library("").read(self.drafts.path(draft), inside(draft.folder, draft.name))
        self.drafts.put_content(draft, content)
        self.drafts.failed(draft, None)

    def _publish(self, draft: Draft, by: str, seen: str) -> None:
        shown = self.preview(draft)
        if shown is None or token(draft, shown) != seen:
            raise CorpusError(CHANGED)
        library = self.library(by)
        incoming = Incoming(draft.name, self.drafts.path(draft).read_bytes(), draft.digest)
        if shown.replaces is None:
            done = library.add(incoming, draft.folder, shown.corrections)
        else:
            done = library.update(shown.file, incoming, shown.corrections)
        told = "; ".join(f"{article_id}: {_fields(values)}" for article_id, values in sorted(shown.corrections.items()))
        self._storage.audit.note(by, "document-add" if shown.replaces is None else "document-update", done.file, told)
        with self._lock:
            self._published[draft.id] = done.file
        self.drafts.drop(draft.id)


def token(draft: Draft, shown: Preview) -> str:
    """What tells one state of a preview from another: bytes, place, corrections, and the document it replaces."""
    replaced = shown.replaces.digest if shown.replaces else None
    state = json.dumps([draft.digest, shown.file, replaced, draft.corrections], sort_keys=True)
    return hashlib.sha256(state.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def moved(draft: Draft, name: str, folder: str) -> Draft:
    """A draft that is to be published under another name or in another folder; its articles keep their corrections."""
    return replace(draft, name=name, folder=folder, problem="", values={})


def _fields(values: object) -> str:
    return ", ".join(f"{name} = {value}" for name, value in sorted(values.items())) if isinstance(values, dict) else "–"
