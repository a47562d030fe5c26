"""Locust's visitors of the chat page: each opens it, keeps its line to the server open as a browser does, and asks now and then.

In, on locust's command line: how long each waits between two questions, the questions, and where to write. Out: a JSON file with the
seconds of every answer, and what went wrong. It speaks Gradio's own protocol and draws nothing; `load_page.py` starts it.
"""

import html
import json
import random
import re
import secrets
import time
from argparse import ArgumentParser
from contextlib import closing
from pathlib import Path
from typing import Any, ClassVar

import gevent
from locust import HttpUser, events, task
from locust.env import Environment
from requests import RequestException

from ecqa.evaluation.gold import load_gold
from ecqa.interfaces.web.conversation import EXCHANGES_KEPT
from ecqa.messages import Messages

ZH = Messages("zh")
BUSY = ZH.text("web.busy", n="|").split("|")[0]
FAILED = ZH.text("web.failed")
EVENTS = "/gradio_api/queue/data"
PATIENCE = (10, 300)
"""Seconds to be connected, and between two words of the server."""
ASKED = re.compile(r'data-question="([^"]*)"')

MET: dict[str, list[Any]] = {"seconds": [], "errors": [], "busy": [], "strays": [], "pages": []}
"""Of all visitors: seconds to a whole answer, what failed, questions that had to wait and were told, wrong conversations, seconds to a page."""


@events.init_command_line_parser.add_listener
def options(parser: ArgumentParser) -> None:
    """What `load_page.py` says."""
    parser.add_argument("--least-wait", type=float, default=90)
    parser.add_argument("--most-wait", type=float, default=150)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--figures", type=Path)


@events.test_start.add_listener
def read_questions(environment: Environment, **_: Any) -> None:
    """The questions are read once."""
    Visitor.questions = [item.question for item in load_gold(environment.parsed_options.gold)]


@events.user_error.add_listener
def note_error(exception: Exception, **_: Any) -> None:
    """An error of this file is one of the run."""
    MET["errors"].append(f"{type(exception).__name__} {exception}"[:500])


@events.quitting.add_listener
def write_figures(environment: Environment, **_: Any) -> None:
    """What all visitors met."""
    environment.parsed_options.figures.write_text(json.dumps(MET, ensure_ascii=False), "utf-8")


class Visitor(HttpUser):
    """One open page."""

    questions: ClassVar[list[str]] = []

    def on_start(self) -> None:
        """No page is open yet."""
        self.session, self.asked, self.ask_event, self.inputs = secrets.token_hex(6), [], -1, 0
        self.client.trust_env = False

    def wait_time(self) -> float:
        """Seconds to the next question; the first ones are spread over as long as visitors wait at most."""
        chosen = self.environment.parsed_options
        return random.uniform(chosen.least_wait if self.asked else 0, chosen.most_wait)

    @task
    def act(self) -> None:
        """Opens the page, the first time; else asks."""
        try:
            if self.ask_event < 0:
                self._open()
            else:
                self._ask(random.choice(self.questions))
        except (RequestException, ValueError, KeyError, StopIteration) as problem:
            MET["errors"].append(f"{type(problem).__name__} {problem}"[:500])

    def _open(self) -> None:
        begun = time.perf_counter()
        self.client.get("/", headers={"accept": "text/html"}, timeout=PATIENCE).raise_for_status()
        MET["pages"].append(round(time.perf_counter() - begun, 3))
        config = self.client.get("/config", timeout=PATIENCE).json()
        ask = next(one for one in config["dependencies"] if any(name == "ask" for _, name in one["targets"]))
        self.ask_event, self.inputs = ask["id"], len(ask["inputs"])
        gevent.spawn(self._stay)

    def _stay(self) -> None:
        """The line by which Gradio knows that a page is open; its end is the end of the page."""
        try:
            with closing(self.client.get(f"/gradio_api/heartbeat/{self.session}", stream=True, timeout=(10, None))) as line:
                for _ in line.iter_lines():
                    pass
        except RequestException:
            return

    def _ask(self, question: str) -> None:
        body = {"data": [None] * self.inputs, "event_data": {"text": question}, "fn_index": self.ask_event, "session_hash": self.session}
        begun = time.perf_counter()
        joined = self.client.post("/gradio_api/queue/join", json=body, timeout=PATIENCE)
        joined.raise_for_status()
        self.asked.append(question)
        shown, last = self._shown(joined.json()["event_id"])
        MET["seconds"].append(round(time.perf_counter() - begun, 3))
        MET["busy"] += [question] * (BUSY in shown)
        if FAILED in shown:
            raise ValueError(f"{question}: {FAILED}")
        if [html.unescape(one) for one in ASKED.findall(last)] != self.asked[-EXCHANGES_KEPT:]:
            MET["strays"].append([self.asked[-EXCHANGES_KEPT:], last[:2000]])
        conversation, turn = re.findall(r'data-conversation="([^"]*)"', last), re.findall(r'data-turn="(\d+)"', last)
        more = {"conversation": conversation[-1], "number": int(turn[-1])} if conversation and turn else {}
        self.client.post("/own/next", json=more, timeout=PATIENCE).raise_for_status()

    def _shown(self, event: str) -> tuple[str, str]:
        """Everything that the page was sent for a question, and the conversation as it was shown last."""
        shown = []
        with closing(self.client.get(EVENTS, params={"session_hash": self.session}, stream=True, timeout=PATIENCE)) as stream:
            stream.raise_for_status()
            for line in stream.iter_lines():
                if not line.startswith(b"data:"):
                    continue
                told = json.loads(line.removeprefix(b"data:"))
                if told.get("event_id") not in (None, event):
                    continue
                shown.append(json.dumps(told, ensure_ascii=False))
                if told["msg"] == "process_completed":
                    if not told["success"]:
                        raise ValueError(shown[-1])
                    return "".join(shown), str(told["output"]["data"][0])
        raise ValueError("the stream ended before the answer")
