"""Problems are documents in the client's language, and a body that is too large is not read."""

import json
import socket
from urllib.parse import urlsplit

import pytest

from ecqa.errors import CorpusError, EcqaError, ModelError, QuestionError, SearchIndexError, ServiceError
from ecqa.interfaces.api.limits import BODY_BYTES
from ecqa.interfaces.api.problems import TITLES, document, messages_for, status_of
from ecqa.messages import Messages


@pytest.mark.parametrize(
    ("problem", "status"),
    [
        (QuestionError("question-empty"), 422),
        (QuestionError("too-many-questions", seconds=3), 429),
        (ServiceError("busy"), 503),
        (SearchIndexError("index-damaged", path="/srv/ecqa/index/CURRENT"), 503),
        (ModelError("model-damaged", model="/srv/x"), 503),
        (CorpusError("corpus-missing", path="/srv/x"), 500),
    ],
)
def test_a_problem_has_a_status_and_no_path_of_the_server(problem: EcqaError, status: int):
    assert status_of(problem) == status
    found = document(problem, Messages("zh"))
    assert (found["type"], found["status"]) == (f"urn:ecqa:problem:{problem.key}", status)
    assert "/srv" not in str(found)


@pytest.mark.parametrize(
    ("header", "lang"),
    [("", "zh"), ("en-GB,en;q=0.9", "en"), ("fr, en", "en"), ("zh-CN,en", "zh"), ("*", "zh"), ("\x00;;,=", "zh")],
)
def test_the_language_is_the_first_that_there_is(header, lang):
    assert messages_for({"accept-language": header}, "zh").lang == lang


def test_every_status_has_a_title_and_a_detail_in_both_languages():
    for lang in ("zh", "en"):
        assert {f"{part}-{status}" for status in TITLES for part in ("title", "detail")} <= set(Messages(lang).table("api"))


def test_a_problem_is_told_in_the_client_s_language(site):
    with site.client() as client:
        chinese, english = (client.get("/api/nothing", headers={"accept-language": lang}).json() for lang in ("zh-CN", "en"))
    assert chinese == {
        "type": "urn:ecqa:problem:http-404",
        "title": "没有找到",
        "status": 404,
        "code": "http-404",
        "detail": "这个地址上没有内容；可用的地址见 /api/openapi.json。",
    }
    assert (english["title"], english["code"]) == ("Not found", "http-404")


def test_a_body_that_says_it_is_too_large_is_not_read(site):
    with site.client() as client:
        reply = client.post("/api/ask", content=b" " * (BODY_BYTES + 1), headers={"content-type": "application/json"})
        assert (reply.status_code, reply.json()["code"]) == (413, "http-413")
        reply = client.post("/v1/chat/completions", content=b" " * (BODY_BYTES + 1), headers={"content-type": "application/json"})
        assert reply.json()["error"]["code"] == "http-413"


@pytest.mark.parametrize("address", ["/api/ask", "/v1/chat/completions", "/mcp"])
def test_a_body_that_does_not_say_how_long_it_is_is_read_up_to_the_limit(site, address):
    chunks = (b" " * 65536 for _ in range(6))
    with site.client() as client:
        reply = client.post(
            address, content=chunks, headers={"content-type": "application/json", "accept": "application/json, text/event-stream"}
        )
    assert reply.status_code == 413


def test_a_failure_that_nobody_foresaw_says_nothing_of_its_reason(site, monkeypatch, caplog):
    def broken(*_, **__):
        raise RuntimeError("secret reason")

    monkeypatch.setattr(type(site.storage.keys), "used", broken)
    with site.client() as client:
        reply = client.get("/v1/models", headers={"x-request-id": "from-the-proxy"})
        ready = client.get("/readyz")
    assert (reply.status_code, reply.json()["code"], reply.headers["x-request-id"]) == (500, "unforeseen", "from-the-proxy")
    assert "secret" not in reply.text
    assert [(record.request_id, str(record.exc_info[1])) for record in caplog.records if record.message == "a request failed"] == [
        ("from-the-proxy", "secret reason")
    ]
    assert (ready.status_code, ready.json()["code"]) == (503, "not-ready")


@pytest.mark.parametrize(
    "body", [b"{", b"\xff", b'{"question": "\\ud800"}', b"[]", b"null", b'{"question": NaN}', b"[" * 5000 + b"]" * 5000]
)
def test_a_body_that_is_no_such_document_is_a_problem(site, body):
    with site.client() as client:
        reply = client.post("/api/ask", content=body, headers={"content-type": "application/json"})
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.status_code in (400, 422)


def test_a_request_that_is_none_does_no_harm(site):
    place = urlsplit(site.url)
    with socket.create_connection((place.hostname, place.port), timeout=5) as raw:
        raw.sendall(b"GET /api/articles/%ff%00 HTTP/1.1\r\nHost: localhost\r\nAccept-Language: \xff\r\nConnection: close\r\n\r\n")
        reply = b"".join(iter(lambda: raw.recv(4096), b""))
    assert reply.startswith(b"HTTP/1.1 404 ")
    assert json.loads(reply.partition(b"\r\n\r\n")[2])["code"] == "article-unknown"
