"""Texts to vectors with a sentence-transformers model; it neither stores nor compares vectors."""

import os
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING

import numpy as np

from ecqa.embedding.fingerprint import model_name
from ecqa.embedding.quiet import quiet_libraries
from ecqa.errors import ModelError
from ecqa.protocols import Vectors
from ecqa.text.folding import encodable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

SHIPPED_MODEL = Path(__file__).resolve().parent.parent / "models" / "e5-small-zh"
_BATCH = 32
"""Texts encoded at once; sorted by length first, so that little is padded."""


class SentenceTransformerEmbedder:
    """A loaded model; safe to use from several threads.

    Args:
        model: Name or folder of a sentence-transformers model; None is the one that ships with the package. A folder
            is loaded without any look at the network.
        threads: Processor threads for one encoding; None leaves torch's choice.
        load: False puts the loading off to the first text: a run that finds nothing to encode needs only the name.

    Attributes:
        name: What an index built with this model is stamped with; changes when the weights change.

    Raises:
        ModelError: There is no such model, or it cannot be loaded; by the first text when `load` is False.
    """

    def __init__(self, model: str | Path | None = None, threads: int | None = None, *, load: bool = True) -> None:
        self._chosen = SHIPPED_MODEL if model is None else model
        self._threads = threads
        self._lock = RLock()
        self.name = model_name(self._chosen)
        if load:
            _ = self._model

    @cached_property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._model.get_embedding_dimension() or self._encode([""], query=False).shape[1])

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors of passages.

        Args:
            texts: Any number of texts; what goes past the model's limit of tokens is not read.

        Returns:
            Shape (len(texts), dim), float32, L2-normalised, in the order of `texts`.
        """
        return self._encode(texts, query=False)

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question: shape (dim,), float32, L2-normalised."""
        vector: Vectors = self._encode([text], query=True)[0]
        return vector

    def _encode(self, texts: list[str], *, query: bool) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        with self._lock:  # the tokenizer, "already borrowed", refuses a second thread
            encode = self._model.encode_query if query else self._model.encode_document
            vectors = encode(
                [encodable(text) for text in texts],
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.ascontiguousarray(vectors, dtype=np.float32)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        model = _load(self._chosen)
        if self._threads is not None:
            import torch  # noqa: PLC0415 - seconds to import, and by now the model has done it

            torch.set_num_threads(self._threads)
        return model


def _load(model: str | Path) -> "SentenceTransformer":
    """A folder, or a model downloaded before, without a look at the network; only a new name is asked for there."""
    folder = Path(model).is_dir()
    if folder:
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    try:
        with quiet_libraries():
            return _open(model, local_files_only=True)
    except Exception as problem:  # the libraries raise errors of a dozen kinds, their own and their dependencies'
        if folder:
            raise ModelError("model-damaged", model=model) from problem
    try:
        with quiet_libraries():
            from huggingface_hub import model_info  # noqa: PLC0415 - reads the environment when it is imported

            model_info(str(model))  # fails at once where the download would try for more than a minute
            return _open(model, local_files_only=False)
    except Exception as problem:
        raise ModelError("model-missing", model=model) from problem


def _open(model: str | Path, *, local_files_only: bool) -> "SentenceTransformer":
    import torch  # noqa: PLC0415 - seconds to import
    from sentence_transformers import SentenceTransformer  # noqa: PLC0415 - reads the environment when it is imported

    return SentenceTransformer(
        str(model),
        device="cpu",
        local_files_only=local_files_only,
        trust_remote_code=False,
        model_kwargs={"dtype": torch.float32},
    )
