"""Scoring by hand: blind, each rater in an order of his own, and what comes of it."""

import csv
import io
import re
from statistics import mean

import pytest

from ecqa.evaluation.agreement import agreement
from ecqa.interfaces.web.desk.results import SCALES
from ecqa.interfaces.web.desk.scoring import order_of
from ecqa.storage import Row
from tests.interfaces.web.desk.conftest import GOLD


def row(number):
    """A judged answer that needs no model; odd ones are right."""
    right = float(number % 2)
    citation = {"marker": 1, "quote": f"引文{number}", "title": "标题", "date": None}
    tallies = {name: [right, 1.0] for name in ("full", "coverage", "support")}
    judgement = {
        "id": f"dev-{number:03}",
        "question": f"问题{number}？",
        "gold_answer": f"标准{number}",
        "verdict": "right" if right else "missed",
        "history": [],
        "evidence": [{"article": "标题", "quote": f"证据{number}"}],
        "tallies": tallies,
    }
    return Row(number, f"dev-{number:03}", {"text": f"回答{number}<i>[1]", "citations": [citation], "status": "answered"}, judgement)


@pytest.fixture
def made(site):
    run = site.storage.runs.create("系统甲", "tiny", {"splits": [], "configuration": "current"}, "editor")
    for number in range(1, GOLD + 1):
        site.storage.runs.add(run.id, row(number))
    site.storage.runs.end(run.id, "done")
    anna = site.client("anna")
    path = anna.post("/desk/sheets", run=run.id, number=str(GOLD), title="一月")
    return site, anna, path


def score(client, path, values):
    """Scores the sheet to its end; `values` gives the score of a question and scale."""
    seen = []
    while (answer := client.http.get(path)).url.path == path:
        question = re.search(r'name="question" value="([^"]+)"', answer.text).group(1)
        seen.append(question)
        client.post(path, question=question, **{scale: str(values(question, scale)) for scale in SCALES})
    return seen, answer


def number_of(question):
    return int(question.split("-")[1])


def test_a_sheet_is_blind(made):
    _, anna, path = made
    page = anna.page(path)
    shown = number_of(re.search(r'name="question" value="([^"]+)"', page).group(1))
    assert f"回答{shown}&lt;i&gt;[1]" in page
    assert f"引文{shown}" in page
    assert f"标准{shown}" in page
    for hidden in ("系统甲", "正确</span>", "right", "missed", "current"):
        assert hidden not in page.split("<main")[1].split('class="scales"')[0]
    assert all(f"问题{other}？" not in page for other in range(1, GOLD + 1) if other != shown)


def test_each_rater_has_an_order_of_his_own_that_stays(made):
    site, anna, path = made
    sheet = site.storage.ratings.sheet(path.rsplit("/", 1)[1])
    orders = {name: order_of(sheet, name) for name in ("anna", "bela", "cleo")}
    assert all(sorted(order) == sorted(sheet.questions) for order in orders.values())
    assert len({tuple(order) for order in orders.values()}) > 1
    assert order_of(sheet, "anna") == orders["anna"]
    seen, answer = score(anna, path, lambda question, scale: 3)
    assert seen == orders["anna"]
    assert "您已全部评完" in answer.text


def test_results_hold_agreement_means_disagreements_and_what_was_judged_automatically(made):
    site, anna, path = made
    bela = site.client("bela")
    score(anna, path, lambda question, scale: 1 + number_of(question) % 5)
    score(bela, path, lambda question, scale: 5 if number_of(question) == 5 else 1 + number_of(question) % 5)
    page = anna.page(f"{path}/results")
    numbers = range(1, GOLD + 1)
    given = {f"dev-{n:03}": {"anna": 1 + n % 5, "bela": 5 if n == 5 else 1 + n % 5} for n in numbers}
    found = agreement(given)
    assert f'<b>{found.alpha:.2f}</b> <span class="range">[{found.low:.2f}, {found.high:.2f}]</span>' in page
    assert f"anna {mean(1 + n % 5 for n in numbers):.2f}（{GOLD}）" in page
    apart = page.split('id="apart"')[1].split("</section>")[0]
    assert "问题5？" in apart
    assert "anna 1，bela 5" in apart
    assert apart.count("<li>") == len(SCALES)
    assert "50.0 %" in page
    rows = list(csv.DictReader(io.StringIO(anna.get(f"{path}/scores.csv").text.removeprefix("\ufeff"))))
    assert len(rows) == 2 * GOLD * len(SCALES)
    assert {row["value"] for row in rows if row["question"] == "dev-005" and row["rater"] == "bela"} == {"5"}


def test_who_is_in_the_middle_is_asked_before_he_sees_results(made):
    _, anna, path = made
    question = re.search(r'name="question" value="([^"]+)"', anna.page(path)).group(1)
    anna.post(path, question=question, **dict.fromkeys(SCALES, "4"))
    assert f"您还有 {GOLD - 1} 题没有评" in anna.page(f"{path}/results")
    assert "Krippendorff" not in anna.page(f"{path}/results")
    assert "Krippendorff" in anna.page(f"{path}/results?anyway=1")


def test_a_scale_that_does_not_apply_counts_for_nobody(made):
    site, anna, path = made
    score(anna, path, lambda question, scale: "none" if scale == "support" else 5)
    sheet = path.rsplit("/", 1)[1]
    assert {one.value for one in site.storage.ratings.all(sheet) if one.scale == "support"} == {None}
    assert "5.00（6）" in anna.page(f"{path}/results")


@pytest.mark.parametrize(
    "fields", [{}, {"correctness": "6"}, {"correctness": "0"}, {"correctness": "-1"}, {"question": "dev-999"}, {"usefulness": ""}]
)
def test_a_score_outside_the_scale_is_refused(made, fields):
    site, anna, path = made
    complete = {"question": "dev-001", **dict.fromkeys(SCALES, "3")}
    anna.post(path, 422, **(complete | fields if fields else {"question": "dev-001"}))
    assert site.storage.ratings.all(path.rsplit("/", 1)[1]) == []


def test_a_sheet_draws_no_more_than_there_is_and_can_be_deleted(made):
    site, anna, path = made
    run = site.storage.runs.all()[0].id
    assert len(site.storage.ratings.sheet(anna.post("/desk/sheets", run=run, number="3").rsplit("/", 1)[1]).questions) == 3
    for number in ("0", "-1", "x", "", "1001", "9" * 30):
        anna.post("/desk/sheets", 422, run=run, number=number)
    anna.post("/desk/sheets", 422, run="none", number="3")
    anna.post(f"{path}/delete")
    anna.get(path, 404)
