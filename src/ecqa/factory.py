"""Settings to the objects that do the work: the one place where a setting becomes a part; it runs nothing."""

from collections.abc import Callable
from pathlib import Path

from ecqa.answering import ExtractiveAnswerer
from ecqa.answering.clause import ClauseAnswerer
from ecqa.answering.mentions import MentionsAnswerer
from ecqa.config import Settings
from ecqa.corpus.isolated import isolated
from ecqa.embedding import SentenceTransformerEmbedder
from ecqa.index.live import LiveIndex
from ecqa.library import Library
from ecqa.messages import Messages
from ecqa.pipeline import Assistant, BuildReport, build_index
from ecqa.reading import TransformerReader
from ecqa.retrieval import ClauseRetriever, HybridRetriever, OnceRetriever, PartsRetriever
from ecqa.storage import Storage, open_storage

DATABASE = "ecqa.sqlite3"
ANSWERING_THREADS = 1
"""Processor threads for the vector of one question: on a busy machine two wait for each other for a second, and gain little on an idle one."""


def open_assistant(settings: Settings) -> Assistant:
    """Everything that answers questions, over the index in use.

    Raises:
        ModelError: The embedding model cannot be loaded.
        SearchIndexError: There is no index, it is damaged, or was built with another model.
    """
    embedder = SentenceTransformerEmbedder(settings.embedding_model, ANSWERING_THREADS)
    messages = Messages(settings.lang)
    live = LiveIndex(settings.index, embedder.name)
    live.current()

    def rarity(term: str) -> float:
        return live.current().lexical.rarity(term)

    return Assistant(
        current=live.current,
        retriever=ClauseRetriever(live.current, PartsRetriever(OnceRetriever(live.current, HybridRetriever(live.current, embedder)))),
        answerer=ClauseAnswerer(MentionsAnswerer(ExtractiveAnswerer(messages, rarity, TransformerReader(threads=ANSWERING_THREADS)), messages)),
        refused=lambda missing: messages.text("answer.refused", missing=missing),
    )


def build(settings: Settings, progress: Callable[[int, int], None] | None = None) -> BuildReport:
    """Builds or updates the index from the corpus.

    Raises:
        CorpusError: The corpus cannot be read, or holds nothing.
        ModelError: The embedding model cannot be loaded.
        SearchIndexError: The index folder cannot be written.
    """
    embedder = SentenceTransformerEmbedder(settings.embedding_model, load=False)
    with isolated() as reading:
        return build_index(settings.corpus, settings.index, embedder, embedder.name, progress, reading=reading)


def open_library(settings: Settings, by: str = "") -> Library:
    """The documents of the settings, to be changed one at a time.

    Args:
        settings: Name corpus, index and model.
        by: Who changes them, for the history.
    """
    embedder = SentenceTransformerEmbedder(settings.embedding_model, load=False)
    return Library(settings.corpus, settings.index, embedder, embedder.name, by=by)


def database_file(settings: Settings) -> Path | None:
    """The file of the database; None where another server keeps it."""
    return settings.data / DATABASE if settings.database_url is None else None


def open_database(settings: Settings) -> Storage:
    """What visitors and evaluators left, in the database of the settings; its tables are made or brought up to date.

    Raises:
        ServiceError: The database cannot be used.
    """
    if settings.database_url is not None:
        return open_storage(settings.database_url.get_secret_value())
    return open_storage(settings.data / DATABASE)
