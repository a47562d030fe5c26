"""What is broken is found, named and put right; a whole index has no findings."""

from collections.abc import Callable
from pathlib import Path

import pytest

from ecqa.errors import SearchIndexError
from ecqa.index.build import build_index
from ecqa.index.journal import Journal, Move, write_journal
from ecqa.index.opened import open_index
from ecqa.library import examine
from ecqa.library.originals import stage
from tests.library.material import FUND, PARK, TAOBAO, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    shelf = Shelf(tmp_path)
    shelf.add("park.txt", PARK)
    shelf.update("fund", FUND.replace("五千", "六千"))
    return shelf


def home(shelf: Shelf) -> Path:
    return shelf.index / "generations" / (shelf.index / "CURRENT").read_text().strip()


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


DAMAGE: dict[str, tuple[Callable[[Shelf], object], list[str]]] = {
    "vectors": (lambda shelf: flipped(home(shelf) / "dense.faiss"), ["damaged"]),
    "change": (lambda shelf: flipped(next(home(shelf).glob("changes/*/articles.jsonl"))), ["damaged"]),
    "manifest": (lambda shelf: (home(shelf) / "manifest.json").write_text("{"), ["damaged"]),
    "current": (lambda shelf: (shelf.index / "CURRENT").write_text("nowhere\n"), ["damaged"]),
    "missing": (lambda shelf: (home(shelf) / "passages.jsonl").unlink(), ["damaged"]),
    "revision": (
        lambda shelf: next((shelf.index / "revisions").glob(f"{open_index(shelf.index).articles['park'].revision}*")).unlink(),
        ["revision-missing"],
    ),
    "new": (lambda shelf: (shelf.corpus / "b.txt").write_text("标题\n正文。", "utf-8"), ["corpus-new"]),
    "changed": (lambda shelf: (shelf.corpus / "park.txt").write_text(PARK + "。", "utf-8"), ["corpus-changed"]),
    "gone": (lambda shelf: (shelf.corpus / "taobao.txt").unlink(), ["corpus-gone"]),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_and_repaired(shelf: Shelf, damage: str) -> None:
    assert examine(shelf.corpus, shelf.index) == []
    harm, keys = DAMAGE[damage]
    harm(shelf)
    assert [one.key for one in examine(shelf.corpus, shelf.index)] == keys
    mended = examine(
        shelf.corpus, shelf.index, repair=True, rebuild=lambda: build_index(shelf.corpus, shelf.index, shelf.embedder, "pairs")
    )
    assert [(one.key, one.repaired) for one in mended] == [(key, True) for key in keys]
    assert examine(shelf.corpus, shelf.index) == []


def test_a_kept_file_that_is_damaged_cannot_be_put_right(shelf: Shelf) -> None:
    flipped(next((shelf.index / "originals").iterdir()))
    assert [(one.key, one.repaired) for one in examine(shelf.corpus, shelf.index, repair=True)] == [("original-damaged", False)]


def test_an_update_that_was_killed_after_it_counted_is_finished(shelf: Shelf) -> None:
    staged = stage(shelf.corpus, "taobao.txt", TAOBAO.encode())
    (shelf.corpus / "taobao.txt").unlink()
    event = {"did": "restore", "file": "taobao.txt", "articles": [], "digest": "x"}
    move = Move(str(shelf.corpus / "taobao.txt"), str(staged), None)
    write_journal(shelf.index, open_index(shelf.index).generation, Journal([move], [event]))
    assert examine(shelf.corpus, shelf.index) == []
    assert (shelf.corpus / "taobao.txt").read_text("utf-8") == TAOBAO


def test_an_update_that_was_killed_before_it_counted_never_was(shelf: Shelf) -> None:
    staged = stage(shelf.corpus, "taobao.txt", b"other")
    write_journal(shelf.index, "20990101-000000-000000000000", Journal([Move(str(shelf.corpus / "taobao.txt"), str(staged), None)], []))
    assert examine(shelf.corpus, shelf.index) == []
    assert not staged.exists()
    assert (shelf.corpus / "taobao.txt").read_text("utf-8") == TAOBAO


def test_no_index_is_said(tmp_path: Path) -> None:
    with pytest.raises(SearchIndexError) as refused:
        examine(tmp_path, tmp_path / "nothing")
    assert refused.value.key == "index-missing"


def test_what_killed_runs_left_is_cleared_away_without_a_word(shelf: Shelf) -> None:
    for name in ("new.part", "20200101-000000-000000000000"):
        (shelf.index / "generations" / name).mkdir()
    (shelf.index / "revisions" / "abc.json.part").write_text("{")
    stage(shelf.corpus, "x.txt", b"x")
    assert examine(shelf.corpus, shelf.index) == []
    assert len(list((shelf.index / "generations").iterdir())) == 2
    assert not list(shelf.index.rglob("*.part"))
    assert not (shelf.corpus / ".ecqa").exists()
