"""Hits to the same hits in the order of a re-ranking server (text-embeddings-inference's `/rerank`); it finds none itself."""

import logging
from dataclasses import replace

import httpx

from ecqa.embedding.remote import without_password
from ecqa.protocols import Retriever
from ecqa.schema import Hit, Question
from ecqa.text.folding import encodable

POOL = 30
"""Hits that are ranked anew; those after them keep their places."""
TIMES = httpx.Timeout(5.0, connect=2.0)
"""Seconds to connect, and for the answer."""

logger = logging.getLogger(__name__)


class RemoteReranker:
    """A retriever that has a server rank what another finds; safe to use from several threads.

    Where the server fails, the hits stay as they were found, and the log says why: an answer from the first ranking is better than none.

    Args:
        inner: The other retriever.
        url: Where `/rerank` is below, such as `http://127.0.0.1:8081`.
        api_key: Sent as a bearer token; None sends none.
    """

    def __init__(self, inner: Retriever, url: str, api_key: str | None = None) -> None:
        headers = {} if api_key is None else {"authorization": f"Bearer {api_key}"}
        self._client = httpx.Client(headers=headers, timeout=TIMES)
        self._inner = inner
        self._url = f"{url.rstrip('/')}/rerank"

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        """At most k hits, best first; scores stay those of the search, in falling order."""
        hits = self._inner.retrieve(question, max(k, POOL))
        first, rest = hits[:POOL], hits[POOL:]
        order = self._order(question.query or question.text, [f"{hit.article.title}\n{hit.passage.text}" for hit in first])
        scores = [hit.score for hit in first]
        ranked = [replace(first[at], score=score, rank=rank) for rank, (at, score) in enumerate(zip(order, scores, strict=True), 1)]
        return [*ranked, *rest][:k]

    def _order(self, query: str, texts: list[str]) -> list[int]:
        """Places of the texts, best first."""
        if len(texts) < 2:
            return list(range(len(texts)))
        sent = {"query": query, "texts": [encodable(text) for text in texts], "truncate": True}
        try:
            answer = self._client.post(self._url, json=sent)
            answer.raise_for_status()
            scores = {int(one["index"]): float(one["score"]) for one in answer.json()}
            if sorted(scores) != list(range(len(texts))):
                raise ValueError(f"{len(scores)} scores for {len(texts)} texts")
        except httpx.HTTPStatusError as problem:
            return self._as_found(len(texts), f"HTTP {problem.response.status_code}")  # its own words hold the address with its password
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as problem:
            return self._as_found(len(texts), str(problem) or type(problem).__name__)
        return sorted(scores, key=lambda at: (-scores[at], at))

    def _as_found(self, count: int, reason: str) -> list[int]:
        logger.warning("%s did not rank (%s)", without_password(self._url), " ".join(reason.split())[:200])
        return list(range(count))
