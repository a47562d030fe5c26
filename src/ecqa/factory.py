"""Settings to the objects that do the work: the one place where a setting becomes a part; it runs nothing."""

from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from ecqa.answering import ExtractiveAnswerer
from ecqa.answering.clause import ClauseAnswerer
from ecqa.answering.mentions import MentionsAnswerer
from ecqa.answering.newest import NewestAnswerer
from ecqa.answering.validity import ValidityStage
from ecqa.answering.verification import SpanVerifier
from ecqa.config import STORE_PREFIX, Settings
from ecqa.corpus.isolated import isolated
from ecqa.embedding import BertEmbedder, SentenceTransformerEmbedder
from ecqa.embedding.remote import RemoteEmbedder
from ecqa.index.live import LiveIndex
from ecqa.index.milvus import MilvusStore
from ecqa.index.opened import open_index
from ecqa.library import Library
from ecqa.messages import Messages
from ecqa.pipeline import Assistant, BuildReport, build_index
from ecqa.protocols import Answerer, Reader, Retriever, Rewriter, Verifier
from ecqa.reading import BertReader, TransformerReader
from ecqa.retrieval import ClauseRetriever, HybridRetriever, NewestRetriever, OnceRetriever, PartsRetriever
from ecqa.retrieval.milvus import MilvusRetriever
from ecqa.retrieval.remote import RemoteReranker

if TYPE_CHECKING:
    from ecqa.answering.chat import ChatAnswerer, ChatRewriter
    from ecqa.storage import Storage

DATABASE = "ecqa.sqlite3"
TORCH_THREADS = 1
"""Processor threads where torch makes the vector of a question: on a busy machine two wait for each other for a second."""

Named = BertEmbedder | SentenceTransformerEmbedder | RemoteEmbedder
"""An embedder that names its vectors."""


def open_assistant(settings: Settings, storage: "Storage | None" = None) -> Assistant:
    """Everything that answers questions, over the index in use.

    Args:
        settings: What the administrator chose.
        storage: Where a chat model's tokens are counted; None opens the database of the settings, where there is such a model.

    Raises:
        ModelError: The embedding model cannot be loaded, or the chat model cannot be used.
        SearchIndexError: There is no index, it is damaged, or was built with another model.
    """
    embedder = open_embedder(settings, TORCH_THREADS)
    messages = Messages(settings.lang)
    store = open_store(settings)
    live = LiveIndex(settings.index, embedder.name, in_use=None if store is None else store.generation)
    live.current()
    found: Retriever = HybridRetriever(live.current, embedder) if store is None else MilvusRetriever(live.current, store, embedder)
    found = OnceRetriever(live.current, found)
    if settings.rerank_url is not None:
        found = RemoteReranker(found, settings.rerank_url, _secret(settings.rerank_api_key))

    reader = open_reader()

    def rarity(term: str) -> float:
        return live.current().lexical.rarity(term)

    answerer: Answerer = ExtractiveAnswerer(messages, rarity, reader)
    verifier = SpanVerifier(reader)
    rewriter: Rewriter | None = None
    if settings.chat_model is not None:
        answerer, rewriter = open_chat(settings.chat_model, settings, answerer, verifier, storage)
    return Assistant(
        current=live.current,
        retriever=NewestRetriever(live.current, ClauseRetriever(live.current, PartsRetriever(found))),
        answerer=NewestAnswerer(ClauseAnswerer(MentionsAnswerer(answerer, messages)), messages),
        refused=lambda missing: messages.text("answer.refused", missing=missing),
        verifier=verifier,
        rewriter=rewriter,
        validity=ValidityStage(messages),
    )


