"""Questions with known answers to the sentences that ecqa finds and reads for them, for fitting the weights; it fits nothing.

Three corpora, each indexed as its users would: the project's own with the gold questions of the tune half and with the
practice questions, the news articles and the invented newsletters with those questions that the reader was not trained on.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from reading_data import WRITTEN, load, written_rows

from ecqa.answering.evidence import FEATURES, Evidence, Linear, Rarity, gather, to_read
from ecqa.answering.extractive import READ
from ecqa.embedding import BertEmbedder
from ecqa.evaluation.gold import load_gold
from ecqa.index.build import build_index
from ecqa.index.opened import open_index
from ecqa.pipeline import HITS
from ecqa.protocols import Reading
from ecqa.reading import BertReader
from ecqa.retrieval import HybridRetriever
from ecqa.schema import Question
from ecqa.text.folding import compact
from ecqa.understanding import Understanding

ROOT = Path(__file__).resolve().parent.parent
MOST_NEWS = 240
"""Questions over the news, which are furthest from our own and would outweigh them; drawn by chance."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A question and the sentences found for it."""

    source: str
    """gold, practice, news or letters."""
    article: str
    """By which questions are kept together when they are split."""
    question: Question
    found: list[Evidence]
    """Best first by nothing in particular; features stand, scores are 0."""
    target: NDArray[np.bool_]
    """Which of them answer; all False where none does."""
    answerable: bool
    rarity: Rarity
    """Of the corpus it was asked of."""
    again: list[Reading] = field(default_factory=list)
    """Of the best sentence; see fit_answering.py."""


class Corpus:
    """A corpus folder, indexed, and questions to the sentences found in it."""

    def __init__(self, corpus: Path, index: Path, embedder: BertEmbedder, reader: BertReader) -> None:
        build_index(corpus, index, embedder, embedder.name)
        opened = open_index(index)
        self.rarity = opened.lexical.rarity
        self._retriever = HybridRetriever(lambda: opened, embedder)
        self._reader = reader
        self._understand = Understanding(lambda: opened)

    def find(self, question: Question) -> tuple[Question, list[Evidence]]:
        """The question understood, and its sentences."""
        understood = self._understand(question)
        hits = self._retriever.retrieve(understood, HITS)[:READ]
        readings = self._reader.read(understood.query, [to_read(hit) for hit in hits])
        return understood, gather(understood, hits, readings, self.rarity, Linear(np.zeros(len(FEATURES))))


def collect(training: Path, work: Path, embedder: BertEmbedder, reader: BertReader) -> list[Case]:
    """All cases; takes a quarter of an hour on two cores, nearly all of it reading.

    Args:
        training: Folder of the public data; see reading_data.py.
        work: Folder for the indexes.
        embedder: The one that ships.
        reader: The one to fit for.
    """
    own = Corpus(ROOT / "corpus", work / "own", embedder, reader)
    cases = []
    practice = [("practice", file) for file in sorted(WRITTEN.glob("practice-*.jsonl"))]
    for source, file in (("gold", ROOT / "eval/gold/dev.jsonl"), *practice):
        for gold in load_gold(file):
            if gold.split == "tune":
                question, found = own.find(Question(gold.question, tuple(gold.history)))
                target = _holding(found, [one.quote for one in gold.evidence])
                article = gold.evidence[0].article if gold.evidence else gold.id
                cases.append(Case(source, article, question, found, target, gold.answerable, own.rarity))
    asked = [one for one in load(training).asked if one.held_out and not one.public]
    news = [one for one in asked if one.article.startswith("news")]
    asked = [*(one for one in asked if not one.article.startswith("news")), *random.Random(5).sample(news, MOST_NEWS)]
    for source, folder in write_corpora(training, work).items():
        corpus = Corpus(folder, work / f"{source}-index", embedder, reader)
        for one in asked:
            if one.article.startswith("news") == (source == "news"):
                question, found = corpus.find(Question(one.question))
                in_place = np.array([evidence.article.id == one.article for evidence in found], bool)
                target = in_place & _holding(found, one.evidence)
                cases.append(Case(source, one.article, question, found, target, one.answerable, corpus.rarity))
    return cases


def write_corpora(training: Path, work: Path) -> dict[str, Path]:
    """The news, under headlines where some were written, and the invented newsletters as corpora of our own form."""
    rows = written_rows()
    titles = {row["doc"]: row["headline"] for row in rows if "headline" in row and "doc" in row}
    news = [json.loads(line) for line in (training / "news_docs.jsonl").read_text("utf-8").splitlines()]
    records = {
        "news": [{"id": one["id"], "title": titles.get(one["id"], one["id"]), "text": one["text"], "date": one["date"]} for one in news],
        "letters": [
            {"id": one["article"], "title": one["headline"], "text": f"{one['headline']}\n{one['text']}"}
            | ({"date": one["date"]} if one["date"] else {})
            for one in rows
            if "article" in one
        ],
    }
    folders = {}
    for source, articles in records.items():
        folders[source] = work / source
        folders[source].mkdir(parents=True, exist_ok=True)
        lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in articles)
        (folders[source] / "articles.jsonl").write_text(lines, "utf-8")
    return folders


def _holding(found: Sequence[Evidence], quotes: Sequence[str]) -> NDArray[np.bool_]:
    """Which sentences are a quote or a part of one that is more than a word, or hold one."""
    wanted = [compact(quote) for quote in quotes]
    return np.array(
        [len(text) > 4 and any(text in one or one in text for one in wanted) for text in (compact(e.text) for e in found)], bool
    )
