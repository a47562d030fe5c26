"""`POST /api/ask`: the answer as one document and as events, and what a question that cannot be taken gets."""

import json

import pytest

from ecqa.interfaces.cli.records import answer_record
from tests.interfaces.site import FUND, PARK

EVENTS = {"accept": "text/event-stream"}


def without_times(record):
    return {name: value for name, value in record.items() if name != "timings_ms"}


def read(lines):
    """The events of a stream as (name, record)."""
    events, name = [], ""
    for line in lines:
        if line.startswith("event: "):
            name = line.removeprefix("event: ")
        elif line.startswith("data: "):
            events.append((name, json.loads(line.removeprefix("data: "))))
    return events


def test_an_answer_is_the_object_of_the_command_line(site, small_assistant):
    with site.client() as client:
        reply = client.post("/api/ask", json={"question": PARK})
    assert (reply.status_code, reply.headers["content-type"]) == (200, "application/json")
    told = reply.json()
    assert without_times(told) == without_times(answer_record(small_assistant.ask(PARK)))
    assert told["text"].startswith("1月16日，")
    cited = told["citations"][0]
    assert small_assistant.article(cited["article_id"]).text[cited["start"] : cited["end"]] == cited["quote"]


def test_events_are_stages_sentences_and_the_same_answer(site):
    with site.client() as client:
        with client.stream("POST", "/api/ask", json={"question": FUND}, headers=EVENTS) as reply:
            assert (reply.status_code, reply.headers["content-type"]) == (200, "text/event-stream; charset=utf-8")
            assert reply.headers["x-accel-buffering"] == "no"
            events = read(reply.iter_lines())
        whole = client.post("/api/ask", json={"question": FUND}).json()
    names = [name for name, _ in events]
    assert names == ["stage", "stage", *["sentence"] * (len(names) - 3), "answer"]
    assert [record["stage"] for name, record in events if name == "stage"] == ["retrieve", "read"]
    assert "\n".join(record["text"] for name, record in events if name == "sentence") == whole["text"]
    assert without_times(events[-1][1]) == without_times(whole)
    assert events[2][1]["citations"] == whole["citations"][:1]


def test_a_follow_up_and_filters_are_understood(site):
    history = [{"role": "user", "content": PARK}, {"role": "assistant", "content": "1月16日。"}]
    with site.client() as client:
        follow_up = client.post("/api/ask", json={"question": "一期有多少平方米？", "history": history}).json()
        elsewhere = client.post("/api/ask", json={"question": FUND, "source": "大华网"}).json()
        before = client.post("/api/ask", json={"question": PARK, "as_of": "2013-01-12"}).json()
    assert [citation["article_id"] for citation in follow_up["citations"]][:1] == ["park"]
    assert "6.6万平方米" in follow_up["text"]
    assert "5000万" not in elsewhere["text"]
    assert "park" not in [citation["article_id"] for citation in before["citations"]]


@pytest.mark.parametrize(
    ("body", "code", "errors"),
    [
        ({"question": "  ？ "}, "question-empty", None),
        ({"question": "长" * 501}, "question-too-long", None),
        ({"question": PARK, "since": "2013-02-01", "until": "2013-01-01"}, "api-date-range", None),
        ({}, "invalid", [{"pointer": "/body/question", "code": "missing"}]),
        ({"question": PARK, "colour": 1}, "invalid", [{"pointer": "/body/colour", "code": "extra_forbidden"}]),
        ({"question": PARK, "as_of": 0}, "invalid", [{"pointer": "/body/as_of", "code": "iso_date"}]),
        ({"question": PARK, "as_of": "2013-02-30"}, "invalid", [{"pointer": "/body/as_of", "code": "date_from_datetime_parsing"}]),
        ({"question": PARK, "since": "gestern"}, "invalid", [{"pointer": "/body/since", "code": "iso_date"}]),
    ],
)
@pytest.mark.parametrize("headers", [{}, EVENTS])
def test_a_question_that_cannot_be_taken_is_a_problem_and_no_stream(site, body, code, errors, headers):
    with site.client() as client:
        reply = client.post("/api/ask", json=body, headers=headers)
    assert (reply.status_code, reply.headers["content-type"]) == (422, "application/problem+json")
    problem = reply.json()
    assert (problem["type"], problem["status"], problem["code"]) == (f"urn:ecqa:problem:{code}", 422, code)
    assert problem.get("errors") == errors


def test_every_answer_is_counted_and_a_refusal_is_for_the_editors(site):
    from datetime import date

    def asked():
        return sum(day.asked for day in site.storage.usage.days("2000-01-01", date.max.isoformat()))

    before, gaps = asked(), len(site.storage.gaps.all())
    with site.client() as client:
        assert client.post("/api/ask", json={"question": "量子计算机的价格是多少？"}).json()["status"] == "refused"
        client.post("/api/ask", json={"question": " "})
    assert (asked() - before, len(site.storage.gaps.all()) - gaps) == (1, 1)
    assert site.storage.gaps.all()[0].question == "量子计算机的价格是多少？"


def test_past_the_queue_a_client_is_told_when_to_come_back(site, monkeypatch):
    monkeypatch.setattr(site.service._services.running, "_taken", 0)
    with site.client() as client:
        replies = [
            client.post("/api/ask", json={"question": PARK}),
            client.post("/api/ask", json={"question": PARK}, headers=EVENTS),
            client.post("/v1/chat/completions", json={"model": "ecqa", "messages": [{"role": "user", "content": PARK}]}),
            client.get("/api/search", params={"q": PARK}),
        ]
    for reply in replies:
        assert (reply.status_code, reply.headers["retry-after"], reply.json()["code"]) == (503, "5", "busy")
        assert reply.json()["detail"] == "正在回答的问题太多，请稍后再试。"
