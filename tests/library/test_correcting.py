"""Corrections made with the library: overrides.toml, index and history of one mind; a preview says what a publication then does."""

import shutil
from pathlib import Path

import pytest

from ecqa.corpus.overrides import read_overrides
from ecqa.errors import CorpusError, EcqaError, SearchIndexError
from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.library import Drafts, examine
from ecqa.library.drafts import KEPT, MOST
from ecqa.library.incoming import given
from tests.library.material import FUND, PARK, TAOBAO, Shelf
from tests.library.test_desk import assert_of_one_mind

NEWER = FUND.replace("五千万元", "六千万元")


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def overrides(shelf: Shelf) -> dict[str, dict[str, str]]:
    return read_overrides((shelf.corpus / "overrides.toml").read_text("utf-8"))


def previewed(shelf: Shelf, name: str, text: str, corrections=None):
    """What publishing a text under a name would do."""
    path = shelf.corpus.parent / "elsewhere" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, "utf-8")
    digest, content = shelf.library.read(path, name)
    return shelf.library.preview(name, digest, content, corrections or {})


def test_a_title_and_a_date_are_corrected_and_outlast_a_build(shelf: Shelf) -> None:
    shelf.library.correct("fund", {"fund": {"title": "市财政专项资金办法", "date": "2014-06-10"}})
    article = open_index(shelf.index).articles["fund"]
    assert (article.title, article.date, article.text) == ("市财政专项资金办法", "2014-06-10", FUND)
    assert overrides(shelf) == {"fund": {"title": "市财政专项资金办法", "date": "2014-06-10"}}
    assert [(one["did"], one["by"]) for one in shelf.library.history("fund")] == [("index", ""), ("correct", "编辑甲")]
    assert_of_one_mind(shelf)
    shelf.library.correct("fund", {"fund": {"title": None}})
    assert open_index(shelf.index).articles["fund"].title == "专项资金办法"
    assert overrides(shelf) == {"fund": {"date": "2014-06-10"}}
    assert_of_one_mind(shelf)


def test_a_document_comes_with_its_corrections_in_one_generation(shelf: Shelf) -> None:
    shown = previewed(shelf, "park.txt", PARK, {"park": {"date": "2014-06-01", "section": "园区"}})
    assert [(one.title, one.date, one.section) for one in shown.articles] == [("产业园启动", "2014-06-01", "园区")]
    assert (shown.read[0].date, shown.replaces, shelf.files()) == ("2014-06-13", None, {"fund.txt", "taobao.txt"})
    before = open_index(shelf.index).generation
    done = shelf.library.add(given("park.txt", PARK.encode()), "", shown.corrections)
    assert done.articles == shown.articles
    assert open_index(shelf.index).manifest.previous == before
    assert [open_index(shelf.index).articles["park"]] == list(shown.articles)
    assert_of_one_mind(shelf)


def test_a_new_version_keeps_corrections_and_takes_those_of_what_is_gone_away(shelf: Shelf) -> None:
    two = '{"id": "a", "title": "甲", "text": "甲\\n第一条内容。"}\n{"id": "b", "title": "乙", "text": "乙\\n第二条内容。"}\n'
    shelf.add("many.jsonl", two)
    shelf.library.correct("many", {"a": {"date": "2014-01-01"}, "b": {"date": "2014-01-02"}})
    one = two.splitlines(keepends=True)[0].replace("第一条", "另一条")
    shown = previewed(shelf, "many.jsonl", one)
    assert ([fact.id for fact in shown.gone], [(article.id, article.date) for article in shown.articles]) == (["b"], [("a", "2014-01-01")])
    assert shown.replaces is not None
    shelf.library.update("many", given("many.jsonl", one.encode()), shown.corrections)
    assert overrides(shelf) == {"a": {"date": "2014-01-01"}}
    assert_of_one_mind(shelf)


