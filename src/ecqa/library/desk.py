"""Documents added, updated, removed and restored one at a time: corpus folder, index and history change together, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from ecqa.corpus.files import CorpusFile, digest
from ecqa.corpus.found import FileContent
from ecqa.corpus.isolated import isolated
from ecqa.corpus.load import read_settings
from ecqa.corpus.overrides import Corrections
from ecqa.errors import CorpusError, SearchIndexError
from ecqa.index.build import build_index, recover, refusals
from ecqa.index.journal import read_history
from ecqa.index.lock import writing
from ecqa.index.manifest import libraries, reading_recipe, recipe
from ecqa.index.opened import CURRENT, open_index
from ecqa.index.revisions import read_revision
from ecqa.index.state import State, read_state
from ecqa.library.catalogue import Document, documents, find
from ecqa.library.commit import NONE, Done, Step, commit
from ecqa.library.incoming import Incoming
from ecqa.library.originals import clear_stage, original, stage
from ecqa.library.preview import Preview, preview
from ecqa.library.versions import called, version_of, written_anew
from ecqa.protocols import Embedder
from ecqa.schema import Article

WAIT = 30.0
"""Seconds to wait for another writer."""


class Library:
    """The documents of one corpus and its index.

    Args:
        corpus: The corpus folder.
        index: The index folder.
        embedder: Makes the vectors.
        embedder_name: Name that tells the embedder's vectors from another's.
        by: Who changes documents, for the history.
        wait: Seconds to wait for another writer.
        changed: Called after each change, when the new generation is in use and others can write.
    """

    def __init__(
        self,
        corpus: Path,
        index: Path,
        embedder: Embedder,
        embedder_name: str,
        *,
        by: str = "",
        wait: float = WAIT,
        changed: Callable[[], None] = lambda: None,
    ) -> None:
        self.corpus = corpus
        self.index = index
        self._embedder = embedder
        self._embedder_name = embedder_name
        self._by = by
        self._wait = wait
        self._changed = changed

    def documents(self) -> list[Document]:
        """All documents, by name.

        Raises:
            SearchIndexError: There is no index that can be used.
        """
        return documents(self._indexed())

    def find(self, name: str) -> Document:
        """The document of a name: path, file name, stem, or id or title of an article, now or earlier.

        Raises:
            CorpusError: None that is indexed has or had that name.
            SearchIndexError: As `documents`.
        """
        return find(self._indexed(), self._file_ever(name))

    def articles(self, document: Document) -> list[Article]:
        """The articles of a document, as they are indexed."""
        found = (read_revision(self.index, fact.revision, fact.id) for fact in document.articles)
        return [article for article in found if article is not None]

    def history(self, name: str) -> list[dict[str, Any]]:
        """What was done to a document, oldest first; also to one that is gone.

        Raises:
            CorpusError: Nothing was ever done to one of that name.
        """
        file = self._file_ever(name)
        return [one for one in read_history(self.index) if one.get("file") == file]

    def add(self, incoming: Incoming, folder: str = "", corrections: Corrections = NONE) -> Done:
        """Takes a document into the corpus and the index.

        Args:
            incoming: The document.
            folder: Folder inside the corpus; empty is the corpus itself.
            corrections: What is corrected by hand of its articles at the same time.

        Raises:
            CorpusError: It is there already, cannot be read, or holds nothing.
            SearchIndexError: Another run is writing, or the index was built by another program or model.
        """
        file = inside(folder, incoming.name)
        with self._writing():
            state = self._state_or_none()
            if state is None and not corrections:
                return self._first(file, incoming)
            state = state or self._indexed()
            if file in state.manifest.corpus or (self.corpus / file).exists():
                key = "document-same" if state.manifest.corpus.get(file) == incoming.digest else "document-exists"
                raise CorpusError(key, file=file)
            same = next((name for name, one in state.manifest.corpus.items() if one == incoming.digest), None)
            if same is not None:
                raise CorpusError("document-same", file=same)
            return self._put("add", state, file, incoming, corrections)

    def update(self, name: str, incoming: Incoming, corrections: Corrections = NONE) -> Done:
        """Puts a new version in place of a document; arguments and errors as `add`."""
        with self._writing():
            state = self._state()
            document = find(state, name)
            if PurePosixPath(document.file).suffix.lower() != PurePosixPath(incoming.name).suffix.lower():
                raise CorpusError("document-other-format", file=document.file, name=incoming.name)
            if document.digest == incoming.digest:
                raise CorpusError("document-same", file=document.file)
            return self._put("update", state, document.file, incoming, corrections)

    def remove(self, name: str) -> Done:
        """Takes a document out of corpus and index; its file and its texts are kept for citations and for `restore`; errors as `add`."""
        with self._writing():
            state = self._state()
            document = find(state, name)
            if len(state.facts) == len(document.articles):
                raise CorpusError("document-last", file=document.file)
            return self._commit(state, Step("remove", document.file, FileContent()))

    def correct(self, name: str, corrections: Corrections) -> Done:
        """Corrects by hand what is known of a document's articles; overrides.toml and the index change together.

        Args:
            name: As for `find`.
            corrections: By id of its articles.

        Raises:
            CorpusError: A value cannot be used, or one of the articles is not the document's; else as `add`.
            SearchIndexError: The file was changed by hand since it was indexed; else as `add`.
        """
        with self._writing():
            state = self._state()
            document = find(state, name)
            path = self.corpus / document.file
            if not path.is_file():
                raise SearchIndexError("index-document-changed", file=document.file)
            now, content = self.read(path, document.file)
            if now != document.digest:
                raise SearchIndexError("index-document-changed", file=document.file)
            return self._commit(state, Step("correct", document.file, content, None, now, corrections))

    def read(self, path: Path, file: str) -> tuple[str, FileContent]:
        """The digest of a file and what it holds, read in a process of its own; it changes nothing.

        Args:
            path: Where it is.
            file: Where in the corpus it is or is to be, which says what a corpus.toml has to say of it.

        Raises:
            CorpusError: It cannot be read, or holds nothing.
        """
        settings = read_settings(self.corpus)[0]
        with isolated() as reading:
            found, content = reading(CorpusFile(path, file), settings.given(file))
        if not content.found:
            raise CorpusError("document-empty", file=file, notice=content.notices[0].key if content.notices else "file-empty")
        return found, content

    def preview(self, file: str, wanted: str, content: FileContent, corrections: Corrections = NONE) -> Preview:
        """What publishing a file that was read would make of the library; it changes nothing.

        Args:
            file: Where in the corpus it is to be, as `inside` gives it.
            wanted: Digest of its bytes.
            content: What it holds.
            corrections: Made by hand so far.

        Raises:
            CorpusError: It could not be published.
            SearchIndexError: There is no index that can be used.
        """
        return preview(self.corpus, self.index, self._indexed(), (file, wanted, content), corrections)

    def restore(self, name: str, version: str = "") -> Done:
        """Brings an earlier version of a document back, or one that was removed.

        Args:
            name: As for `find`; of a removed document its path or file name.
            version: The beginning of the digest of its file, or of a revision of one of its articles; empty is the last one before now.

        Raises:
            CorpusError: There is no such version; else as `add`.
        """
        with self._writing():
            state = self._state()
            file = self._file_ever(name)
            now = state.manifest.corpus.get(file)
            chosen = version_of(read_history(self.index), file, now, version)
            kept = original(self.index, file, str(chosen["digest"]))
            if kept is not None:
                return self._put("restore", state, file, Incoming(PurePosixPath(file).name, kept, digest(kept)))
            data = written_anew(self.index, chosen)
            target = str(PurePosixPath(file).with_suffix(".jsonl"))
            if now is not None and target != file:
                raise CorpusError("document-no-original", file=file)
            return self._put("restore", state, target, Incoming(PurePosixPath(target).name, data, digest(data)))

    def _first(self, file: str, incoming: Incoming) -> Done:
        """The first document of a library that has no index yet: the corpus folder is indexed as a whole."""
        target = self.corpus / file
        if target.exists():
            raise CorpusError("document-exists", file=file)
        staged = stage(self.corpus, file, incoming.data)
        _, content = self.read(staged, file)
        target.parent.mkdir(parents=True, exist_ok=True)
        staged.replace(target)
        clear_stage(self.corpus)
        with isolated() as reading:
            report = build_index(self.corpus, self.index, self._embedder, self._embedder_name, reading=reading, locked=True)
        articles = tuple(self.articles(find(self._indexed(), file)))
        return Done(file, articles, tuple(content.notices), {}, report.generation)

    def _put(self, did: str, state: State, file: str, incoming: Incoming, corrections: Corrections = NONE) -> Done:
        staged = stage(self.corpus, file, incoming.data)
        try:
            _, content = self.read(staged, file)
        except CorpusError:
            staged.unlink()
            raise
        return self._commit(state, Step(did, file, content, staged, incoming.digest, corrections))

    def _commit(self, state: State, step: Step) -> Done:
        return commit(self.corpus, self.index, self._embedder, state, step, by=self._by)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        with refusals(self.index):
            self.index.mkdir(parents=True, exist_ok=True)
        with writing(self.index, self._wait):
            yield
        self._changed()

    def _state_or_none(self) -> State | None:
        """What is indexed, once a killed run is finished or undone; None where nothing ever was."""
        recover(self.index)
        clear_stage(self.corpus)
        return self._state() if (self.index / CURRENT).exists() else None

    def _state(self) -> State:
        recover(self.index)
        state = self._indexed()
        old = state.manifest
        if (old.recipe, old.reading, old.libraries, old.embedder) != (recipe(), reading_recipe(), libraries(), self._embedder_name):
            raise SearchIndexError("index-other-program", path=self.index)
        _, settings = read_settings(self.corpus)
        overrides = self.corpus / "overrides.toml"
        if overrides.is_file():
            settings[overrides.name] = digest(overrides.read_bytes())
        if settings != {name: one for name, one in old.corpus.items() if name.endswith(".toml")}:
            raise SearchIndexError("index-settings-changed", path=self.corpus)
        return state

    def _indexed(self) -> State:
        state = read_state(self.index)
        if state is None:
            open_index(self.index)  # says what is wrong
            raise SearchIndexError("index-other-program", path=self.index)
        return state

    def _file_ever(self, name: str) -> str:
        """The file of a document that is, or ever was."""
        try:
            return find(self._indexed(), name).file
        except CorpusError as problem:
            files = [str(one["file"]) for one in reversed(read_history(self.index)) if called(one, name)]
            if problem.key == "document-ambiguous" or not files:
                raise
            return files[0]


def inside(folder: str, name: str) -> str:
    """Where in the corpus a file of a folder is to be; CorpusError where the folder is none inside it."""
    parts = [part for part in folder.replace("\\", "/").split("/") if part]
    if any(part.startswith((".", "__")) or not part.isprintable() for part in parts):
        raise CorpusError("document-folder", folder="".join(c for c in folder if c.isprintable())[:80])
    return "/".join([*parts, name])
