import fcntl
import hashlib
import json
import os
from pathlib import Path

import numpy as np
import pytest

from ecqa.errors import CorpusError, SearchIndexError
from ecqa.index.build import BuildReport, build_index
from ecqa.index.lexical import LexicalIndex
from ecqa.index.opened import Index, open_index
from ecqa.index.revisions import read_revision
from ecqa.passages import cut, search_text
from tests.index.material import TEXTS, PairEmbedder, write_corpus


class Desk:
    """A corpus, an index folder and an embedder, for one test."""

    def __init__(self, folder: Path) -> None:
        self.corpus = write_corpus(folder / "corpus")
        self.index = folder / "index"
        self.embedder = PairEmbedder()
        self.told: list[tuple[int, int]] = []

    def build(self, name: str = "pairs", **more: int) -> BuildReport:
        self.embedder.embedded, self.told = [], []
        return build_index(self.corpus, self.index, self.embedder, name, lambda done, whole: self.told.append((done, whole)), **more)

    def generations(self) -> set[str]:
        return {path.name for path in (self.index / "generations").iterdir()}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def texts_in_row_order(index: Index) -> list[str]:
    return [search_text(article, passage) for article in index.articles.values() for passage in cut(article)]


def assert_consistent(index: Index, embedder: PairEmbedder) -> None:
    """Passages, vectors and BM25 are what a first build of the same articles would give, row by row."""
    texts = texts_in_row_order(index)
    assert index.passages == [passage for article in index.articles.values() for passage in cut(article)]
    assert len(texts) == len(index.passages) == len(index.dense) == len(index.lexical)
    vectors = np.stack([embedder.embed_query(text) for text in texts])
    np.testing.assert_array_equal(index.dense.vectors(range(len(texts))), vectors)
    for row, passage in enumerate(index.passages):
        text = index.articles[passage.article_id].text
        expected = [embedder.embed_query(text[start:end]) for start, end in passage.sentences]
        np.testing.assert_allclose(index.sentences.of(row), np.reshape(expected, (-1, 64)), atol=1e-3)
    for ours, theirs in zip(index.lexical.scores("电子商务专项资金"), LexicalIndex.build(texts).scores("电子商务专项资金"), strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_the_first_build_makes_everything(desk: Desk):
    report = desk.build()
    assert (report.articles, report.added, report.changed, report.removed) == (3, ("fund", "park", "taobao"), (), ())
    assert (report.passages, report.encoded, report.reused) == (3, 3, 0)
    assert len(desk.embedder.embedded) == 9  # each passage and its two sentences
    index = open_index(desk.index, "pairs")
    assert index.generation == report.generation
    assert list(index.articles) == ["fund", "park", "taobao"]
    assert index.articles["park"].title == "产业园启动"
    assert_consistent(index, desk.embedder)
    _, rows = index.dense.search(desk.embedder.embed_query("专项资金 5000万元"), 1)
    assert index.passages[rows[0]].article_id == "fund"
    assert index.lexical.scores("产业园面积")[0].argmax() == 1


def test_the_files_are_those_of_the_contract(desk: Desk):
    generation = desk.build().generation
    assert (desk.index / "CURRENT").read_text() == f"{generation}\n"
    home = desk.index / "generations" / generation
    manifest = json.loads((home / "manifest.json").read_text("utf-8"))
    assert (manifest["format"], manifest["embedder"], manifest["dim"]) == (1, "pairs", 64)
    assert (manifest["articles"], manifest["passages"]) == (3, 3)
    assert manifest["corpus"] == {"news.jsonl": hashlib.sha256((desk.corpus / "news.jsonl").read_bytes()).hexdigest()}
    assert {"ecqa", "faiss-cpu", "bm25s", "torch", "sentence-transformers"} <= set(manifest["libraries"])
    on_disk = {path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()}
    assert on_disk == {"manifest.json", "stamps.json", *manifest["files"]}
    assert {"articles.jsonl", "passages.jsonl", "dense.faiss"} < on_disk
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((home / name).read_bytes()).hexdigest() == digest
    lines = [json.loads(line) for line in (home / "articles.jsonl").read_text("utf-8").splitlines()]
    promised = "id title section kind date effective_date expiry_date amended_date status source urls authors note text revision path start"
    assert set(promised.split()) <= set(lines[0])
    assert not list(desk.index.rglob("*.part"))


def test_an_unchanged_corpus_encodes_nothing_and_writes_nothing(desk: Desk):
    first = desk.build()
    before = {path: path.stat().st_mtime_ns for path in desk.index.rglob("*") if path.name != "LOCK"}
    again = desk.build()
    assert again.generation == first.generation
    assert (again.encoded, again.reused, again.added, again.changed, again.removed) == (0, 3, (), (), ())
    assert desk.embedder.embedded == desk.told == []
    assert {path: path.stat().st_mtime_ns for path in desk.index.rglob("*") if path.name != "LOCK"} == before


def test_only_what_changed_is_encoded(desk: Desk):
    first = desk.build()
    write_corpus(desk.corpus, {**TEXTS, "park": ("产业园启动", "五维电子商务产业园延期。"), "new": ("新条目", "新的内容在这里。")})
    second = desk.build()
    assert (second.added, second.changed, second.removed) == (("new",), ("park",), ())
    assert (second.encoded, second.reused) == (2, 2)
    assert sorted(text for text in desk.embedder.embedded if "\n" not in text) == ["五维电子商务产业园延期。", "新的内容在这里。"]
    assert len(desk.embedder.embedded) == 4
    assert_consistent(open_index(desk.index), desk.embedder)
    assert desk.generations() == {first.generation, second.generation}
    write_corpus(desk.corpus, {"taobao": TEXTS["taobao"]})
    third = desk.build()
    assert (third.added, third.changed, third.removed, third.encoded) == ((), (), ("fund", "park", "new"), 0)
    assert_consistent(open_index(desk.index), desk.embedder)
    assert desk.generations() == {second.generation, third.generation}


def test_new_metadata_makes_a_new_generation_without_encoding(desk: Desk):
    desk.build()
    write_corpus(desk.corpus, date="2013-01-17")
    report = desk.build()
    assert (report.changed, report.encoded) == (("fund", "park", "taobao"), 0)
    assert {article.date for article in open_index(desk.index).articles.values()} == {"2013-01-17"}


def test_two_passages_of_one_search_text_are_encoded_once(desk: Desk):
    write_corpus(desk.corpus, {"a": TEXTS["park"], "b": TEXTS["park"]})
    report = desk.build()
    assert (report.passages, report.encoded, len(desk.embedder.embedded)) == (2, 2, 3)
    assert_consistent(open_index(desk.index), desk.embedder)


def test_another_model_encodes_all_and_the_index_is_refused_to_the_first(desk: Desk):
    desk.build()
    report = desk.build("pairs@2")
    assert (report.encoded, report.added, report.changed) == (3, (), ())
    assert open_index(desk.index, "pairs@2").manifest.embedder == "pairs@2"
    with pytest.raises(SearchIndexError) as refused:
        open_index(desk.index, "pairs")
    assert refused.value.key == "index-other-model"
    assert refused.value.values == {"path": desk.index, "built": "pairs@2", "model": "pairs"}


def test_progress_counts_the_texts_to_embed(desk: Desk):
    write_corpus(desk.corpus, {f"n{i}": (f"标题{i}", f"第{i}篇的内容。") for i in range(70)})
    desk.build()
    assert desk.told == [(0, 140), (32, 140), (64, 140), (76, 140), (108, 140), (140, 140)]


def test_vectors_that_do_not_fit_into_memory_are_mapped_and_the_index_is_the_same(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    desk.build()
    monkeypatch.setattr("ecqa.index.vectors.IN_MEMORY", 1000)
    build_index(desk.corpus, tmp_path / "mapped", PairEmbedder(), "pairs")
    one, other = open_index(desk.index), open_index(tmp_path / "mapped")
    np.testing.assert_array_equal(one.dense.vectors(range(3)), other.dense.vectors(range(3)))
    np.testing.assert_array_equal(one.sentences.all(), other.sentences.all())
    assert not list((tmp_path / "mapped").rglob("*.part"))


def test_above_the_limit_the_graph_answers_and_filters_stay_exact(desk: Desk):
    write_corpus(desk.corpus, {f"n{i}": (f"标题{i}", f"第{i}篇讲{chr(0x4E00 + 7 * i)}{chr(0x5E00 + 5 * i)}。") for i in range(60)})
    desk.build(exact_limit=50)
    index = open_index(desk.index)
    assert_consistent(index, desk.embedder)
    vectors, query = index.dense.vectors(range(60)), desk.embedder.embed_query("标题33")
    _, rows = index.dense.search(query, 3)
    assert rows[0] == np.argmax(vectors @ query)
    allowed = np.array([3, 20, 59])
    assert allowed.tolist() == [3, 20, 59]
    scores, rows = index.dense.search(query, 2, allowed)
    np.testing.assert_allclose(scores, np.sort(vectors[allowed] @ query)[::-1][:2], atol=1e-6)


def test_every_version_of_an_article_stays_readable(desk: Desk):
    desk.build()
    old = open_index(desk.index).articles["park"]
    for text in ("改过一次。", "改过两次。", "改过三次。"):
        write_corpus(desk.corpus, {**TEXTS, "park": ("产业园启动", text)})
        desk.build()
    assert read_revision(desk.index, old.revision, "park") == old
    new = open_index(desk.index).articles["park"]
    assert read_revision(desk.index, new.revision, "park") == new
    assert read_revision(desk.index, old.revision, "fund") is None
    assert read_revision(desk.index, "0" * 12, "park") is None
    assert read_revision(desk.index, "../../corpus/x", "park") is None
    assert len(list((desk.index / "revisions").iterdir())) == 6


def test_two_articles_of_one_text_share_a_revision_file(desk: Desk):
    write_corpus(desk.corpus, {"a": TEXTS["park"], "b": TEXTS["park"]})
    desk.build()
    articles = open_index(desk.index).articles
    assert articles["a"].revision == articles["b"].revision
    for name in "ab":
        assert read_revision(desk.index, articles[name].revision, name) == articles[name]


def test_leftovers_of_killed_runs_are_removed_even_when_nothing_changed(desk: Desk):
    generation = desk.build().generation
    (desk.index / "generations" / "new.part" / "bm25").mkdir(parents=True)
    (desk.index / "generations" / "20990101-000000-000000000000").mkdir()
    (desk.index / "revisions" / "abc.json.part").write_text("{")
    (desk.index / "CURRENT.part").write_text("x")
    assert desk.build().generation == generation
    assert desk.generations() == {generation}
    assert not list(desk.index.rglob("*.part"))


def test_a_damaged_index_is_built_anew(desk: Desk):
    first = desk.build()
    path = desk.index / "generations" / first.generation / "dense.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    second = desk.build()
    assert (second.encoded, desk.generations()) == (3, {second.generation})
    assert_consistent(open_index(desk.index), desk.embedder)


def test_a_change_vouches_for_no_shared_file_that_was_touched_since_it_was_written(desk: Desk):
    texts = {f"n{i:02d}": (f"标题{i}", f"第{i}篇讲专项资金。") for i in range(40)}
    write_corpus(desk.corpus, texts)
    first = desk.build().generation
    os.utime(desk.index / "generations" / first / "dense.faiss")
    write_corpus(desk.corpus, texts | {"n40": ("标题40", "第40篇讲专项资金。")})
    second = desk.build().generation
    index = open_index(desk.index)
    stamps = json.loads((desk.index / "generations" / second / "stamps.json").read_bytes())
    assert index.generation == second
    assert index.manifest.files.keys() - stamps.keys() == {"dense.faiss"}
    assert {name.split("/")[0] for name in stamps} > {"changes", "sentences.npy"}


def test_a_second_run_at_the_same_time_is_refused(desk: Desk):
    desk.build()
    with (desk.index / "LOCK").open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(SearchIndexError) as refused:
            desk.build()
    assert (refused.value.key, refused.value.values) == ("index-locked", {"path": desk.index, "holder": "?"})
    assert desk.build().encoded == 0


def test_a_folder_that_cannot_be_written_is_one_clear_line(desk: Desk, tmp_path: Path):
    (tmp_path / "file").write_text("no folder")
    desk.index = tmp_path / "file" / "index"
    with pytest.raises(SearchIndexError) as refused:
        desk.build()
    assert (refused.value.key, refused.value.values["reason"]) == ("index-unwritable", "Not a directory")


def test_a_problem_with_the_corpus_leaves_the_index_in_use(desk: Desk, tmp_path: Path):
    generation = desk.build().generation
    with pytest.raises(CorpusError) as refused:
        build_index(tmp_path / "nowhere", desk.index, desk.embedder, "pairs")
    assert refused.value.key == "corpus-missing"
    assert open_index(desk.index).generation == generation


def test_articles_without_a_sentence_can_be_indexed(desk: Desk):
    write_corpus(desk.corpus, {"bare": ("只有标题", "")})
    desk.build()
    assert_consistent(open_index(desk.index), desk.embedder)
    assert desk.build().encoded == 0


class HalfVectors(PairEmbedder):
    def embed_documents(self, texts: list[str]) -> np.ndarray:
        return super().embed_documents(texts) / 2


def test_vectors_that_are_not_normalised_are_a_slip_and_change_nothing(desk: Desk):
    generation = desk.build().generation
    desk.embedder = HalfVectors()
    write_corpus(desk.corpus, {"a": ("甲乙", "丙丁。")})
    with pytest.raises(ValueError, match="not L2-normalised"):
        desk.build()
    assert open_index(desk.index).generation == generation


def test_changes_share_what_did_not_change_and_score_like_a_fresh_index(desk: Desk):
    write_corpus(desk.corpus, {f"n{i:02d}": (f"标题{i}", f"第{i}篇讲专项资金。\n电子商务园区{chr(0x4E00 + 7 * i)}。") for i in range(40)})
    base = desk.build().generation
    inode = (desk.index / "generations" / base / "dense.faiss").stat().st_ino
    for step in range(12):
        texts = {f"n{i:02d}": (f"标题{i}", f"第{i}篇讲专项资金。\n电子商务园区{chr(0x4E00 + 7 * i)}。") for i in range(40) if i != step}
        texts |= {f"new{i}": (f"新{i}", f"第{i}次修改电子商务专项资金办法。") for i in range(step + 1)}
        texts["n39"] = ("标题39", f"改了{step}次的专项资金。")
        write_corpus(desk.corpus, texts)
        assert desk.build().encoded == (3 if step else 2)
        index = open_index(desk.index)
        assert_consistent(index, desk.embedder)
        assert list(index.articles) == list(texts)
        assert (desk.index / "generations" / index.generation / "dense.faiss").stat().st_ino == inode
        assert len(index.manifest.parts) <= 5
    fresh = tmp_fresh(desk)
    assert list(open_index(fresh).articles.values()) == list(index.articles.values())
    for query in ("专项资金", "电子商务园区", "第3次修改"):
        np.testing.assert_array_equal(open_index(fresh).lexical.scores(query)[0], index.lexical.scores(query)[0])
        vector = desk.embedder.embed_query(query)
        np.testing.assert_allclose(open_index(fresh).dense.search(vector, 7)[0], index.dense.search(vector, 7)[0], rtol=1e-6)
        allowed = np.array([0, 5, 20, 38, 41])
        np.testing.assert_allclose(
            open_index(fresh).dense.search(vector, 3, allowed)[0], index.dense.search(vector, 3, allowed)[0], rtol=1e-6
        )
        assert set(index.dense.search(vector, 3, allowed)[1]) <= set(allowed)


def tmp_fresh(desk: Desk) -> Path:
    """An index of the same corpus, made at once."""
    folder = desk.index.with_name("fresh")
    build_index(desk.corpus, folder, desk.embedder, "pairs")
    return folder
