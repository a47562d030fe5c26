import logging
import shutil
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import SearchIndexError
from ecqa.index.build import build_index
from ecqa.index.live import CHECK_EVERY, LiveIndex
from tests.index.material import TEXTS, PairEmbedder, write_corpus


def build(folder: Path, word: str) -> str:
    corpus = write_corpus(folder / "corpus", {**TEXTS, "word": ("本期词语", f"{word}。")})
    return build_index(corpus, folder / "index", PairEmbedder(), "pairs").generation


def test_the_default_is_well_within_five_seconds():
    assert CHECK_EVERY <= 2


def test_a_new_generation_is_taken_up_and_the_old_object_still_answers(tmp_path: Path):
    first = build(tmp_path, "甲乙")
    live = LiveIndex(tmp_path / "index", "pairs", check_every=0.2)
    old = live.current()
    assert live.current() is old
    for word in ("丙丁", "戊己", "庚辛"):
        last = build(tmp_path, word)
    assert not (tmp_path / "index" / "generations" / first).exists()
    time.sleep(0.25)
    new = live.current()
    assert (old.generation, new.generation) == (first, last)
    assert new.articles["word"].text == "本期词语\n庚辛。"
    query = PairEmbedder().embed_query("本期词语甲乙")
    assert old.articles["word"].text == "本期词语\n甲乙。"
    assert old.passages[old.dense.search(query, 1)[1][0]].article_id == "word"
    assert old.lexical.scores("甲乙")[0].argmax() == 3


def test_between_two_looks_the_folder_is_not_touched(tmp_path: Path):
    build(tmp_path, "甲乙")
    live = LiveIndex(tmp_path / "index", "pairs", check_every=60)
    old = live.current()
    build(tmp_path, "丙丁")
    assert live.current() is old


def test_a_damaged_new_generation_keeps_the_old_one_and_says_so_once(tmp_path: Path, caplog: pytest.LogCaptureFixture):
    build(tmp_path, "甲乙")
    live = LiveIndex(tmp_path / "index", "pairs", check_every=0)
    old = live.current()
    damaged = tmp_path / "index" / "generations" / build(tmp_path, "丙丁") / "changes" / "0001" / "passages.jsonl"
    damaged.write_bytes(damaged.read_bytes().replace("丙".encode(), "丁".encode()))
    with caplog.at_level(logging.WARNING, "ecqa"):
        assert [live.current() is old for _ in range(3)] == [True] * 3
    assert [record.levelname for record in caplog.records] == ["WARNING"]
    assert str(damaged) in caplog.text
    last = build(tmp_path, "戊己")
    assert live.current().generation == last


@pytest.mark.parametrize("harm", ["removed", "other model"])
def test_an_index_that_goes_away_or_changes_its_model_is_kept(tmp_path: Path, harm: str, caplog: pytest.LogCaptureFixture):
    build(tmp_path, "甲乙")
    live = LiveIndex(tmp_path / "index", "pairs", check_every=0)
    old = live.current()
    if harm == "removed":
        shutil.rmtree(tmp_path / "index")
    else:
        build_index(tmp_path / "corpus", tmp_path / "index", PairEmbedder(), "pairs@2")
    with caplog.at_level(logging.WARNING, "ecqa"):
        assert live.current() is live.current() is old
    assert len(caplog.records) == 1
    assert ("index-missing" if harm == "removed" else "index-other-model") in caplog.text


def test_no_index_at_first_is_an_error_until_there_is_one(tmp_path: Path):
    live = LiveIndex(tmp_path / "index", "pairs")
    for _ in range(2):
        with pytest.raises(SearchIndexError, match="index-missing"):
            live.current()
    generation = build(tmp_path, "甲乙")
    assert live.current().generation == generation


def test_threads_get_whole_generations_while_the_index_is_built(tmp_path: Path):
    build(tmp_path, "甲零")
    live = LiveIndex(tmp_path / "index", "pairs", check_every=0)
    query = PairEmbedder().embed_query("本期词语")
    seen: set[str] = set()
    wrong: list[str] = []
    done = threading.Event()

    def ask() -> None:
        while not done.is_set():
            index = live.current()
            scores, rows = index.dense.search(query, 1)
            text = index.passages[rows[0]].text
            vector = PairEmbedder().embed_query("本期词语\n" + index.articles["word"].text)
            if text != index.articles["word"].text or not np.isclose(scores[0], vector @ query, atol=0.2):
                wrong.append(text)
            seen.add(index.generation)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    made = {build(tmp_path, f"甲{word}") for word in "一二三四五六七八"}
    time.sleep(0.1)
    done.set()
    for thread in threads:
        thread.join()
    assert wrong == []
    assert len(seen & made) >= 3
    assert live.current().articles["word"].text == "本期词语\n甲八。"
