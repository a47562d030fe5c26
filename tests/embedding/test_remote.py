"""An embedding server on the loopback, as OpenAI's interface answers, and one line for each way in which it can fail."""

import json
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

from ecqa.embedding import remote
from ecqa.embedding.remote import RemoteEmbedder
from ecqa.errors import ModelError
from ecqa.messages import Messages
from tests.loopback import Loopback


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as opened:
        opened.answer = embeddings
        yield opened


def embeddings(sent: dict[str, Any]) -> dict[str, Any]:
    """Vectors of length and sum of codes, of any norm, last first."""
    data = [{"index": at, "embedding": [float(len(text)), float(sum(map(ord, text)) % 97), 1.0]} for at, text in enumerate(sent["input"])]
    return {"object": "list", "data": data[::-1], "model": sent["model"]}


def test_vectors_come_normalised_and_in_the_order_of_the_texts(server: Loopback):
    texts = [f"第{n}段" + "字" * (n % 5) for n in range(70)]
    vectors = RemoteEmbedder(server.url + "/v1/", "bge-m3", "secret").embed_documents(texts)
    expected = np.array([[len(text), sum(map(ord, text)) % 97, 1] for text in texts], np.float32)
    np.testing.assert_allclose(vectors, expected / np.linalg.norm(expected, axis=1, keepdims=True), rtol=1e-6)
    assert vectors.dtype == np.float32
    assert [(path, headers["authorization"], sent["model"]) for path, headers, sent in server.got] == [
        ("/v1/embeddings", "Bearer secret", "bge-m3")
    ] * 3
    assert [text for _, _, sent in server.got for text in sent["input"]] == texts


def test_questions_and_passages_have_their_prefixes_and_the_name_says_so(server: Loopback):
    embedder = RemoteEmbedder(server.url, "e5", None, "query: ", "passage: ")
    assert embedder.embed_query("问").shape == (3,)
    embedder.embed_documents(["文"])
    assert [sent["input"] for _, _, sent in server.got] == [["query: 问"], ["passage: 文"]]
    assert "authorization" not in server.got[0][1]
    assert embedder.name != RemoteEmbedder(server.url, "e5").name
    assert RemoteEmbedder("http://a", "e5").name == RemoteEmbedder("http://b", "e5").name


def test_no_texts_have_no_vectors_of_the_models_length(server: Loopback):
    assert RemoteEmbedder(server.url, "e5").embed_documents([]).shape == (0, 3)


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (401, "HTTP 401"),
        (503, "HTTP 503"),
        (b"<html>", "Expecting value"),
        (json.dumps({"data": []}).encode(), "0 vectors for 1 texts"),
        (json.dumps({"data": [{"index": 0, "embedding": [0.0, 0.0]}]}).encode(), "vectors of no length"),
        (json.dumps({"data": [{"index": 0, "embedding": [float("nan"), 0.0]}]}).encode(), "vectors of no length"),
        (json.dumps({"error": "x"}).encode(), "data"),
    ],
)
def test_what_the_server_fails_at_is_one_line(server: Loopback, answer: bytes | int, reason: str):
    server.answer = answer
    with pytest.raises(ModelError) as raised:
        RemoteEmbedder(server.url.replace("//", "//user:secret@"), "e5").embed_query("问")
    for lang in ("zh", "en"):
        line = Messages(lang).error(raised.value)
        assert reason in line
        assert server.url in line
        assert "secret" not in line
        assert "\n" not in line


def test_a_server_that_is_silent_is_given_up(server: Loopback, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(remote, "TIMES", remote.httpx.Timeout(0.2))
    server.silent = True
    with pytest.raises(ModelError, match="timed out"):
        RemoteEmbedder(server.url, "e5").embed_query("问")
    server.close()
    with pytest.raises(ModelError, match="embedding-unusable"):
        RemoteEmbedder(server.url, "e5").embed_query("问")
