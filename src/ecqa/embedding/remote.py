"""Texts to vectors by a server that speaks OpenAI's `/v1/embeddings`; it loads no model and keeps no vector."""

import math
from threading import Lock
from urllib.parse import urlsplit, urlunsplit

import httpx
import numpy as np

from ecqa.errors import ModelError
from ecqa.protocols import Vectors
from ecqa.text.folding import encodable

BATCH = 32
"""Texts a request."""
TIMES = httpx.Timeout(60.0, connect=5.0)
"""Seconds to connect, and for each answer."""
NORM_TOLERANCE = 1e-3


class RemoteEmbedder:
    """An embedding model that somebody else runs; safe to use from several threads.

    Vectors are brought to length 1, whatever the server gives.

    Args:
        url: Where `/embeddings` is below, such as `http://127.0.0.1:8080/v1`.
        model: Name of the model there.
        api_key: Sent as a bearer token; None sends none.
        query_prefix: What the model wants before a question, such as `query: `.
        document_prefix: What it wants before a passage, such as `passage: `.

    Attributes:
        name: What an index built with this model is stamped with: the model and its prefixes, not the server.
    """

    def __init__(self, url: str, model: str, api_key: str | None = None, query_prefix: str = "", document_prefix: str = "") -> None:
        headers = {} if api_key is None else {"authorization": f"Bearer {api_key}"}
        self._client = httpx.Client(headers=headers, timeout=TIMES)
        self._url = f"{url.rstrip('/')}/embeddings"
        self._model = model
        self._prefixes = (query_prefix, document_prefix)
        self._lock = Lock()
        self._dim: int | None = None
        self.name = f"remote:{model}" + (f" [{query_prefix}|{document_prefix}]" if query_prefix or document_prefix else "")

    @property
    def dim(self) -> int:
        """Length of a vector; asks the server once."""
        with self._lock:
            if self._dim is None:
                self._dim = self._asked([" "]).shape[1]
            return self._dim

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors of passages: shape (len(texts), dim), float32, L2-normalised, in the order of `texts`.

        Raises:
            ModelError: The server cannot be reached, refuses, or answers something else.
        """
        if not texts:
            return np.zeros((0, self.dim), np.float32)
        prefixed = [self._prefixes[1] + text for text in texts]
        return np.concatenate([self._asked(prefixed[at : at + BATCH]) for at in range(0, len(prefixed), BATCH)])

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question: shape (dim,), float32, L2-normalised; errors as `embed_documents`."""
        vector: Vectors = self._asked([self._prefixes[0] + text])[0]
        return vector

    def _asked(self, texts: list[str]) -> Vectors:
        sent = {"model": self._model, "input": [encodable(text) for text in texts], "encoding_format": "float"}
        try:
            answer = self._client.post(self._url, json=sent)
            answer.raise_for_status()
            data = sorted(answer.json()["data"], key=lambda one: int(one["index"]))
            vectors = np.array([one["embedding"] for one in data], np.float32)
            if [int(one["index"]) for one in data] != list(range(len(texts))) or vectors.ndim != 2:
                raise ValueError(f"{len(data)} vectors for {len(texts)} texts")
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            if not all(math.isfinite(length) and length > NORM_TOLERANCE for length in lengths.ravel().tolist()):
                raise ValueError("vectors of no length")
        except httpx.HTTPStatusError as problem:
            raise self._refused(f"HTTP {problem.response.status_code}") from problem
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as problem:
            raise self._refused(str(problem) or type(problem).__name__) from problem
        unit: Vectors = vectors / lengths
        return unit

    def _refused(self, reason: str) -> ModelError:
        return ModelError("embedding-unusable", address=without_password(self._url), reason=" ".join(reason.split())[:200])


def without_password(url: str) -> str:
    """An address as it may be shown."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2], query=""))
