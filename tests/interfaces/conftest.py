"""A server over a small corpus that is open to this machine, and one that needs keys."""

import functools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.pipeline import Assistant
from tests.interfaces.cli.conftest import write_corpus
from tests.interfaces.site import Site, served


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a small corpus and its index."""
    folder = tmp_path_factory.mktemp("service")
    write_corpus(folder / "corpus")
    build(Settings(corpus=folder / "corpus", index=folder / "index"))
    return folder


@pytest.fixture(scope="session")
def small_assistant(small: Path) -> Assistant:
    return open_assistant(Settings(corpus=small / "corpus", index=small / "index"))


@pytest.fixture(scope="module")
def site(small_assistant: Assistant, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Open to this machine."""
    with served(small_assistant, small, tmp_path_factory.mktemp("open")) as one:
        yield one


@pytest.fixture(scope="module")
def locked(small_assistant: Assistant, small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, str]]:
    """One with a key, which is good for everything."""
    with served(small_assistant, small, tmp_path_factory.mktemp("locked")) as one:
        yield one, one.storage.keys.add("all", ("ask", "search", "metrics"))


@pytest.fixture
def open_site(small_assistant: Assistant, small: Path, tmp_path: Path) -> Callable[..., AbstractContextManager[Site]]:
    """Opens a server with settings of its own."""
    return functools.partial(served, small_assistant, small, tmp_path / "data")