def open_chat(
    name: str, settings: Settings, quoting: Answerer, verifier: Verifier, storage: "Storage | None" = None
) -> "tuple[ChatAnswerer, ChatRewriter]":
    """A chat model within the bounds of the settings, as what answers and what rewrites follow-ups.

    Args:
        name: Of the model, such as `openai:qwen-plus`.
        settings: What the administrator chose.
        quoting: Answers without a model, and is asked first.
        verifier: Lets sentences through.
        storage: See `open_assistant`.

    Raises:
        ModelError: The model cannot be used.
        ServiceError: The database cannot.
    """
    from ecqa.answering.chat import Bounds, Chat, ChatAnswerer, ChatRewriter, open_chat_model  # noqa: PLC0415 - imports every kind of message

    silence, seconds = float(settings.chat_silence_seconds), float(settings.chat_seconds)
    model = open_chat_model(name, settings.chat_base_url, _secret(settings.chat_api_key), silence=silence, seconds=seconds)
    bounds = Bounds(
        context=settings.chat_context_tokens,
        a_question=settings.chat_tokens_a_question,
        a_day=settings.chat_tokens_a_day,
        price_prompt=settings.chat_price_prompt,
        price_completion=settings.chat_price_completion,
    )
    chat = Chat(model, (storage or open_database(settings)).tokens, bounds)
    return ChatAnswerer(quoting, chat, verifier, Messages(settings.lang)), ChatRewriter(chat)


def open_embedder(settings: Settings, torch_threads: int | None = None, *, load: bool = True) -> Named:
    """What makes vectors: a server where one is named, onnxruntime on all cores for a model of the shipped one's form, sentence-transformers for any other.

    Args:
        settings: Name the model.
        torch_threads: Processor threads for one encoding by sentence-transformers; None leaves torch's choice.
        load: False puts the loading off to the first text.

    Raises:
        ModelError: The model cannot be loaded.
    """
    if settings.embedding_url is not None:
        prefixes = (settings.embedding_query_prefix, settings.embedding_document_prefix)
        return RemoteEmbedder(settings.embedding_url, settings.embedding_model or "", _secret(settings.embedding_api_key), *prefixes)
    folder = None if settings.embedding_model is None else Path(settings.embedding_model)
    if BertEmbedder.fits(folder):
        return BertEmbedder(folder, load=load)
    return SentenceTransformerEmbedder(settings.embedding_model, torch_threads, load=load)


def open_store(settings: Settings) -> MilvusStore | None:
    """The vector store of the settings; None where the files of the index are searched.

    Raises:
        SearchIndexError: It cannot be reached.
    """
    if settings.vector_store is None:
        return None
    return MilvusStore(settings.vector_store.get_secret_value().removeprefix(STORE_PREFIX).removeprefix("file:"))


def publish(settings: Settings) -> None:
    """Puts the index into the vector store, where the settings name one, and has it used there; what was in use stays so until then.

    Raises:
        SearchIndexError: The store cannot be used.
    """
    store = open_store(settings)
    if store is not None:
        with closing(store):
            store.put_in_use(open_index(settings.index))


def open_reader() -> Reader:
    """What reads passages: onnxruntime on all cores for a model of the shipped one's form, torch for any other.

    Raises:
        ModelError: The model cannot be loaded.
    """
    return BertReader() if BertReader.fits() else TransformerReader(threads=TORCH_THREADS)


def build(settings: Settings, progress: Callable[[int, int], None] | None = None) -> BuildReport:
    """Builds or updates the index from the corpus.

    Raises:
        CorpusError: The corpus cannot be read, or holds nothing.
        ModelError: The embedding model cannot be loaded.
        SearchIndexError: The index folder cannot be written.
    """
    embedder = open_embedder(settings, load=False)
    with isolated() as reading:
        report = build_index(settings.corpus, settings.index, embedder, embedder.name, progress, reading=reading)
    publish(settings)
    return report


def open_library(settings: Settings, by: str = "", embedder: Named | None = None) -> Library:
    """The documents of the settings, to be changed one at a time.

    Args:
        settings: Name corpus, index and model.
        by: Who changes them, for the history.
        embedder: Of the settings, where there is one already.
    """
    embedder = embedder or open_embedder(settings, load=False)
    return Library(settings.corpus, settings.index, embedder, embedder.name, by=by, changed=lambda: publish(settings))


def database_of(settings: Settings) -> str | Path:
    """Where the database is: its URL, or the file of the one that needs no server."""
    return settings.data / DATABASE if settings.database_url is None else settings.database_url.get_secret_value()


def open_database(settings: Settings) -> "Storage":
    """What visitors and evaluators left, in the database of the settings; its tables are made or brought up to date.

    Raises:
        ServiceError: The database cannot be used.
    """
    from ecqa.storage import open_storage  # noqa: PLC0415 - a third of a second, and only a server needs it

    return open_storage(database_of(settings))


def _secret(chosen: SecretStr | None) -> str | None:
    return None if chosen is None else chosen.get_secret_value()
