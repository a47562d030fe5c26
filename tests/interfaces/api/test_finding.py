"""`GET /api/search` and `GET /api/articles/{id}`: passages, verbatim texts, and texts that were replaced since they were cited."""

import json
import shutil

import pytest

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.interfaces.cli.records import hit_record
from tests.interfaces.site import served

QUERY = "电商 资金"


def test_passages_are_those_of_the_command_line(site, small_assistant):
    with site.client() as client:
        hits = client.get("/api/search", params={"q": QUERY, "k": 3}).json()["hits"]
        news = client.get("/api/search", params={"q": QUERY, "kind": "news", "until": "2013-01-12"}).json()["hits"]
    assert hits == [hit_record(hit) for hit in small_assistant.search(QUERY, 3)]
    assert {hit["article_id"] for hit in news} == {"fund"}


@pytest.mark.parametrize(
    ("parameters", "code"),
    [({}, "invalid"), ({"q": "x", "k": 51}, "invalid"), ({"q": "x", "colour": "red"}, "invalid"), ({"q": "？"}, "question-empty")],
)
def test_a_search_that_cannot_be_taken_is_a_problem(site, parameters, code):
    with site.client() as client:
        reply = client.get("/api/search", params=parameters)
    assert (reply.status_code, reply.json()["code"]) == (422, code)


def test_an_article_comes_verbatim_with_the_span_that_was_asked_for(site, small_assistant):
    article = small_assistant.article("park")
    with site.client() as client:
        whole = client.get("/api/articles/park").json()
        part = client.get("/api/articles/park", params={"revision": article.revision, "start": 12, "end": 17}).json()
        tail = client.get("/api/articles/park", params={"start": 60}).json()
    assert (whole["text"], whole["revision"], whole["current"], whole["span"]) == (article.text, article.revision, True, None)
    assert (whole["date"], whole["source"], whole["urls"]) == ("2013-01-17", "大华网", ["http://example.org/park"])
    assert part["span"] == {"start": 12, "end": 17, "text": "1月16日"}
    assert tail["span"]["text"] == article.text[60:]


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/articles/nobody", 404, "article-unknown"),
        ("/api/articles/nobody?revision=0123456789ab", 404, "article-unknown"),
        ("/api/articles/park?revision=0123456789ab", 404, "revision-unknown"),
        ("/api/articles/park?revision=../../../CURRENT", 422, "invalid"),
        ("/api/articles/..%2F..%2FCURRENT", 404, "http-404"),
        ("/api/articles/park?start=5&end=5", 422, "span-outside"),
        ("/api/articles/park?end=100000", 422, "span-outside"),
        ("/api/articles/park?start=-1", 422, "invalid"),
    ],
)
def test_what_is_not_there_is_a_problem(site, address, status, code):
    with site.client() as client:
        reply = client.get(address)
    assert (reply.status_code, reply.json()["code"]) == (status, code)


def test_a_text_that_was_replaced_still_opens_by_its_revision(small, tmp_path):
    shutil.copytree(small / "corpus", tmp_path / "corpus")
    shutil.copytree(small / "index", tmp_path / "index")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    old = open_assistant(settings).article("fund")
    news = tmp_path / "corpus" / "news.jsonl"
    park, fund = map(json.loads, news.read_text("utf-8").splitlines())
    fund["text"] = fund["text"].replace("5000万元", "6000万元")
    news.write_text(json.dumps(park) + "\n" + json.dumps(fund) + "\n", "utf-8")
    build(settings)
    with served(open_assistant(settings), tmp_path, tmp_path / "data") as site, site.client() as client:
        now = client.get("/api/articles/fund").json()
        then = client.get("/api/articles/fund", params={"revision": old.revision}).json()
    assert ("6000万元" in now["text"], now["current"]) == (True, True)
    assert (then["text"], then["revision"], then["current"]) == (old.text, old.revision, False)
