"""The desk over the real index, with six gold questions of its own, and browsers without a screen that speak to it."""

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ecqa.config import Settings
from ecqa.factory import open_database
from ecqa.interfaces.server import application
from ecqa.storage import Storage

ROOT = Path(__file__).parents[4]
PASSWORD = "correct horse battery"
GOLD = 6


@dataclass
class Client:
    """A browser that is logged in."""

    http: TestClient
    csrf: str = ""

    def get(self, path, status=200, **options):
        answer = self.http.get(path, **options)
        assert answer.status_code == status, answer.text
        return answer

    def page(self, path, **options):
        return self.get(path, **options).text

    def post(self, path, status=303, **fields):
        answer = self.http.post(path, data={"csrf": self.csrf, **fields}, follow_redirects=False)
        assert answer.status_code == status, answer.text
        return answer.headers.get("location", answer.text)


@dataclass
class Site:
    """The server with what it keeps."""

    app: object
    storage: Storage
    settings: Settings

    def anybody(self) -> TestClient:
        return TestClient(self.app, base_url="http://127.0.0.1")

    def client(self, name="editor") -> Client:
        self.storage.accounts.save(name, PASSWORD)
        http = self.anybody()
        page = http.post("/desk/login", data={"name": name, "password": PASSWORD}).text
        return Client(http, re.search(r'name="csrf" value="([^"]+)"', page).group(1))

    def run(self, client: Client, gold="tiny", title="一次") -> str:
        """The path of a finished run."""
        path = client.post("/desk/runs", gold=gold, configuration="current", title=title)
        for _ in range(600):
            if client.get(f"{path}/progress").json()["over"]:
                return path
            time.sleep(0.05)
        raise AssertionError("the run did not end")


def make_site(assistant, real_index, folder) -> Site:
    settings = Settings(corpus=ROOT / "corpus", index=real_index, data=folder, gold=ROOT / "eval" / "gold", questions_a_minute=1000)
    (folder / "gold").mkdir(parents=True, exist_ok=True)
    lines = (ROOT / "eval" / "gold" / "dev.jsonl").read_text("utf-8").splitlines(keepends=True)
    (folder / "gold" / "tiny.jsonl").write_text("".join(lines[:GOLD]), "utf-8")
    storage = open_database(settings)
    return Site(application(assistant, storage, settings), storage, settings)


@pytest.fixture(scope="module")
def module_site(assistant, real_index, tmp_path_factory) -> Iterator[Site]:
    """One for the tests of a module that leave it as they found it."""
    made = make_site(assistant, real_index, tmp_path_factory.mktemp("desk"))
    with TestClient(made.app):  # its end stops what runs in the background
        yield made
    made.storage.close()


@pytest.fixture
def site(assistant, real_index, tmp_path) -> Iterator[Site]:
    made = make_site(assistant, real_index, tmp_path)
    with TestClient(made.app):
        yield made
    made.storage.close()
