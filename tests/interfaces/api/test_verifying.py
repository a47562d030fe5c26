"""`POST /api/verify`: a sentence and what it cites, over HTTP, to whether it is held, and why not in the reader's language."""

import pytest

PARK = "1月16日，汕头五维电子商务产业园正式启动。"


def span(assistant, article_id, quote):
    """Article, revision and offsets of a quote."""
    article = assistant.article(article_id)
    start = article.text.index(quote)
    return {"article_id": article_id, "revision": article.revision, "start": start, "end": start + len(quote)}


def test_a_sentence_in_other_notation_is_held_by_the_very_sentence(site, small_assistant):
    whole = small_assistant.article("fund")
    asked = {"claim": "市财政每年拿出五千万元。", "article_id": "fund", "start": 0, "end": len(whole.text)}
    with site.client() as client:
        reply = client.post("/api/verify", json=asked)
    told = reply.json()
    (evidence,) = told.pop("evidence")
    assert (reply.status_code, told.pop("score") > 0.3) == (200, True)
    assert told == {"supported": True, "why": None, "fault": None, "article_id": "fund", "revision": whole.revision}
    assert evidence["text"] == whole.text[evidence["start"] : evidence["end"]]
    assert evidence["text"].startswith("去年起，市财政连续三年每年拿出5000万元")


@pytest.mark.parametrize(
    ("claim", "fault", "why"),
    [
        ("1月26日，产业园启动。", {"kind": "date", "words": "1月26日"}, "出处里的时间不是“1月26日”。"),
        ("广州五维电子商务产业园启动。", {"kind": "name", "words": "广州"}, "出处里没有这个名称：广州。"),
        ("3个产业园启动，投资5亿元。", {"kind": "number", "words": "5亿元"}, "出处里没有这个数，或单位、口径不同：5亿元。"),
        ("！", {"kind": "empty", "words": ""}, "没有可以核对的内容。"),
    ],
)
def test_what_is_not_held_is_told_with_the_words(site, small_assistant, claim, fault, why):
    with site.client() as client:
        told = client.post("/api/verify", json={"claim": claim, **span(small_assistant, "park", PARK)}).json()
    assert (told["supported"], told["fault"], told["why"], told["evidence"]) == (False, fault, why, [])


def test_the_reason_is_in_the_language_asked_for(site, small_assistant):
    with site.client(**{"accept-language": "en"}) as client:
        told = client.post("/api/verify", json={"claim": "1月26日，产业园启动。", **span(small_assistant, "park", PARK)}).json()
    assert told["why"] == "The source has another time than 1月26日."


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"article_id": "nobody"}, 404, "article-unknown"),
        ({"revision": "0123456789ab"}, 404, "revision-unknown"),
        ({"end": 100_000}, 422, "span-outside"),
        ({"start": 20, "end": 20}, 422, "span-outside"),
        ({"start": -1}, 422, "invalid"),
        ({"claim": ""}, 422, "invalid"),
        ({"marker": 1}, 422, "invalid"),
        ({"revision": "../../../C"}, 422, "invalid"),
    ],
)
def test_what_cannot_be_checked_is_a_problem(site, small_assistant, changes, status, code):
    with site.client() as client:
        reply = client.post("/api/verify", json={"claim": PARK, **span(small_assistant, "park", PARK), **changes})
    assert (reply.status_code, reply.json()["code"], reply.headers["content-type"]) == (status, code, "application/problem+json")


def test_a_span_too_long_to_check_is_a_problem(site, small_assistant):
    longest = max(small_assistant.articles(), key=lambda article: len(article.text))
    with site.client() as client:
        reply = client.post("/api/verify", json={"claim": PARK, "article_id": longest.id, "start": 0, "end": len(longest.text)})
    expected = (422, "span-long") if len(longest.text) > 3000 else (200, None)
    assert (reply.status_code, reply.json().get("code")) == expected


def test_a_key_for_asking_alone_is_not_enough(locked, small_assistant):
    site, _ = locked
    asked = {"claim": PARK, **span(small_assistant, "park", PARK)}
    with site.client(site.storage.keys.add("asker", ("ask",))) as client:
        refused = client.post("/api/verify", json=asked)
    with site.client(site.storage.keys.add("finder", ("search",))) as client:
        allowed = client.post("/api/verify", json=asked)
    assert (refused.status_code, refused.json()["code"]) == (403, "key-scope")
    assert (allowed.status_code, allowed.json()["supported"]) == (200, True)
