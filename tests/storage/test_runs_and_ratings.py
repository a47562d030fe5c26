"""Runs of evaluation as they go, hand scores, and the book of acts."""

import subprocess
import time
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from ecqa.storage import Rating, Row, open_storage, processes, runs
from ecqa.storage.processes import this_process


def row(place):
    return Row(place, f"dev-{place:03}", {"text": f"回答 {place}"}, {"tallies": {"full": [1.0, 1.0]}})


def test_every_answer_of_a_run_outlives_the_process(url):
    with open_storage(url) as storage:
        run = storage.runs.create("第一次", "dev.jsonl", {"splits": ["tune"]}, "editor")
        assert (run.state, run.done, run.total) == ("waiting", 0, 0)
        storage.runs.start(run.id, 5)
        assert [storage.runs.add(run.id, row(place)) for place in (1, 2)] == [True, True]
        finished = storage.runs.create("第二次", "dev.jsonl", {}, "editor")
        storage.runs.end(finished.id, "done")
    with open_storage(url) as storage:
        assert storage.runs.interrupt_gone() == 1
        after = storage.runs.get(run.id)
        assert (after.state, after.done, after.total, after.choice) == ("interrupted", 2, 5, {"splits": ["tune"]})
        assert after.ended_at >= after.started_at
        assert storage.runs.rows(run.id) == [row(1), row(2)]
        assert [(one.title, one.state) for one in storage.runs.all()] == [("第二次", "done"), ("第一次", "interrupted")]
        assert storage.runs.interrupt_gone() == 0


def test_only_what_belongs_to_a_process_that_is_gone_is_interrupted(storage, monkeypatch):
    ended = subprocess.Popen(["sleep", "60"])
    names = {"mine": this_process(), "theirs": processes._name(ended.pid), "elsewhere": "boot/space/1/2", "nobody": ""}
    made = {title: storage.runs.create(title, "dev.jsonl", {}, "editor", name).id for title, name in names.items()}
    storage.runs.start(made["theirs"], 3)

    def interrupted():
        storage.runs.interrupt_gone()
        return {title for title, run in made.items() if storage.runs.get(run).state == "interrupted"}

    assert interrupted() == {"nobody"}
    ended.kill()
    ended.wait()
    assert interrupted() == {"nobody", "theirs"}
    monkeypatch.setattr(runs, "SILENT", timedelta(seconds=0.2))
    storage.runs.beat("boot/space/1/2")
    assert interrupted() == {"nobody", "theirs"}
    time.sleep(0.3)
    assert interrupted() == {"nobody", "theirs", "elsewhere"}


def test_a_number_that_was_taken_again_is_another_process():
    place, number, start = this_process().rsplit("/", 2)
    assert processes.is_gone(this_process()) is False
    assert processes.is_gone(f"{place}/{number}/{int(start) - 1}") is True
    assert [processes.is_gone(name) for name in ("", "x", f"{place}/{number}x/{start}", f"another/{number}/{start}")] == [None] * 4


def test_a_run_that_is_cancelled_hears_of_it_with_its_next_answer(storage):
    run = storage.runs.create("x", "dev.jsonl", {}, "editor")
    storage.runs.start(run.id, 3)
    storage.runs.cancel(run.id)
    assert storage.runs.add(run.id, row(1)) is False
    storage.runs.end(run.id, "failed", "没有资料库")
    assert (storage.runs.get(run.id).state, storage.runs.get(run.id).problem) == ("failed", "没有资料库")
    with pytest.raises(IntegrityError):
        storage.runs.add(run.id, row(1))
    assert len(storage.runs.rows(run.id)) == 1


def test_a_score_replaces_the_one_before_and_raters_do_not_share(storage):
    run = storage.runs.create("x", "dev.jsonl", {}, "editor")
    sheet = storage.ratings.make_sheet(run.id, "一月", ["dev-002", "dev-001"], "editor")
    assert storage.ratings.sheet(sheet.id) == sheet
    assert storage.ratings.sheets() == [sheet]
    storage.ratings.rate(sheet.id, "dev-001", "anna", {"correctness": 4, "support": None})
    storage.ratings.rate(sheet.id, "dev-001", "bela", {"correctness": 1})
    storage.ratings.rate(sheet.id, "dev-001", "anna", {"correctness": 5})
    assert storage.ratings.all(sheet.id) == [
        Rating("dev-001", "anna", "correctness", 5),
        Rating("dev-001", "anna", "support", None),
        Rating("dev-001", "bela", "correctness", 1),
    ]
    storage.runs.delete(run.id)
    assert storage.runs.get(run.id) is None
    assert storage.ratings.sheets() == []
    assert storage.ratings.all(sheet.id) == []


def test_acts_are_listed_latest_first(storage):
    storage.audit.note("anna", "login")
    storage.audit.note("anna", "run-start", "dev.jsonl")
    assert [(entry.person, entry.act, entry.subject) for entry in storage.audit.last()] == [
        ("anna", "run-start", "dev.jsonl"),
        ("anna", "login", ""),
    ]
    assert len(storage.audit.last(1)) == 1
