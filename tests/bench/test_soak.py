"""The soak in small, twenty seconds against a server of its own; and how it asks, looks for a rate and sums up."""

import asyncio
import itertools
import json
import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "bench"))

import soak  # noqa: E402
from load import Told  # noqa: E402


@pytest.mark.slow
def test_twenty_seconds_of_questions_are_all_answered(real_index, tmp_path):
    command = [sys.executable, ROOT / "bench" / "soak.py", "--index", real_index, "--gold", ROOT / "eval" / "gold" / "dev.jsonl"]
    command += ["--minutes", 1 / 3, "--rate", 1, "--out", tmp_path / "soak.json"]
    ended = subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=400, check=False)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = json.loads((tmp_path / "soak.json").read_text("utf-8"))
    assert (told["rate_a_second"], told["search"]["steps"]) == (1, [])
    assert told["asked"] == told["answered"] > 5
    assert (told["errors"], told["busy_503"]) == (0, 0)
    (minute,) = told["by_minute"]
    assert minute["asked"] == told["asked"]
    assert 0 < minute["whole_p50_s"] <= minute["whole_p95_s"] == told["whole_p95_s"]
    assert minute["resident_mb"] == told["resident_mb_at_the_end"] > 100


def test_no_question_comes_twice_and_every_fifth_is_on_something_made_up():
    gold = [f"第{number}问？" for number in range(60)]
    asked = list(itertools.islice(soak.questions(gold), 4000))
    assert len(set(asked)) == 4000
    assert sum(not any(one in question for one in gold) for question in asked) == 800
    assert [question for question in asked[:75] if question in gold] == [one for one in asked[:75] if one[0] == "第"]
    assert list(itertools.islice(soak.questions(gold), 100)) == asked[:100]


@pytest.mark.parametrize(("capacity", "found"), [(0.4, 0.375), (0.5, 0.5), (3.1, 3.0), (3.8, 3.75), (0.0, 0.0)])
def test_the_highest_rate_is_found_by_doubling_and_halving(capacity, found):
    tried = []

    def meets(rate):
        tried.append(rate)
        return rate <= capacity

    assert soak.highest_rate(meets) == found
    assert len(tried) <= 7


def sent(at, whole, status=200, **more):
    question = f"q{at}"
    return soak.Asked(at, False, question, Told(status, whole, whole, more.get("question", question if status == 200 else None)))


def test_figures_are_by_the_minute_in_which_a_question_was_sent():
    soaked = [sent(minute * 60.0 + second, 1.0 + minute) for minute in range(3) for second in range(30)]
    memory = [(second, 500 + second // 60) for second in range(0, 185, 5)]
    told = soak.summary(soaked, memory, 3)
    assert [one["asked"] for one in told["by_minute"]] == [30, 30, 30]
    assert [one["whole_p95_s"] for one in told["by_minute"]] == [1.0, 2.0, 3.0]
    assert [one["resident_mb"] for one in told["by_minute"]] == [500, 501, 503]
    assert (told["p95_of_the_last_third_to_the_first"], told["goal_met"]) == (3.0, False)
    assert (told["resident_mb_after_the_first_third"], told["resident_mb_at_the_end"]) == (500, 503)
    assert soak.summary(soaked[:30], memory, 1)["goal_met"] is True


def test_refused_broken_and_crossed_answers_are_counted_apart():
    soaked = [sent(1, 1.0), sent(2, 0.1, 503), sent(3, 0.1, 500), sent(4, 0.0, 0), sent(5, 1.0, question="another's")]
    told = soak.summary(soaked, [], 1)
    assert (told["asked"], told["answered"], told["busy_503"], told["errors"], told["goal_met"]) == (5, 1, 1, 3, False)


class Slow(BaseHTTPRequestHandler):
    """Answers every question after half a second, whoever else asks."""

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["content-length"])))["question"]
        time.sleep(0.5)
        body = json.dumps({"question": question})
        streamed = "event-stream" in self.headers["accept"]
        data = (f"event: answer\ndata: {body}\n\n" if streamed else body).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        """Nothing."""


def test_questions_are_sent_whether_or_not_those_before_are_answered():
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_address[1]}"
        asked = asyncio.run(soak.asked_at(url, 20.0, 2.0, soak.questions(["问？"])))
        server.shutdown()
    assert 20 < len(asked) < 70  # one after the other, four would have been
    assert all(one.good for one in asked)
    assert [one.streamed for one in asked[:4]] == [True, False, True, False]
    assert [one.at_s for one in asked] == sorted(one.at_s for one in asked)
    assert all(0.45 < one.told.whole_s < 5 for one in asked)
