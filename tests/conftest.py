"""The real assistant over an index of the real corpus, built once a run with the model that ships; and how properties are tried."""

from pathlib import Path

import pytest
from hypothesis import settings as properties

from ecqa.config import Settings
from ecqa.factory import build, open_assistant
from ecqa.pipeline import Assistant

ROOT = Path(__file__).parents[1]

properties.register_profile("ecqa", deadline=None)  # how long an example takes says nothing on a busy machine
properties.load_profile("ecqa")


@pytest.fixture(scope="session")
def assistant(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Answers from the whole corpus; nobody changes its index."""
    settings = Settings(corpus=ROOT / "corpus", index=tmp_path_factory.mktemp("real-index"))
    build(settings)
    return open_assistant(settings)
