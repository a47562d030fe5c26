"""Settings that name a vector store, an embedding server and a re-ranker to an assistant that uses all three."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ecqa.config import Settings, load_settings
from ecqa.errors import SearchIndexError, SettingsError
from ecqa.factory import build, open_assistant, open_library
from ecqa.index.opened import current_generation
from ecqa.library.incoming import given
from tests.index.material import PairEmbedder, write_corpus
from tests.loopback import Loopback


def answer(sent: dict[str, Any]) -> Any:
    """What an embedding server and a re-ranker answer; the re-ranker likes short texts."""
    if "texts" in sent:
        return [{"index": at, "score": -len(text)} for at, text in enumerate(sent["texts"])]
    vectors = [PairEmbedder().embed_query(text).tolist() for text in sent["input"]]
    return {"data": [{"index": at, "embedding": vector} for at, vector in enumerate(vectors)]}


@pytest.fixture
def server() -> Iterator[Loopback]:
    with Loopback() as opened:
        opened.answer = answer
        yield opened


def test_what_is_found_is_the_same_with_a_store_and_a_change_reaches_it(tmp_path: Path, server: Loopback):
    here = Settings(corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index", embedding_url=server.url, embedding_model="pairs")
    there = here.model_copy(update=load_settings(vector_store=f"milvus+{tmp_path / 'store.db'}").model_dump(include={"vector_store"}))
    build(here)
    with pytest.raises(SearchIndexError, match="store-empty"):
        open_assistant(there)
    build(there)
    local, remote = open_assistant(here), open_assistant(there)
    found = local.search("专项资金")
    assert [hit.passage.id for hit in remote.search("专项资金")] == [hit.passage.id for hit in found]
    assert found[0].article.id == "fund"
    open_library(there).add(given("new.txt", "新的办法\n专项资金增加到八千万元。".encode()))
    newer = open_assistant(there)
    assert "new" in [hit.article.id for hit in newer.search("专项资金")]
    assert newer.article("new") is not None
    before = current_generation(here.index)
    open_library(here).remove("new.txt")
    assert current_generation(here.index) != before
    assert "new" in [hit.article.id for hit in newer.search("专项资金")], "the store names what is in use"


def test_a_reranker_orders_what_is_found(tmp_path: Path, server: Loopback):
    settings = Settings(
        corpus=write_corpus(tmp_path / "corpus"), index=tmp_path / "index", embedding_url=server.url, embedding_model="pairs"
    )
    build(settings)
    ranked = open_assistant(settings.model_copy(update={"rerank_url": server.url})).search("专项资金")
    lengths = [len(f"{hit.article.title}\n{hit.passage.text}") for hit in ranked]
    assert lengths == sorted(lengths)
    assert len(ranked) == 3


@pytest.mark.parametrize("chosen", ["http://127.0.0.1:19530", "redis+http://a", "milvus"])
def test_an_unknown_store_is_refused(chosen: str):
    with pytest.raises(SettingsError, match="settings-vector_store"):
        load_settings(vector_store=chosen)


def test_a_password_in_the_address_is_not_shown():
    assert "geheim" not in repr(load_settings(vector_store="milvus+http://a:geheim@b:1"))
