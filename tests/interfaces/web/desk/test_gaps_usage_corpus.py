"""Questions that were not answered, what is asked, and what there is to answer from."""

import csv
import io
import re
import shutil
import time
from dataclasses import replace

import pytest

from ecqa.evaluation.gold import load_gold
from ecqa.interfaces.server import application
from ecqa.interfaces.web.desk.plots import every_day, lines, stacked
from ecqa.schema import Answer, Citation
from tests.interfaces.web.desk.conftest import ROOT, Client

ANNA = "anna-" + "a" * 40
CITED = Citation(1, "2013-01-03", "甲<b>", None, None, None, None, 0, 2, "甲乙", "abcdef123456")


def ask(storage, question, status="answered", milliseconds=10.0, citations=(CITED,)):
    heading = storage.conversations.create(ANNA)
    number = storage.conversations.begin(ANNA, heading.id, question)
    answer = Answer(question, status, "文", citations if status != "refused" else (), missing="缺" if status == "refused" else None)
    storage.conversations.finish(ANNA, heading.id, number, answer, milliseconds)
    return heading.id


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_similar_questions_stand_together_the_largest_group_first(site):
    for question in ("地铁什么时候开通？", "汕头房价多少", "汕头的房价是多少？", "汕头房价多少？？", "<img src=x onerror=alert(1)>"):
        ask(site.storage, question, "refused")
    site.storage.feedback.save(ANNA, ask(site.storage, "一亿元是多少？"), 1, "down", text="不对")
    page = site.client().page("/desk/gaps")
    heads = re.findall(r'<b class="count">(\d+)</b> <span class="question">(.*?)</span>', page)
    assert heads[0] == ("3", "汕头房价多少？？")
    assert sorted(heads[1:]) == [("1", "&lt;img src=x onerror=alert(1)&gt;"), ("1", "一亿元是多少？"), ("1", "地铁什么时候开通？")]
    assert "问题（4 组）" in page
    assert "<img" not in page
    down = site.client().page("/desk/gaps?origin=down")
    assert re.findall(r'<b class="count">(\d+)</b> <span class="question">(.*?)</span>', down) == [("1", "一亿元是多少？")]
    assert "不对" in down


def test_a_control_in_a_question_does_not_turn_the_page_round(site):
    ask(site.storage, "正\u202e反\u2066", "refused")
    page = site.client().page("/desk/gaps")
    assert "正反" in page
    assert "\u202e" not in page
    assert site.storage.gaps.all()[0].question == "正\u202e反\u2066"


def test_questions_are_marked_as_answered_by_name_and_come_back(site):
    for question in ("汕头房价多少", "汕头房价多少？", "地铁？"):
        ask(site.storage, question, "refused")
    client = site.client()
    ids = {gap.question: gap.id for gap in site.storage.gaps.all()}
    chosen = [str(ids["汕头房价多少"]), str(ids["汕头房价多少？"]), "x", "99999999999999999999"]
    assert client.post("/desk/gaps/resolve", id=chosen, note="已补充") == "/desk/gaps?done=resolved"
    assert [gap.question for gap in site.storage.gaps.all()] == ["地铁？"]
    answered = client.page("/desk/gaps?state=answered")
    assert "已补充" in answered
    assert "editor" in answered.split("<main")[1]
    client.post("/desk/gaps/reopen", id=chosen[:1])
    assert len(site.storage.gaps.all()) == 2
    rows = table(client.get("/desk/gaps.csv"))
    assert sorted((row["question"], row["state"]) for row in rows) == [
        ("地铁？", "open"),
        ("汕头房价多少", "open"),
        ("汕头房价多少？", "answered"),
    ]
    assert table(client.get("/desk/gaps/days.csv"))[0]["refused"] == "3"


