"""Articles and passages read one by one from mapped files are those that were written, in corpus order, whatever the parts."""

import random
from pathlib import Path

import numpy as np
import pytest

from ecqa.index import columns
from ecqa.index.columns import Facet, columns_of
from ecqa.index.facts import Fact, fact_record
from ecqa.index.order import in_corpus_order, whole
from ecqa.index.parts import ARTICLES, COLUMNS, FACTS, PASSAGES, open_texts
from ecqa.index.records import StoredPassage, article_record, lines, passage_record
from ecqa.index.texts import Articles, PartTexts, Passages
from ecqa.schema import Article, Passage

NAMES = ("甲", "b\u2028", "\ud800", "d", "éé")


def article(name: str, date: str | None = None, title: str = "题") -> Article:
    return Article(name, title, f"{title}\n国际展览业协会(UFI)认证{name}", "0" * 12, "a.txt", 0, date=date)


def fact(name: str, file: str, place: int) -> Fact:
    return Fact(name, file, place, "0" * 12, "题", "article", None, 5, 1, None, None, False, None, {})


def stored(name: str, heading: str = "", sentences: int = 1) -> StoredPassage:
    spans = tuple((at, at + 1) for at in range(sentences))
    return StoredPassage(Passage(f"{name}:0-5", name, 0, 5, "正文\n一二", heading, spans), f"key-{name}")


def write(folder: Path, articles: list[Article], facts: list[Fact], passages: list[StoredPassage], *, old: bool = False) -> PartTexts:
    """A part on the disk; an old one has no columns."""
    folder.mkdir()
    written = [lines(map(article_record, articles)), lines(map(passage_record, passages))]
    (folder / ARTICLES).write_bytes(written[0])
    (folder / PASSAGES).write_bytes(written[1])
    (folder / FACTS).write_bytes(lines(map(fact_record, facts)))
    if not old:
        columns_of(articles, facts, [one.passage for one in passages], *written).save(folder / COLUMNS)
    return open_texts(folder)


def test_what_is_mapped_is_what_was_written_with_columns_and_without(tmp_path: Path):
    articles = [article(name, "2013-01-0" + str(at + 1), f"第{at}号通知") for at, name in enumerate(NAMES)]
    facts = [fact(name, "a.txt", at) for at, name in enumerate(NAMES)]
    passages = [stored(name, heading, at) for at, name in enumerate(NAMES) for heading in ("第一条", "说明")[: 1 + at % 2]]
    for name in ("new", "old"):
        part = write(tmp_path / name, articles, facts, passages, old=name == "old")
        mine, rows = whole(part.columns)
        found, texts = Articles([part], mine), Passages([part], rows)
        assert list(found) == list(NAMES)
        assert list(found.values()) == articles
        assert [found[name] for name in NAMES] == articles
        assert "乙" not in found
        assert found.get("乙") is None
        assert list(texts) == [one.passage for one in passages]
        assert list(texts.keys()) == [one.key for one in passages]
        assert texts[-1] == passages[-1].passage
        assert texts.of_clauses().tolist() == [row for row, one in enumerate(passages) if one.passage.heading == "第一条"]
        assert found.passages.tolist() == [0, 1, 3, 4, 6, 7]
        assert part.columns.sentences.tolist() == [0, 0, 1, 2, 4, 7, 10, 14]
        assert list(found.titles()) == [(one.id, one.title) for one in articles]
        assert found.rules() == articles
        assert found.values()[1:3] == articles[1:3]
        assert found.values()[-1] == articles[-1]
        assert found.short_names() == [("ufi", "国际展览业协会")] * 5
        facets, of = found.facets
        assert [facets[number] for number in of] == [Facet(None, "article", None, one.date) for one in articles]


def test_ids_with_one_hash_are_told_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(columns, "hashed", lambda text: 7)
    part = write(tmp_path / "one", [article("a"), article("b")], [fact("a", "f", 0), fact("b", "f", 1)], [stored("a"), stored("b")])
    assert [part.columns.row_of(name) for name in ("a", "b", "c")] == [0, 1, None]


def test_parts_are_put_in_the_order_of_their_files_without_what_is_gone(tmp_path: Path):
    chance = random.Random(8)
    for round_ in range(30):
        everything = [(f"{chance.choice('abcdeé')}{chance.randrange(3)}.txt", place) for place in range(12)]
        chance.shuffle(everything)
        parts, gone, expected = [], [], []
        for number in range(3):
            mine = sorted(everything[number * 4 : number * 4 + 4]) if number == 0 else everything[number * 4 : number * 4 + 4]
            ids = [f"{number}-{at}" for at in range(4)]
            passages = [stored(name) for name in ids for _ in range(chance.randrange(3))]
            facts = [fact(name, *where) for name, where in zip(ids, mine, strict=True)]
            parts.append(write(tmp_path / f"{round_}-{number}", [article(name) for name in ids], facts, passages))
            gone.append(set(chance.sample(ids, chance.randrange(4))))
            expected += [
                (where, name, [one.passage for one in passages if one.passage.article_id == name])
                for name, where in zip(ids, mine, strict=True)
                if name not in gone[-1]
            ]
        expected.sort(key=lambda one: one[0])
        order, rows = in_corpus_order([part.columns for part in parts], gone)
        articles = Articles(parts, order)
        assert list(articles) == [name for _, name, _ in expected]
        assert [one.id for one in articles.values()] == list(articles)
        assert list(Passages(parts, rows)) == [one for _, _, held in expected for one in held]
        assert np.diff(articles.passages).tolist() == [len(held) for _, _, held in expected]
        assert [articles.place(name) for name in articles] == list(range(len(articles)))
        assert all(name not in articles for names in gone for name in names)
