"""A re-ranking server on the loopback, as text-embeddings-inference answers, and what becomes of hits when it fails."""

import json
import logging
from collections.abc import Iterator

import pytest

from ecqa.retrieval.remote import RemoteReranker
from ecqa.schema import Article, Hit, Passage, Question
from tests.loopback import Loopback


class Found:
    """A retriever of forty hits."""

    def retrieve(self, question: Question, k: int) -> list[Hit]:
        return [hit(n) for n in range(40)][:k]


def hit(n: int) -> Hit:
    article = Article(f"a{n}", f"题{n}", f"文{n}", "r", "a.txt", 0)
    return Hit(Passage(f"a{n}:0-2", f"a{n}", 0, len(article.text), article.text, "", ()), article, score=100.0 - n, rank=n + 1)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as opened:
        yield opened


def test_hits_stand_in_the_order_of_the_servers_scores(server: Loopback):
    server.answer = lambda sent: [{"index": at, "score": at % 7} for at in range(len(sent["texts"]))]
    found = RemoteReranker(Found(), server.url, "secret").retrieve(Question("问", query="查"), 35)
    expected = [*sorted(range(30), key=lambda at: (-(at % 7), at)), 30, 31, 32, 33, 34]
    assert [one.article.id for one in found] == [f"a{n}" for n in expected]
    assert [one.rank for one in found] == list(range(1, 36))
    assert [one.score for one in found] == [100.0 - n for n in range(35)]
    path, headers, sent = server.got[0]
    assert (path, headers["authorization"]) == ("/rerank", "Bearer secret")
    assert sent == {"query": "查", "texts": [f"题{n}\n文{n}" for n in range(30)], "truncate": True}


def test_a_few_are_ranked_among_more_than_are_wanted(server: Loopback):
    server.answer = lambda sent: [{"index": at, "score": at / 100} for at in range(len(sent["texts"]))]
    assert [one.article.id for one in RemoteReranker(Found(), server.url).retrieve(Question("问"), 3)] == ["a29", "a28", "a27"]


@pytest.mark.parametrize(
    "answer",
    [
        b"no json",
        json.dumps([{"index": 0, "score": 1.0}]).encode(),
        json.dumps({"error": "too many texts"}).encode(),
        json.dumps([{"index": 0}] * 30).encode(),
        500,
        None,
    ],
)
def test_where_the_server_fails_hits_stay_as_they_were_found(
    server: Loopback, answer: bytes | int | None, caplog: pytest.LogCaptureFixture
):
    server.answer = answer
    if answer is None:
        server.close()
    with caplog.at_level(logging.WARNING):
        found = RemoteReranker(Found(), server.url.replace("//", "//user:secret@")).retrieve(Question("问"), 5)
    assert found == [hit(n) for n in range(5)]
    assert "did not rank" in caplog.text
    assert "secret" not in caplog.text