def test_a_question_without_an_answer_becomes_a_gold_question(site):
    ask(site.storage, "汕头房价多少", "refused")
    client, gap = site.client(), site.storage.gaps.all()[0].id
    assert "汕头房价多少</textarea>" in client.page(f"/desk/gaps/{gap}/gold")
    fields = {"set": "editors", "question": "汕头房价多少", "type": "unanswerable", "persona": "merchant", "answer": "资料里没有。"}
    assert client.post(f"/desk/gaps/{gap}/gold", **fields) == "/desk/gaps?done=gold"
    client.post(f"/desk/gaps/{gap}/gold", **fields | {"question": "地铁什么时候开通"})
    questions = load_gold(site.settings.data / "gold" / "editors.jsonl")
    assert [(one.id, one.question, one.answerable) for one in questions] == [
        ("editors-001", "汕头房价多少", False),
        ("editors-002", "地铁什么时候开通", False),
    ]
    assert "editors（2 题）" in client.page("/desk/evaluate")


def test_an_answerable_one_needs_evidence_that_stands_in_the_corpus(site):
    ask(site.storage, "当当一年卖多少种书", "refused")
    client, gap = site.client(), site.storage.gaps.all()[0].id
    gold = load_gold(site.settings.data / "gold" / "tiny.jsonl")[0]
    fields = {
        "set": "editors",
        "question": "当当一年卖多少种书",
        "type": "number",
        "persona": "member",
        "answer": gold.answer,
        "key_points": "100万种\n80万种 / 八十万种\n",
        "article": gold.evidence[0].article,
    }
    wrong = client.post(f"/desk/gaps/{gap}/gold", 422, **fields, quote="当当网一年卖出二百万种图书，谁都不信。")
    assert "引文与原文不符" in wrong
    assert "80万种 / 八十万种" in wrong
    assert not (site.settings.data / "gold" / "editors.jsonl").exists()
    client.post(f"/desk/gaps/{gap}/gold", **fields, quote=gold.evidence[0].quote)
    added = load_gold(site.settings.data / "gold" / "editors.jsonl")[0]
    assert (added.key_points, added.evidence) == ((("100万种",), ("80万种", "八十万种")), gold.evidence)
    for name in ("../evil", "A", "", "a/b", "x" * 31):
        assert "评测题名称不能用" in client.post(f"/desk/gaps/{gap}/gold", 422, **fields | {"set": name}, quote="x")
    assert sorted(path.name for path in (site.settings.data / "gold").iterdir()) == ["editors.jsonl", "tiny.jsonl"]


def test_usage_is_counted_and_shown_without_any_question(site):
    other = replace(CITED, article_id="2013-01-04", title="丁")
    for milliseconds, citations in ((10.0, (CITED,)), (20.0, (CITED, other)), (30.0, (CITED,))):
        ask(site.storage, "秘密的问题", milliseconds=milliseconds, citations=citations)
    ask(site.storage, "秘密的问题", "refused", 40.0)
    client = site.client()
    page = client.page("/desk/usage?days=7")
    facts = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", page)
    assert facts[:3] == [("提问", "4"), ("回答率", "75.0 %"), ("拒答率", "25.0 %")]
    assert "甲&lt;b&gt;" in page
    assert "秘密" not in page
    days = table(client.get("/desk/usage/days.csv?days=7"))
    assert len(days) == 7
    assert (days[-1]["asked"], days[-1]["answered"], days[-1]["refused"], days[0]["asked"]) == ("4", "3", "1", "0")
    assert (days[-1]["answered_percent"], days[-1]["p50_ms"], days[0]["answered_percent"], days[0]["p95_ms"]) == ("75.0", "25.0", "", "")
    dots = re.findall(r'<circle class="(\w+)"[^>]*><title>([^<]*)</title>', page)
    assert [(kind, words.split(": ")[1]) for kind, words in dots] == [("answered", "75"), ("refused", "25"), ("p50", "25"), ("p95", "38")]
    assert [(row["title"], row["answers"]) for row in table(client.get("/desk/usage/cited.csv"))] == [("甲<b>", "3"), ("丁", "1")]
    assert client.page("/desk/usage?days=5") == client.page("/desk/usage?days=30")


