"""Articles, the library, and what a visitor saves, over the whole server: permalinks, filters, words, headers, and requests of others."""

import html
import json
import re
import shutil

import pytest

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.interfaces.visitors import COOKIE
from ecqa.interfaces.web.bodies import BODY_BYTES, DESK_BYTES
from ecqa.messages import Messages
from ecqa.schema import Answer
from tests.interfaces.site import served

OWNER, OTHER = "o" * 32, "p" * 32
QUOTE = "每年拿出5000万元"


def get(site, path, lang="zh-CN", **options):
    with site.client(**{"accept": "text/html", "accept-language": lang}) as client:
        return client.get(path, **options)


def link(article, quote):
    start = article.text.index(quote)
    return f"/a/{article.id}?r={article.revision}&s={start}&e={start + len(quote)}"


def marks(page):
    return [html.unescape(mark) for mark in re.findall(r"<mark[^>]*>(.*?)</mark>", page)]


def words(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


def test_a_permalink_marks_its_span_on_the_server(site, small_assistant):
    reply = get(site, link(small_assistant.article("fund"), QUOTE))
    assert (reply.status_code, marks(reply.text)) == (200, [QUOTE])
    assert '<mark id="mark">' in reply.text
    assert "市财政连续三年扶持电商" in words(reply.text)
    assert "script-src 'self';" in reply.headers["content-security-policy"]
    assert "unsafe" not in reply.headers["content-security-policy"]


def test_a_permalink_outlives_three_updates_of_the_corpus(small, tmp_path):
    shutil.copytree(small / "corpus", tmp_path / "corpus")
    shutil.copytree(small / "index", tmp_path / "index")
    settings = Settings(corpus=tmp_path / "corpus", index=tmp_path / "index")
    cited = link(open_assistant(settings).article("fund"), QUOTE)
    gone = link(open_assistant(settings).article("park"), "20万平方米")
    news = tmp_path / "corpus" / "news.jsonl"
    fund = json.loads(news.read_text("utf-8").splitlines()[1])
    for amount in (8000, 7000, 6000):
        news.write_text(json.dumps(fund | {"text": f"市财政连续三年扶持电商\n如今每年拿出{amount}万元。"}) + "\n", "utf-8")
        build(settings)
    with served(open_assistant(settings), tmp_path, tmp_path / "data") as site:
        then, now, lost = get(site, cited), get(site, "/a/fund"), get(site, gone)
    assert (marks(then.text), marks(lost.text)) == ([QUOTE], ["20万平方米"])
    assert "这是较早的版本" in then.text
    assert "如今每年拿出6000万元" in now.text
    assert "这是较早的版本" not in now.text
    assert "这篇资料已不在资料库里" in lost.text


@pytest.mark.parametrize(
    ("path", "status", "marked"),
    [
        ("/a/fund", 200, False),
        ("/a/fund?s=3&e=5", 200, True),
        ("/a/fund?s=5&e=3", 200, False),
        ("/a/fund?s=-1&e=99999999999999999999", 200, False),
        ("/a/fund?s=%3Cscript%3E&e=x", 200, False),
        ("/a/fund?r=0123456789ab", 404, False),
        ("/a/fund?r=../../CURRENT", 404, False),
        ("/a/%2e%2e%2f%2e%2e%2fCURRENT", 404, False),
        ("/a/..%2F..%2F..%2Fetc%2Fpasswd?r=0123456789ab", 404, False),
        ("/a/%00%ff?r=%00", 404, False),
        ("/a/nobody", 404, False),
        ("/a/" + "x" * 5000, 404, False),
        ("/pages/..%2Fpage.py", 404, False),
        ("/pages/page.py", 404, False),
    ],
)
def test_whatever_an_address_says_only_articles_are_looked_up(site, path, status, marked):
    reply = get(site, path)
    assert (reply.status_code, bool(marks(reply.text))) == (status, marked)
    assert "root:" not in reply.text


def test_the_library_lists_all_articles_by_section(site, small_assistant):
    page = get(site, "/library").text
    assert words(page).count("市财政连续三年扶持电商") == 1
    assert [html.unescape(name) for name in re.findall(r"<h2>(.*?) <span", page)] == ["汕头市政经环境", "政策法规"]
    assert re.findall(r'<li><a href="(/a/[^"?]+)', page)[:2] == ["/a/park", "/a/fund"]  # newest first
    assert small_assistant.article("park").revision in page


def test_filters_narrow_the_library_and_go_on_into_the_chat(site):
    page = get(site, "/library", params={"kind": "news", "since": "2013-01", "section": "汕头市政经环境"}).text
    assert re.findall(r'<li><a href="/a/([^"?]+)', page) == ["park", "fund"]
    assert "只问：汕头市政经环境 · 资讯 · 2013-01-01 至 …" in words(page)
    carried = html.unescape(re.search(r'class="button" href="([^"]+)"', page).group(1))
    assert carried == "/?section=%E6%B1%95%E5%A4%B4%E5%B8%82%E6%94%BF%E7%BB%8F%E7%8E%AF%E5%A2%83&kind=news&since=2013-01-01"
    assert "没有符合条件的资料" in get(site, "/library", params={"since": "2014-01"}).text


def test_a_search_finds_passages_that_open_where_they_stand(site, small_assistant):
    page = get(site, "/library", params={"q": "每年拿出多少钱", "kind": "news"}).text
    path = html.unescape(re.search(r'<p><a href="(/a/fund[^"]+)"', page).group(1))
    assert QUOTE in "".join(marks(get(site, path).text))
    assert "请先输入一个问题" in get(site, "/library", params={"q": "？"}).text
    assert "500 字以内" in get(site, "/library", params={"q": "长" * 600}).text


def test_pages_speak_the_language_a_browser_asks_for(site):
    for path in ("/library", "/a/fund", "/a/nobody"):
        for lang, name in (("en-GB,zh;q=0.5", "en"), ("zh-TW", "zh"), ("fr", "zh")):
            page = get(site, path, lang).text
            assert Messages(name).text("web.page-library") in page
            assert f'<html lang="{"zh-CN" if name == "zh" else "en"}">' in page
    reply = get(site, "/?kind=news", "en")
    assert (reply.status_code, reply.headers["location"]) == (307, "/en/?kind=news")
    assert get(site, "/en/", "en").status_code == 200
    assert get(site, "/", "zh").status_code == 200


def kept(site, question="罚款多少？"):
    heading = site.storage.conversations.create(OWNER)
    number = site.storage.conversations.begin(OWNER, heading.id, question)
    site.storage.conversations.finish(OWNER, heading.id, number, Answer(question, "refused", "没有。", missing="罚款"), 5.0)
    return {"conversation": heading.id, "number": number}


def post(site, path, body, owner=OWNER, **headers):
    with site.client(**{"cookie": f"{COOKIE}={owner}"} if owner else {}, **headers) as client:
        return client.post(f"/own/{path}", json=body).status_code


def test_an_opinion_is_saved_and_taken_back(site):
    turn = kept(site)
    assert post(site, "feedback", turn | {"thumbs": "down", "reason": "wrong", "text": "不对"}) == 204
    said = site.storage.feedback.of(OWNER, turn["conversation"])[turn["number"]]
    assert (said.thumbs, said.reason, said.text) == ("down", "wrong", "不对")
    assert post(site, "feedback", turn | {"thumbs": "up", "reason": "<script>"}) == 204
    assert site.storage.feedback.of(OWNER, turn["conversation"])[turn["number"]].reason == ""
    assert post(site, "feedback", turn | {"thumbs": None}) == 204
    assert site.storage.feedback.of(OWNER, turn["conversation"]) == {}


def test_a_question_is_left_to_the_editors_once(site):
    turn = kept(site, "海外仓有补贴吗？")
    for _ in range(2):
        assert post(site, "leave", turn) == 204
    left = [gap for gap in site.storage.gaps.all() if gap.question == "海外仓有补贴吗？" and gap.origin == "left"]
    assert [gap.detail for gap in left] == ["罚款"]


@pytest.mark.parametrize("path", ["feedback", "leave", "next"])
def test_nobody_speaks_for_another(site, path):
    turn = kept(site) | ({"thumbs": "up"} if path == "feedback" else {})
    assert post(site, path, turn, owner=OTHER) == 404
    assert post(site, path, turn, owner="") == 409
    assert post(site, path, turn, **{"sec-fetch-site": "cross-site"}) == 403
    assert post(site, path, turn | {"number": turn["number"] + 1}) == 404
    assert post(site, path, turn | {"conversation": "../etc"}) == 422


def test_everything_of_a_browser_is_erased_and_nothing_else(site):
    turn = kept(site)
    other = site.storage.conversations.create(OTHER).id
    assert post(site, "feedback", turn | {"thumbs": "up"}) == 204
    assert post(site, "erase", {}, **{"sec-fetch-site": "same-site"}) == 403
    assert post(site, "erase", {}, **{"sec-fetch-site": "same-origin"}) == 204
    assert site.storage.conversations.all(OWNER) == []
    assert not [gap for gap in site.storage.gaps.all() if gap.question == "罚款多少？"]
    assert site.storage.conversations.read(OTHER, other) is not None


def chunks(size):
    yield from [b"x" * 1024] * (size // 1024)


PAGES = ("/own/feedback", "/own/leave", "/gradio_api/queue/join", "/gradio_api/run/ask")


@pytest.mark.parametrize(
    ("path", "says"), [*((path, says) for path in PAGES for says in (True, False)), ("/desk/login", True), ("/", True)]
)
def test_a_body_that_is_too_large_is_refused_in_one_line(site, path, says):
    limit = DESK_BYTES if path.startswith("/desk/") else BODY_BYTES
    headers = {"content-type": "application/json", "accept-language": "zh-CN", "cookie": f"{COOKIE}={OWNER}"}
    with site.client(**headers) as client:
        reply = client.post(path, content=b"x" * (limit + 1024) if says else chunks(limit + 1024))
    assert (reply.status_code, reply.text) == (413, f"发送的内容超过 {limit // 1024} KB，没有接收。")
