"""A backup and back: the same answers, history and database; and files that are no backup."""

import contextlib
import hashlib
import io
import json
import sqlite3
import tarfile
from pathlib import Path

import pytest

from ecqa.errors import ServiceError
from ecqa.index.journal import read_history
from ecqa.index.opened import open_index
from ecqa.index.revisions import read_revision
from ecqa.library import Library, examine, export, restore
from ecqa.storage import open_storage
from tests.library.material import FUND, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def left(database: str | Path, question: str) -> None:
    """Leaves a question for the editors."""
    with open_storage(database) as storage:
        storage.gaps.leave("a" * 40, question)


def questions(database: str | Path) -> list[str]:
    with open_storage(database) as storage:
        return [gap.question for gap in storage.gaps.all()]


@pytest.mark.parametrize("name", ["all.tar", "all.tar.gz"])
def test_everything_comes_back(shelf: Shelf, tmp_path: Path, name: str) -> None:
    cited = open_index(shelf.index).articles["fund"]
    shelf.update("fund", FUND.replace("五千", "六千"))
    database = tmp_path / "data" / "ecqa.sqlite3"
    with open_storage(database) as storage:  # in use meanwhile
        storage.gaps.leave("a" * 40, "留言")
        count = export(tmp_path / name, shelf.corpus, shelf.index, database)
    away = tmp_path / "away"
    assert restore(tmp_path / name, away / "corpus", away / "index", away / "data" / "db.sqlite3") == count
    ours, theirs = open_index(away / "index"), open_index(shelf.index)
    assert (ours.generation, ours.articles, ours.passages) == (theirs.generation, theirs.articles, theirs.passages)
    assert read_revision(away / "index", cited.revision, "fund") == cited
    assert read_history(away / "index") == read_history(shelf.index)
    assert examine(away / "corpus", away / "index") == []
    assert questions(away / "data" / "db.sqlite3") == ["留言"]
    Library(away / "corpus", away / "index", shelf.embedder, "pairs").restore("fund", cited.revision)
    assert (away / "corpus" / "fund.txt").read_text("utf-8") == FUND


def test_a_database_moves_from_one_kind_to_the_other_and_back(shelf: Shelf, tmp_path: Path, empty_postgres: str) -> None:
    left(tmp_path / "here.sqlite3", "租金多少？")
    export(tmp_path / "one.tar", shelf.corpus, shelf.index, tmp_path / "here.sqlite3")
    restore(tmp_path / "one.tar", tmp_path / "1" / "corpus", tmp_path / "1" / "index", empty_postgres)
    left(empty_postgres, "房价多少？")
    export(tmp_path / "two.tar", shelf.corpus, shelf.index, empty_postgres)
    restore(tmp_path / "two.tar", tmp_path / "2" / "corpus", tmp_path / "2" / "index", tmp_path / "there.sqlite3")

    assert sorted(questions(tmp_path / "there.sqlite3")) == ["房价多少？", "租金多少？"]


def test_the_database_file_of_an_older_backup_is_read(tmp_path: Path, empty_postgres: str) -> None:
    left(tmp_path / "old.sqlite3", "租金多少？")
    with contextlib.closing(sqlite3.connect(tmp_path / "old.sqlite3")) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = (tmp_path / "old.sqlite3").read_bytes()
    head = {"format": 1, "files": {"database.sqlite3": hashlib.sha256(data).hexdigest()}}
    tar(tmp_path / "old.tar", {"ecqa-backup.json": json.dumps(head).encode(), "database.sqlite3": data})
    for number, database in enumerate((empty_postgres, tmp_path / "new.sqlite3")):
        folder = tmp_path / str(number)
        assert restore(tmp_path / "old.tar", folder / "corpus", folder / "index", database) == 1
        assert questions(database) == ["租金多少？"]


def test_a_backup_without_a_database_is_one(shelf: Shelf, tmp_path: Path) -> None:
    export(tmp_path / "all.tar", shelf.corpus, shelf.index, tmp_path / "nowhere.sqlite3")
    restore(tmp_path / "all.tar", tmp_path / "c", tmp_path / "i", tmp_path / "new.sqlite3")

    assert [(tmp_path / name).exists() for name in ("nowhere.sqlite3", "new.sqlite3")] == [False, False]


def test_a_database_that_holds_something_is_left_alone_and_nothing_put_in_place(shelf: Shelf, tmp_path: Path) -> None:
    left(tmp_path / "here.sqlite3", "租金多少？")
    export(tmp_path / "all.tar", shelf.corpus, shelf.index, tmp_path / "here.sqlite3")
    with pytest.raises(ServiceError) as refused:
        restore(tmp_path / "all.tar", tmp_path / "c", tmp_path / "i", tmp_path / "here.sqlite3")

    assert refused.value.key == "backup-in-the-way"
    assert [(tmp_path / name).exists() for name in ("c", "i")] == [False, False]
    assert questions(tmp_path / "here.sqlite3") == ["租金多少？"]


def test_nothing_is_put_over_what_is_there(shelf: Shelf, tmp_path: Path) -> None:
    export(tmp_path / "all.tar", shelf.corpus, shelf.index, None)
    with pytest.raises(ServiceError) as refused:
        restore(tmp_path / "all.tar", shelf.corpus, tmp_path / "i", None)
    assert (refused.value.key, refused.value.values) == ("backup-in-the-way", {"path": shelf.corpus})


def tar(path: Path, members: dict[str, bytes], kind: bytes = tarfile.REGTYPE) -> Path:
    with tarfile.open(path, "w") as archive:
        for name, data in members.items():
            entry = tarfile.TarInfo(name)
            entry.size, entry.type = len(data), kind if name != "ecqa-backup.json" else tarfile.REGTYPE
            archive.addfile(entry, io.BytesIO(data))
    return path


EMPTY = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"x": b"1"},
        {"ecqa-backup.json": json.dumps({"format": 1, "files": {"../evil": EMPTY}}).encode(), "../evil": b""},
        {"ecqa-backup.json": json.dumps({"format": 1, "files": {"/tmp/evil": EMPTY}}).encode(), "/tmp/evil": b""},
        {"ecqa-backup.json": json.dumps({"format": 1, "files": {"corpus/a.txt": EMPTY}}).encode(), "corpus/a.txt": b"other"},
        {"ecqa-backup.json": json.dumps({"format": 1, "files": {"corpus/a.txt": EMPTY}}).encode()},
        {"ecqa-backup.json": json.dumps({"format": 1, "files": {}}).encode(), "corpus/a.txt": b""},
        {"ecqa-backup.json": json.dumps({"format": 3, "files": {}}).encode()},
    ],
)
def test_what_is_no_whole_backup_leaves_nothing(members: dict[str, bytes], tmp_path: Path) -> None:
    with pytest.raises(ServiceError) as refused:
        restore(tar(tmp_path / "x.tar", members), tmp_path / "in" / "corpus", tmp_path / "in" / "index", None)
    assert refused.value.key == "backup-damaged"
    assert list((tmp_path / "in").iterdir()) == []
    assert not (tmp_path / "evil").exists()


def test_a_link_in_a_backup_is_refused(tmp_path: Path) -> None:
    members = {"ecqa-backup.json": json.dumps({"format": 1, "files": {"corpus/a.txt": EMPTY}}).encode(), "corpus/a.txt": b""}
    with pytest.raises(ServiceError):
        restore(tar(tmp_path / "x.tar", members, tarfile.SYMTYPE), tmp_path / "c", tmp_path / "i", None)