def test_a_plot_stacks_counts_to_scale():
    plot = stacked([("2026-01-01", {"answered": 3, "refused": 1}), ("2026-01-02", {"answered": 0, "refused": 2})])
    assert [(piece.kind, piece.height, piece.y) for piece in plot.pieces] == [
        ("answered", 117.0, 39.0),
        ("refused", 39.0, 0.0),
        ("refused", 78.0, 78.0),
    ]
    assert plot.pieces[0].label == "2026-01-01: 3"
    assert plot.ticks == ((156.0, 0), (117.0, 1), (78.0, 2), (39.0, 3), (0.0, 4))
    assert [day for _, day in plot.days] == ["01-01", "01-02"]
    assert every_day("2024-02-28", "2024-03-01") == ["2024-02-28", "2024-02-29", "2024-03-01"]
    assert stacked([]).pieces == ()


def test_a_line_breaks_where_a_day_has_no_figure():
    days = ["2026-01-01", "2026-01-02", "2026-01-03", "2026-01-04"]
    plot = lines([(day, {"p50": figure}) for day, figure in zip(days, (10.0, 20.0, None, 5.0), strict=True)])
    (line,) = plot.lines
    assert line.path == "M128.5 78.0L297.5 0.0M635.5 117.0"
    assert line.dots == ((128.5, 78.0, "2026-01-01: 10"), (297.5, 0.0, "2026-01-02: 20"), (635.5, 117.0, "2026-01-04: 5"))
    assert plot.ticks == ((156.0, 0), (117.0, 5), (78.0, 10), (39.0, 15), (0.0, 20))
    assert lines([(day, {"answered": 50.0}) for day in days], top=100).lines[0].dots[0][1] == 78.0
    assert [day for _, day in stacked([(day, {}) for day in every_day("2026-01-01", "2026-01-30")]).days][-2:] == ["01-26", "01-30"]
    assert lines([]).lines == ()


def test_the_corpus_lists_every_article_and_every_notice(module_site, assistant):
    page = module_site.client().page("/desk/corpus")
    articles = assistant.articles()
    assert f"资料（{len(articles)} 篇）" in page
    assert page.count('<tr class="card"') == len(articles)
    assert all(article.id in page for article in articles)


@pytest.fixture
def own_corpus(site, assistant, tmp_path):
    """A client of a desk whose corpus may be changed."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    shutil.copy(ROOT / "corpus" / "policies" / "shantou-ecommerce-promotion-measures-digest.md", corpus)
    settings = site.settings.model_copy(update={"corpus": corpus, "index": tmp_path / "index"})
    desk = application(assistant, site.storage, settings)
    client = site.client()
    other = type(site)(desk, site.storage, settings).anybody()
    other.cookies = client.http.cookies
    return corpus, Client(other, client.csrf)


def wait_for_rebuild(client):
    for _ in range(1200):
        if client.get("/desk/corpus/progress").json()["over"]:
            return client.page("/desk/corpus")
        time.sleep(0.05)
    raise AssertionError("the rebuild did not end")


def test_a_rebuild_runs_in_the_background_and_says_what_it_did(own_corpus):
    corpus, client = own_corpus
    client.post("/desk/corpus/rebuild")
    assert "完成：1 篇资料，" in wait_for_rebuild(client)
    (corpus / "new.txt").write_text("一篇新的资料\n汕头市商务局发布了一条新的消息，说明了补贴的办法。\n", "utf-8")
    client.post("/desk/corpus/rebuild")
    page = wait_for_rebuild(client)
    assert "完成：2 篇资料，" in page
    assert "新增 1，修改 0，删除 0" in page


def test_a_rebuild_that_fails_says_why(own_corpus):
    corpus, client = own_corpus
    shutil.rmtree(corpus)
    client.post("/desk/corpus/rebuild")
    assert "找不到资料文件夹" in wait_for_rebuild(client).split('id="notices"')[0]
