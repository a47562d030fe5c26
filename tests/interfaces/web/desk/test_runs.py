"""Runs at the desk: figures, files, interruption, comparison; the figures are those of `ecqa evaluate`."""

import csv
import io
import re

import pytest

from ecqa.evaluation.folder import read_metrics, to_csv
from ecqa.evaluation.report.page import percent
from ecqa.interfaces.server import application
from tests.interfaces.web.desk.conftest import GOLD


@pytest.fixture(scope="module")
def finished(module_site):
    client = module_site.client()
    return module_site, client, module_site.run(client)


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))


def test_a_run_gives_the_figures_of_ecqa_evaluate(finished):
    site, client, path = finished
    run = site.storage.runs.get(path.rsplit("/", 1)[1])
    assert (run.state, run.done, run.total, run.started_by, run.title) == ("done", GOLD, GOLD, "editor", "一次")
    figures = read_metrics(site.settings.data / "runs" / run.id)["splits"]["all"]["all"]["figures"]
    page = client.page(path)
    shown = re.findall(r"<tr><th scope=\"row\">[^<]*.*?<td class=\"number\">(.*?)</td><td class=\"number\">(\d+)</td>", page, re.DOTALL)
    wanted = [
        (
            '<span class="none">–</span>'
            if one["value"] is None
            else f'<b>{percent(one["value"])}</b> <span class="range">[{percent(one["low"])}, {percent(one["high"])}]</span>',
            str(one["n"]),
        )
        for one in figures.values()
    ]
    assert shown[: len(wanted)] == wanted


def test_every_question_is_listed_with_answer_evidence_and_verdict(finished):
    site, client, path = finished
    page = client.page(path)
    assert page.count('<details class="card"') == GOLD
    assert "如今当当网平台年销售图书在100万种，除去停印、下架的商品，也有80万种。" in page
    rows = table(client.get(f"{path}/questions.csv"))
    assert [row["id"] for row in rows] == [f"dev-{number:03}" for number in range(1, GOLD + 1)]
    stored = site.storage.runs.rows(path.rsplit("/", 1)[1])
    assert [row["text"] for row in rows] == [row.answer["text"] for row in stored]
    assert {row["verdict"] for row in rows} <= {"right", "partly", "missed", "refused", "answered"}


def test_a_split_shows_its_own_questions_and_an_unknown_one_all(finished):
    _, client, path = finished
    splits = [row["split"] for row in table(client.get(f"{path}/questions.csv"))]
    for split in set(splits):
        assert client.page(f"{path}?split={split}").count('<details class="card"') == splits.count(split)
    assert client.page(f"{path}?split=<script>").count('<details class="card"') == GOLD


def test_the_report_is_shown_without_this_servers_name_and_can_be_kept(finished):
    _, client, path = finished
    shown, kept = client.get(f"{path}/report"), client.get(f"{path}/report?keep=1")
    assert shown.headers["content-security-policy"] == "sandbox allow-scripts allow-downloads; object-src 'none'; frame-ancestors 'self'"
    assert kept.headers["content-disposition"].startswith('attachment; filename="report-')
    assert shown.text == kept.text
    assert "评测报告" in shown.text


def test_only_the_files_of_a_run_can_be_taken(finished):
    site, client, path = finished
    run = path.rsplit("/", 1)[1]
    assert client.get(f"{path}/files/metrics.csv").text == (site.settings.data / "runs" / run / "metrics.csv").read_text("utf-8")
    for name in ("report.html", "..%2f..%2fecqa.sqlite3", "../../ecqa.sqlite3", "%2e%2e/ecqa.sqlite3", "none.csv"):
        client.get(f"{path}/files/{name}", 404)


