"""The life of a document: each change leaves corpus, index and history of one mind, and nothing that was cited is lost."""

import fcntl
import json
import os
from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import CorpusError, EcqaError, SearchIndexError
from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.index.revisions import read_revision
from ecqa.library import Library, examine
from ecqa.library.incoming import given, take
from tests.library.material import FUND, PARK, TAOBAO, Shelf


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path)


def assert_of_one_mind(shelf: Shelf) -> None:
    """The index is what a first build of the corpus folder gives, and nothing is wrong with it."""
    fresh = shelf.index.with_name("fresh")
    build_index(shelf.corpus, fresh, shelf.embedder, "pairs")
    ours, theirs = open_index(shelf.index), open_index(fresh)
    assert list(ours.articles.values()) == list(theirs.articles.values())
    assert ours.passages == theirs.passages
    assert ours.manifest.corpus == theirs.manifest.corpus
    np.testing.assert_array_equal(ours.lexical.scores("电子商务资金")[0], theirs.lexical.scores("电子商务资金")[0])
    assert examine(shelf.corpus, shelf.index) == []


def test_a_document_is_added_and_found_and_the_source_of_another_gets_its_name(shelf: Shelf) -> None:
    (shelf.corpus / "taobao.txt").unlink()
    build_index(shelf.corpus, shelf.index, shelf.embedder, "pairs")
    shelf.embedder.embedded = []
    done = shelf.add("产业园 启动.txt", PARK, "news")
    assert (done.file, [(one.id, one.title, one.source) for one in done.articles]) == (
        "news/产业园-启动.txt",
        [("产业园-启动", "产业园启动", "榕东日报")],
    )
    assert (shelf.corpus / done.file).read_text("utf-8") == PARK
    assert len([text for text in shelf.embedder.embedded if "产业园" not in text and "首期" not in text]) == 0
    assert_of_one_mind(shelf)


def test_an_article_whose_host_gets_a_name_later_gets_it_too(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, park=PARK, taobao=TAOBAO)
    assert open_index(shelf.index).articles["park"].source is None
    shelf.add("fund.txt", FUND)
    assert open_index(shelf.index).articles["park"].source == "榕东日报"
    assert_of_one_mind(shelf)
    shelf.library.remove("fund")
    assert open_index(shelf.index).articles["park"].source is None
    assert_of_one_mind(shelf)


def test_an_update_keeps_every_version_that_was_cited(shelf: Shelf) -> None:
    cited = open_index(shelf.index).articles["fund"]
    quote = "市财政每年安排五千万元专项资金。"
    start = cited.text.index(quote)
    for amount in ("六千万元", "七千万元", "八千万元"):
        shelf.update("fund", FUND.replace("五千万元", amount))
        assert amount in open_index(shelf.index).articles["fund"].text
        assert_of_one_mind(shelf)
    old = read_revision(shelf.index, cited.revision, "fund")
    assert old == cited
    assert old.text[start : start + len(quote)] == quote
    assert [(one["did"], one["by"], len(one["replaced"])) for one in shelf.library.history("fund")] == [
        ("index", "", 0),
        ("update", "编辑甲", 1),
        ("update", "编辑甲", 1),
        ("update", "编辑甲", 1),
    ]


def test_a_removed_document_is_gone_from_answers_and_can_be_restored_as_it_was(shelf: Shelf) -> None:
    data = (shelf.corpus / "fund.txt").read_bytes()
    revision = open_index(shelf.index).articles["fund"].revision
    shelf.library.remove("fund")
    assert list(open_index(shelf.index).articles) == ["taobao"]
    assert shelf.files() == {"taobao.txt"}
    assert read_revision(shelf.index, revision, "fund") is not None
    assert_of_one_mind(shelf)
    shelf.library.restore("fund.txt")
    assert (shelf.corpus / "fund.txt").read_bytes() == data
    assert_of_one_mind(shelf)
    assert [one["did"] for one in shelf.library.history("fund")] == ["index", "remove", "restore"]


def test_an_earlier_version_is_restored_by_its_revision(shelf: Shelf) -> None:
    first = open_index(shelf.index).articles["fund"].revision
    shelf.update("fund", FUND.replace("五千万元", "六千万元"))
    shelf.update("fund", FUND.replace("五千万元", "七千万元"))
    shelf.library.restore("fund", first[:6])
    assert (shelf.corpus / "fund.txt").read_text("utf-8") == FUND
    assert open_index(shelf.index).articles["fund"].revision == first
    shelf.library.restore("fund")
    assert "七千万元" in (shelf.corpus / "fund.txt").read_text("utf-8")
    assert_of_one_mind(shelf)


def test_a_version_whose_file_was_not_kept_comes_back_as_text(shelf: Shelf) -> None:
    before = open_index(shelf.index).articles["fund"]
    (shelf.corpus / "fund.txt").unlink()
    build_index(shelf.corpus, shelf.index, shelf.embedder, "pairs")
    shelf.library.restore("fund")
    after = open_index(shelf.index).articles["fund"]
    assert (after.text, after.title, after.date, after.source, after.urls) == (
        before.text,
        before.title,
        before.date,
        before.source,
        before.urls,
    )
    assert "fund.jsonl" in shelf.files()


@pytest.mark.parametrize(
    ("name", "file"), [("notice.txt", "document-notice.txt"), ("README.md", "document-README.md"), ("~$a b：c.txt", "$a-b：c.txt")]
)
def test_a_name_that_the_corpus_would_leave_out_is_made_one_that_it_reads(shelf: Shelf, name: str, file: str) -> None:
    assert shelf.library.add(given(name, PARK.encode())).file == file
    assert_of_one_mind(shelf)


