"""The report page: everything is on it, nothing in it runs but its own script, no other host is named."""

import base64
import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ecqa.evaluation.catalogue import METRICS
from ecqa.evaluation.compare import compare
from ecqa.evaluation.report import save_comparison, save_run
from ecqa.evaluation.report.cards import Piece, card, highlighted, marked
from ecqa.evaluation.report.page import metric_key
from ecqa.evaluation.run import answer_all, evaluate
from ecqa.messages import Messages
from ecqa.schema import Answer, Turn
from tests.evaluation.cases import GOLD
from tests.evaluation.systems import AlwaysRefuses, EverythingPartial, FirstPassage, Right, WrongCitations

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(2)>" onmouseover="alert(3) {{ 7*7 }} </title></style>'


class Hostile(Right):
    def ask(self, text: str, history: Sequence[Turn] = ()) -> Answer:
        return replace(super().ask(text), text=HOSTILE + "[1]")


def write_gold(path: Path, question: str = "") -> Path:
    rows = []
    for one in GOLD:
        evidence = [{"article": item.article, "quote": item.quote} for item in one.evidence]
        about = {"id": one.id, "question": one.question, "persona": one.persona, "type": one.type, "split": one.split, "history": []}
        rows.append(
            about | {"answerable": one.answerable, "answer": one.answer + question, "key_points": one.key_points, "evidence": evidence}
        )
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    save_run(evaluate(Right(), write_gold(folder / "gold.jsonl")), folder / "run")
    return folder / "run" / "report.html"


def test_nothing_on_the_page_comes_from_elsewhere_or_runs(tmp_path: Path):
    gold = write_gold(tmp_path / "<i>gold<i>.jsonl", HOSTILE)
    save_run(evaluate(Hostile(), gold, settings={"lang": HOSTILE}), tmp_path / "run")
    page = (tmp_path / "run" / "report.html").read_text("utf-8")
    elements = Elements(page).found
    assert [attributes for tag, attributes in elements if tag == "script"] == [{}]
    assert not [tag for tag, _ in elements if tag in ("img", "link", "iframe", "object", "i")]
    assert not [name for _, attributes in elements for name in attributes if name.startswith("on")]
    links = [attributes[name] or "" for _, attributes in elements for name in ("href", "src", "action") if name in attributes]
    assert all(link.startswith(("#", "data:")) for link in links)
    assert "49" not in re.findall(r"onmouseover=&#34;alert\(3\) (\S+)", page)
    assert "{{ 7*7 }}" in page


def test_the_policy_names_the_digest_of_the_script(report: Path):
    page = report.read_text("utf-8")
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)
    assert script is not None
    digest = base64.b64encode(hashlib.sha256(script[1].encode()).digest()).decode()
    assert f"script-src 'sha256-{digest}'" in page


def test_every_question_metric_and_download_is_on_the_page(report: Path):
    page, words = report.read_text("utf-8"), Messages("zh").table("report")
    for gold in GOLD:
        assert f'id="{gold.id}"' in page
        assert gold.question in page
    for metric in METRICS:
        assert words[metric_key(metric.name)] in page
    downloads = [attributes for tag, attributes in Elements(page).found if tag == "a" and "download" in attributes]
    assert [one["download"] for one in downloads] == ["metrics.csv", "questions.csv", "metrics.json", "latency.json"]
    carried = base64.b64decode((downloads[1]["href"] or "").partition("base64,")[2])
    assert carried == (report.parent / "questions.csv").read_bytes()


def test_both_catalogues_have_the_same_words_for_the_page():
    assert Messages("zh").table("report").keys() == Messages("en").table("report").keys()


def test_verdicts_and_flags_of_cards():
    verdicts = {
        type(system).__name__: [card(one).verdict for one in answer_all(system, GOLD)]
        for system in (Right(), AlwaysRefuses(), FirstPassage())
    }
    assert verdicts == {
        "Right": ["right"] * 4,
        "AlwaysRefuses": ["refused", "refused", "refused", "right"],
        "FirstPassage": ["missed", "missed", "right", "answered"],
    }
    assert [card(one).flags for one in answer_all(WrongCitations(), GOLD)] == [("unsupported", "beside")] * 3 + [()]
    assert card(answer_all(EverythingPartial(), GOLD)[3]).verdict == "answered"
    first = card(answer_all(FirstPassage(), GOLD)[0])
    assert first.flags == ("forbidden", "unsupported", "beside")  # the first of its two sentences has no marker of its own
    assert first.forbidden == ("1200",)
    assert "绿豆网上线新频道" in first.haystack


def test_pieces_of_answers_and_passages():
    assert marked("甲[1]乙[12]") == [Piece("甲"), Piece("[1]", "marker"), Piece("乙"), Piece("[12]", "marker")]
    assert highlighted("甲乙丙", ["乙", "丁"]) == [Piece("甲"), Piece("乙", "quote"), Piece("丙")]
    assert highlighted("甲(乙)", []) == [Piece("甲(乙)")]


def test_a_comparison_page_shows_both_answers(tmp_path: Path):
    gold = write_gold(tmp_path / "gold.jsonl")
    save_run(evaluate(Right(), gold), tmp_path / "a")
    save_run(evaluate(Hostile(), gold), tmp_path / "b")
    save_comparison(compare(tmp_path / "a", tmp_path / "b"), "a", "<b>", tmp_path / "c.html")
    page = (tmp_path / "c.html").read_text("utf-8")
    assert page.count("<article") == 3  # the three answers; the refusal's text says the wrong thing, but is a refusal
    assert "共有56家企业参加大会" in page
    assert [attributes for tag, attributes in Elements(page).found if tag == "script"] == [{}]
    assert "<b>" not in re.sub(r"<b>[\d+\N{MINUS SIGN}.]+</b>", "", page)


@pytest.fixture
def browser_page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    yield page
    page.close()


@pytest.mark.browser
def test_filters_and_search_work_and_a_phone_scrolls_only_down(report: Path, browser_page: Page):
    page, said = browser_page, list[str]()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(report.as_uri() + "#t-002")
    assert page.locator("#t-002").get_attribute("open") is not None
    assert page.locator("#count").inner_text() == "4"
    page.select_option("[data-filter=split]", "report")
    assert page.locator("#cards > .card:visible").evaluate_all("cards => cards.map(card => card.id)") == ["t-002", "t-003"]
    page.fill("#search", "订单 绿豆网")
    assert page.locator("#count").inner_text() == "1"
    assert page.locator("#cards > .card:visible").get_attribute("id") == "t-003"
    page.click("#open")
    assert page.locator("#t-003").get_attribute("open") is not None
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert said == []