@pytest.mark.parametrize(
    "fields",
    [
        {"gold": "none", "configuration": "current"},
        {"gold": "../../dev", "configuration": "current"},
        {"gold": "tiny nosplit", "configuration": "current"},
        {"gold": "tiny", "configuration": "../secret"},
        {},
    ],
)
def test_a_run_is_made_of_what_there_is_and_nothing_else(finished, fields):
    site, client, _ = finished
    before = site.storage.runs.count()
    client.post("/desk/runs", 422, **fields)
    assert site.storage.runs.count() == before


def test_two_equal_runs_compare_as_equal_and_the_baseline_can_be_one(finished):
    site, client, path = finished
    again = site.run(client, title="又一次").rsplit("/", 1)[1]
    first = path.rsplit("/", 1)[1]
    page = client.page(f"/desk/compare?first={first}&second={again}")
    assert f"共同的 {GOLD} 个问题；只在一边的 0 个没有计入。" in page
    assert "变差的问题（0）" in page
    assert "p = 1.000" in page
    assert "chip worse" not in page
    assert f"共同的 {GOLD} 个问题；" in client.page(f"/desk/compare?first=baseline&second={first}")


def test_another_configuration_is_opened_from_its_settings_file(site):
    folder = site.settings.data / "configurations"
    folder.mkdir()
    (folder / "broken.toml").write_text("index = 'nowhere'\n", "utf-8")
    client = site.client()
    assert '<option value="broken">broken</option>' in client.page("/desk/evaluate")
    path = client.post("/desk/runs", gold="tiny", configuration="broken", title="<b>坏</b>")
    while not client.get(f"{path}/progress").json()["over"]:
        pass
    run = site.storage.runs.get(path.rsplit("/", 1)[1])
    assert run.state == "failed"
    page = client.page(path)
    assert "资料库还没有建好" in page
    assert "&lt;b&gt;坏&lt;/b&gt;" in page
    assert "<b>坏" not in page


def test_what_a_restart_interrupted_is_shown_with_all_that_was_saved(site, assistant):
    client = site.client()
    path = site.run(client)
    run = path.rsplit("/", 1)[1]
    kept = site.storage.runs.rows(run)[:4]
    half = site.storage.runs.create("半途", "tiny", {"splits": [], "configuration": "current"}, "editor")
    site.storage.runs.start(half.id, GOLD)
    for row in kept:
        site.storage.runs.add(half.id, row)
    application(assistant, site.storage, site.settings)  # what a restart does
    page = client.page(f"/desk/runs/{half.id}")
    assert f"{GOLD} 题里的 4 题已保存" in page
    assert page.count('<details class="card"') == 4
    assert len(table(client.get(f"/desk/runs/{half.id}/questions.csv"))) == 4
    assert site.storage.runs.get(run).state == "done"
    client.get(f"/desk/runs/{half.id}/report", 404)
    assert "共同的 4 个问题；只在一边的 2 个没有计入。" in client.page(f"/desk/compare?first={run}&second={half.id}")


def test_a_run_can_be_renamed_and_deleted_but_not_while_it_goes(site):
    client = site.client()
    going = site.storage.runs.create("在跑", "tiny", {"splits": [], "configuration": "current"}, "editor")
    site.storage.runs.start(going.id, GOLD)
    client.post(f"/desk/runs/{going.id}/delete", 409)
    client.post(f"/desk/runs/{going.id}/stop")
    assert site.storage.runs.get(going.id).cancel is True
    path = site.run(client)
    client.post(f"{path}/rename", title="  ")
    client.post(f"{path}/rename", title="新名字")
    assert "新名字" in client.page("/desk/evaluate")
    assert client.post(f"{path}/delete") == "/desk/evaluate?done=deleted"
    client.get(path, 404)
    assert [entry.act for entry in site.storage.audit.last(2)] == ["run-delete", "run-start"]


def test_a_spreadsheet_runs_nothing_of_what_people_wrote():
    assert to_csv(["a"], [["=1+1"], ["@x"], ["fine"]]).splitlines() == ["\ufeffa", "'=1+1", "'@x", "fine"]
