"""Settings to the objects that do the work: the one place where a setting becomes a part; it runs nothing."""

from collections.abc import Callable

from ecqa.answering import ExtractiveAnswerer
from ecqa.config import Settings
from ecqa.embedding import SentenceTransformerEmbedder
from ecqa.index.live import LiveIndex
from ecqa.messages import Messages
from ecqa.pipeline import Assistant, BuildReport, build_index
from ecqa.retrieval import HybridRetriever
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
        retriever=HybridRetriever(live.current, embedder),
        answerer=ExtractiveAnswerer(messages, rarity),
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
    return build_index(settings.corpus, settings.index, embedder, embedder.name, progress)


def open_database(settings: Settings) -> Storage:
    """What visitors and evaluators left, in the database of the settings; its tables are made or brought up to date.

    Raises:
        ServiceError: The database cannot be used.
    """
    if settings.database_url is not None:
        return open_storage(settings.database_url.get_secret_value())
    return open_storage(settings.data / DATABASE)
