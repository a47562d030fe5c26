"""What a damaged, missing or foreign index gets: one clear line that names the file."""

import hashlib
import json
import os
import random
import shutil
from pathlib import Path

import pytest

from ecqa.errors import SearchIndexError
from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.messages import LANGUAGES, Messages
from tests.index.material import PairEmbedder, write_corpus


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_index(write_corpus(folder / "corpus"), folder / "index", PairEmbedder(), "pairs")
    return folder / "index"


@pytest.fixture
def index(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "index"))


def refusal(index: Path) -> SearchIndexError:
    with pytest.raises(SearchIndexError) as refused:
        open_index(index, "pairs")
    for lang in LANGUAGES:
        line = Messages(lang).error(refused.value)
        assert "\n" not in line
        assert str(refused.value.values["path"]) in line
        assert "ecqa index" in line
    return refused.value


def parts(index: Path) -> list[Path]:
    home = index / "generations" / (index / "CURRENT").read_text().strip()
    return [index / "CURRENT", *sorted(path for path in home.rglob("*") if path.is_file() and path.name != "stamps.json")]


def flipped_unseen(path: Path) -> None:
    """Changes a byte and no size or time, as a failing disk does."""
    before, data = path.stat(), bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def test_one_flipped_byte_in_any_file_is_found_and_named(index: Path):
    assert open_index(index, "pairs")
    assert len(parts(index)) == 22
    chance = random.Random(20130117)
    for path in parts(index):
        whole = path.read_bytes()
        places = {0, len(whole) - 1, *(chance.randrange(len(whole)) for _ in range(20))}
        if path.name == "CURRENT":
            places.discard(len(whole) - 1)  # the line end says nothing
        for place in places:
            damaged = bytearray(whole)
            damaged[place] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            problem = refusal(index)
            assert (problem.key, problem.values["path"]) == ("index-damaged", path), place
        path.write_bytes(whole)
    assert open_index(index, "pairs")


def test_a_missing_or_cut_file_is_found_and_named(index: Path):
    for path in parts(index)[1:]:
        whole = path.read_bytes()
        path.write_bytes(whole[: len(whole) // 2])
        assert refusal(index).values["path"] == path
        path.unlink()
        assert (refusal(index).key, refusal(index).values["path"]) == ("index-damaged", path)
        path.write_bytes(whole)
    shutil.rmtree(index / "generations")
    assert (refusal(index).key, refusal(index).values["path"]) == ("index-damaged", index / "CURRENT")


def test_a_file_of_the_size_and_time_at_which_it_was_written_is_read_only_when_all_are(index: Path):
    path = next(path for path in parts(index) if path.name == "dense.faiss")
    flipped_unseen(path)
    assert open_index(index)
    with pytest.raises(SearchIndexError) as problem:
        open_index(index, thorough=True)
    assert (problem.value.key, problem.value.values["path"]) == ("index-damaged", path)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"dense.faiss": 7}'])
def test_without_stamps_every_file_is_compared_with_its_checksum(index: Path, content: str):
    path = next(path for path in parts(index) if path.name == "dense.faiss")
    path.with_name("stamps.json").write_text(content)
    assert open_index(index)
    flipped_unseen(path)
    assert (refusal(index).key, refusal(index).values["path"]) == ("index-damaged", path)


@pytest.mark.parametrize("content", ["", "\n", "../../etc", "20130117-000000-abcdefabcdef\n", "\x00"])
def test_a_current_file_that_names_no_generation(index: Path, content: str):
    (index / "CURRENT").write_text(content)
    assert (refusal(index).key, refusal(index).values["path"]) == ("index-damaged", index / "CURRENT")


def test_no_index(tmp_path: Path):
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert (refusal(folder).key, refusal(folder).values) == ("index-missing", {"path": folder})


def test_an_index_of_another_format_is_refused_as_such(index: Path):
    home = parts(index)[-1].parent
    record = json.loads((home / "manifest.json").read_text("utf-8"))
    data = json.dumps({**record, "format": 2}).encode()
    name = f"{home.name[:16]}{hashlib.sha256(data).hexdigest()[:12]}"
    (home / "manifest.json").write_bytes(data)
    home.rename(home.with_name(name))
    (index / "CURRENT").write_text(f"{name}\n")
    assert refusal(index).key == "index-format"


def test_rows_where_keeps_the_rows_of_kept_articles(index: Path):
    opened = open_index(index)
    assert opened.rows_where(lambda facet: facet.kind == "article").tolist() == [0, 1, 2]
    assert opened.rows_where(lambda facet: False).tolist() == []
    assert opened.passages_of("park") == [opened.passages[1]]