def test_list_and_show(shelf: Shelf) -> None:
    assert [(one.file, [fact.id for fact in one.articles]) for one in shelf.library.documents()] == [
        ("fund.txt", ["fund"]),
        ("taobao.txt", ["taobao"]),
    ]
    document = shelf.library.find("./taobao.txt")
    assert [article.text for article in shelf.library.articles(document)] == [TAOBAO]


def test_a_library_begins_with_its_first_document(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path)
    library = Library(tmp_path / "c", tmp_path / "i", shelf.embedder, "pairs")
    done = library.add(given("fund.txt", FUND.encode()))
    assert [article.id for article in done.articles] == ["fund"]
    assert list(open_index(tmp_path / "i").articles) == ["fund"]
    assert examine(tmp_path / "c", tmp_path / "i") == []


def problem(shelf: Shelf, did: str) -> EcqaError:
    attempts = {
        "same": lambda: shelf.add("other.txt", FUND),
        "exists": lambda: shelf.add("fund.txt", PARK),
        "id": lambda: shelf.add("fund.md", PARK),
        "empty": lambda: shelf.add("empty.txt", " \n"),
        "format": lambda: shelf.add("a.exe", "x"),
        "folder": lambda: shelf.add("a.txt", PARK, "../up"),
        "unknown": lambda: shelf.library.remove("nothing"),
        "unchanged": lambda: shelf.update("fund", FUND),
        "other-format": lambda: shelf.library.update("fund", given("a.md", PARK.encode())),
        "broken": lambda: shelf.library.add(given("a.docx", b"PK")),
        "version": lambda: shelf.library.restore("fund"),
    }
    with pytest.raises(EcqaError) as refused:
        attempts[did]()
    return refused.value


@pytest.mark.parametrize(
    ("did", "key"),
    [
        ("same", "document-same"),
        ("exists", "document-exists"),
        ("id", "corpus-id-twice"),
        ("empty", "document-empty"),
        ("format", "document-format"),
        ("folder", "document-folder"),
        ("unknown", "document-unknown"),
        ("unchanged", "document-same"),
        ("other-format", "document-other-format"),
        ("broken", "archive-broken"),
        ("version", "document-no-version"),
    ],
)
def test_what_is_refused_leaves_everything_as_it_was(shelf: Shelf, did: str, key: str) -> None:
    generation, files = open_index(shelf.index).generation, shelf.files()
    assert problem(shelf, did).key == key
    assert (open_index(shelf.index).generation, shelf.files()) == (generation, files)
    assert examine(shelf.corpus, shelf.index) == []


def test_the_last_document_stays(shelf: Shelf) -> None:
    shelf.library.remove("fund")
    with pytest.raises(CorpusError) as refused:
        shelf.library.remove("taobao")
    assert refused.value.key == "document-last"


def test_who_holds_the_lock_is_said(shelf: Shelf) -> None:
    with (shelf.index / "LOCK").open("a+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.truncate(0)
        file.write(f"pid {os.getpid()}, 2026-01-01T00:00:00\n".encode())
        file.flush()
        with pytest.raises(SearchIndexError) as refused:
            shelf.add("park.txt", PARK)
    assert refused.value.key == "index-locked"
    assert str(os.getpid()) in str(refused.value.values["holder"])
    assert shelf.add("park.txt", PARK).articles


def test_a_change_of_corpus_toml_must_be_indexed_first(shelf: Shelf) -> None:
    (shelf.corpus / "corpus.toml").write_text('source = "协会"\n', "utf-8")
    with pytest.raises(SearchIndexError) as refused:
        shelf.add("park.txt", PARK)
    assert refused.value.key == "index-settings-changed"


def test_corrections_hold_for_new_documents_and_name_only_what_is_there(shelf: Shelf) -> None:
    (shelf.corpus / "overrides.toml").write_text('["fund"]\ndate = "2014-01-01"\n', "utf-8")
    build_index(shelf.corpus, shelf.index, shelf.embedder, "pairs")
    shelf.update("fund", FUND.replace("五千", "六千"))
    assert open_index(shelf.index).articles["fund"].date == "2014-01-01"
    assert_of_one_mind(shelf)
    with pytest.raises(CorpusError) as refused:
        shelf.library.remove("fund")
    assert refused.value.key == "overrides-unknown-id"


def test_every_format_can_be_added_and_updated(shelf: Shelf) -> None:
    formats = Path(__file__).parents[1] / "corpus" / "data" / "formats"
    done = shelf.library.add(take(str(formats / "issue.docx")), "newsletters")
    assert [one.title for one in done.articles] == [
        "榕东跨境电商产业园月底开园",
        "协会公布网商培训补贴标准",
        "五月全省快递业务量首破两亿件",
    ]
    copy = shelf.library.add(take(str(formats / "issue-office.pdf")), "newsletters")
    assert copy.reprints == {f"issue-office-0{n}": (f"issue-0{n}",) for n in (1, 2, 3)}
    assert_of_one_mind(shelf)
    assert open_index(shelf.index).copies == {f"issue-0{n}": f"issue-office-0{n}" for n in (1, 2, 3)}  # the first in the corpus stands


def test_lines_of_json_are_one_document_of_many(shelf: Shelf) -> None:
    rows = [{"id": f"n{n}", "title": f"题{n}", "text": f"题{n}\n第{n}条内容。"} for n in range(20)]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    shelf.library.add(given("many.jsonl", text.encode()))
    shelf.embedder.embedded = []
    done = shelf.library.update("many", given("many.jsonl", text.replace("第7条内容", "第七条改过").encode()))
    assert len(done.articles) == 20
    assert shelf.embedder.embedded == ["题7\n第七条改过。", "第七条改过。"] or len(shelf.embedder.embedded) == 2
    assert_of_one_mind(shelf)
