"""What several folders of tests share: the index of the real corpus, the assistant over it, a Chromium; and how properties are tried."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings as properties
from playwright.sync_api import Browser, sync_playwright

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.pipeline import Assistant

os.environ.setdefault("GRPC_VERBOSITY", "NONE")  # as ecqa sets it; some tests load gRPC before ecqa does

ROOT = Path(__file__).parents[1]
CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM_MISSING = "Chromium was not found. Install it, then run the tests again: sudo apt-get install -y chromium fonts-noto-cjk"
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

properties.register_profile("ecqa", deadline=None)  # how long an example takes says nothing on a busy machine
properties.load_profile("ecqa")


@pytest.fixture(scope="session")
def real_index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of the whole corpus, made from the one that `make setup` left, so that only what changed is encoded; nobody changes it."""
    folder = tmp_path_factory.mktemp("real") / "index"
    shutil.copytree(ROOT / "index", folder)
    build(Settings(corpus=ROOT / "corpus", index=folder))
    return folder


@pytest.fixture(scope="session")
def assistant(real_index: Path) -> Assistant:
    """Answers from the whole corpus."""
    return open_assistant(Settings(corpus=ROOT / "corpus", index=real_index))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium; one a module, since no loop of asyncio can be had while it is open."""
    found = next(filter(None, map(shutil.which, CHROMIUM_NAMES)), None)
    if found is None:
        pytest.fail(CHROMIUM_MISSING, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()
