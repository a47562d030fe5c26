"""One line of JSON a request, without the question unless that is turned on; figures by the pattern of the address."""

import io
import json
import logging
from datetime import datetime, timedelta

import pytest

from ecqa.interfaces.api.logs import write_json_lines
from tests.interfaces.site import PARK


@pytest.fixture
def written():
    """What is logged from here on as a server logs it; logging is as before afterwards."""
    root, ours = logging.getLogger(), logging.getLogger("ecqa")
    before = (list(root.handlers), root.level, ours.level)
    stream = io.StringIO()
    write_json_lines(stream)
    yield stream
    root.handlers[:], root.level = before[0], before[1]
    ours.setLevel(before[2])


@pytest.mark.parametrize(("log", "question"), [("requests", None), ("questions", PARK)])
def test_a_request_is_one_line(open_site, written, log, question):
    with open_site(log=log) as site, site.client(site.storage.keys.add("shop"), **{"x-request-id": "abc-1"}) as client:
        client.post("/api/ask", json={"question": PARK})
        client.get("/api/search", params={"q": PARK, "k": 1})
        client.get("/api/articles/park/秘密")
    lines = [line for line in map(json.loads, written.getvalue().splitlines()) if line["message"] == "request"]
    assert [(line["route"], line["status"], line.get("key"), line.get("question")) for line in lines] == [
        ("/api/ask", 200, "shop", question),
        ("/api/search", 200, "shop", question),
        ("-", 404, None, None),
    ]
    assert (lines[0]["request_id"], lines[0]["level"], lines[0]["logger"]) == ("abc-1", "INFO", "ecqa.interfaces.api.logs")
    assert (lines[0]["answer_status"], lines[0]["mode"], lines[0]["ms"] > 0) == ("answered", "extractive", True)
    assert datetime.fromisoformat(lines[0]["time"]).utcoffset() == timedelta(0)
    assert "127.0.0.1" not in str(lines)
    assert "秘密" not in str(lines)


def test_what_a_client_calls_its_request_is_taken_only_where_it_is_harmless(site):
    with site.client() as client:
        names = [client.get("/healthz", headers={"x-request-id": name}).headers["x-request-id"] for name in ("a-1", "a b", "x" * 65)]
    assert names[0] == "a-1"
    assert all(len(name) == 16 for name in names[1:])


def test_figures_count_requests_and_answers(open_site):
    with open_site() as site, site.client() as client:
        for _ in range(2):
            client.post("/api/ask", json={"question": PARK})
        client.get("/api/articles/nobody")
        client.get("/x" * 500)
        client.get("/api/x1")
        client.get("/api/x2")
        reply = client.get("/metrics")
    assert reply.headers["content-type"].startswith("text/plain; version=0.0.4")
    figures = dict(line.rsplit(" ", 1) for line in reply.text.splitlines() if not line.startswith("#"))
    assert figures['ecqa_requests_total{method="POST",route="/api/ask",status="200"}'] == "2.0"
    assert figures['ecqa_requests_total{method="GET",route="/api/articles/{article_id}",status="404"}'] == "1.0"
    assert figures['ecqa_requests_total{method="GET",route="-",status="404"}'] == "2.0"
    assert figures['ecqa_answers_total{mode="extractive",status="answered"}'] == "2.0"
    assert (figures["ecqa_articles"], figures["ecqa_answers_under_way"]) == ("3.0", "0.0")
    assert figures["ecqa_answer_seconds_count"] == "2.0"