def test_a_preview_names_reprints_and_refuses_what_could_not_be_published(shelf: Shelf) -> None:
    copy = previewed(shelf, "copy.txt", FUND + "\n")
    assert [fact.id for fact in copy.reprints["copy"]] == ["fund"]
    for name, text, key in (("fund.txt", FUND, "document-same"), ("fund.md", PARK, "corpus-id-twice"), ("x.txt", " \n", "document-empty")):
        with pytest.raises(EcqaError) as refused:
            previewed(shelf, name, text)
        assert refused.value.key == key
    (shelf.corpus / "new.txt").write_text(PARK, "utf-8")
    with pytest.raises(CorpusError) as refused:
        previewed(shelf, "new.txt", TAOBAO + "又")
    assert refused.value.key == "document-exists"


@pytest.mark.parametrize(
    ("corrections", "key"),
    [
        ({"fund": {"date": "gestern"}}, "corpus-field-date"),
        ({"fund": {"title": ""}}, "corpus-field-text"),
        ({"fund": {"nothing": "x"}}, "overrides-unknown-field"),
        ({"taobao": {"title": "x"}}, "document-unknown"),
    ],
)
def test_a_correction_that_cannot_be_made_leaves_everything_as_it_was(shelf: Shelf, corrections, key: str) -> None:
    generation = open_index(shelf.index).generation
    with pytest.raises(EcqaError) as refused:
        shelf.library.correct("fund", corrections)
    assert refused.value.key == key
    assert (open_index(shelf.index).generation, shelf.files()) == (generation, {"fund.txt", "taobao.txt"})


def test_a_file_that_was_changed_by_hand_is_indexed_before_it_is_corrected(shelf: Shelf) -> None:
    (shelf.corpus / "fund.txt").write_text(NEWER, "utf-8")
    with pytest.raises(SearchIndexError) as refused:
        shelf.library.correct("fund", {"fund": {"title": "x"}})
    assert refused.value.key == "index-document-changed"
    build_index(shelf.corpus, shelf.index, shelf.embedder, "pairs")
    shelf.library.correct("fund", {"fund": {"title": "x"}})
    assert_of_one_mind(shelf)


def test_drafts_outlast_the_process_and_none_is_lost_half(tmp_path: Path, shelf: Shelf) -> None:
    drafts = Drafts(tmp_path / "uploads")
    draft = drafts.keep(given("产业园.txt", PARK.encode()), "news", "编辑甲")
    digest, content = shelf.library.read(drafts.path(draft), "news/产业园.txt")
    drafts.put_content(draft, content)
    again = Drafts(tmp_path / "uploads")
    assert again.all() == [draft]
    assert (again.content(draft), digest, again.path(draft).read_bytes()) == (content, draft.digest, PARK.encode())
    (tmp_path / "uploads" / draft.id / "draft.json").unlink()
    assert (again.tidy(), again.all(), list((tmp_path / "uploads").iterdir())) == (0, [], [])


def test_drafts_are_bounded_in_number_and_time(tmp_path: Path, shelf: Shelf) -> None:
    drafts = Drafts(tmp_path / "uploads")
    first = drafts.keep(given("a.txt", b"x"), "", "a")
    for number in range(1, MOST):
        shutil.copytree(tmp_path / "uploads" / first.id, tmp_path / "uploads" / f"{number:032x}")
    with pytest.raises(EcqaError) as refused:
        drafts.keep(given("b.txt", b"x"), "", "a")
    assert refused.value.key == "drafts-full"
    assert drafts.tidy(first.changed + KEPT / 2) == 0
    assert drafts.tidy(first.changed + 2 * KEPT) == MOST
    assert [drafts.get(name) for name in ("..", "../../x", first.id, "")] == [None] * 4


def test_doctor_finds_nothing_after_corrections(shelf: Shelf) -> None:
    shelf.library.correct("fund", {"fund": {"title": "x"}})
    assert examine(shelf.corpus, shelf.index) == []
