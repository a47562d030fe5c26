"""A part of a generation to files and back: articles, passages, vectors, term counts, facts and signatures; it knows no other part."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.index.columns import Columns, columns_of
from ecqa.index.dense import FaissIndex
from ecqa.index.facts import Fact, fact_record, read_fact
from ecqa.index.lexical import LexicalIndex
from ecqa.index.records import StoredPassage, article_record, lines, passage_record, read_article, read_lines, read_passage
from ecqa.index.reprints import PERMUTATIONS, Signatures
from ecqa.index.sentences import SentenceVectors
from ecqa.index.terms import TermCounts, joined, load_terms, save_terms
from ecqa.index.texts import PartTexts
from ecqa.schema import Article

ARTICLES, PASSAGES, DENSE, SENTENCES = "articles.jsonl", "passages.jsonl", "dense.faiss", "sentences.npy"
LEXICAL, TERMS, FACTS, SIGNATURES = "bm25", "terms.npz", "facts.jsonl", "signatures.npy"
COLUMNS = "columns.safetensors"


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a part holds; row r of the vectors, the terms and the sentences is `passages[r]`."""

    articles: list[Article]
    facts: list[Fact]
    """Of each article."""
    passages: list[StoredPassage]
    dense: FaissIndex
    terms: dict[str, TermCounts]
    sentences: SentenceVectors
    signatures: Signatures
    """Of each article, shape (articles, PERMUTATIONS)."""
    lexical: LexicalIndex | None = None
    """Scores made ready; only where the part is a generation by itself."""


def write_part(folder: Path, content: Content) -> None:
    """Writes a part into an empty folder; flushing it to the disk is the caller's."""
    articles = lines(article_record(article) for article in content.articles)
    passages = lines(passage_record(passage) for passage in content.passages)
    (folder / ARTICLES).write_bytes(articles)
    (folder / FACTS).write_bytes(lines(fact_record(fact) for fact in content.facts))
    (folder / PASSAGES).write_bytes(passages)
    columns_of(content.articles, content.facts, [one.passage for one in content.passages], articles, passages).save(folder / COLUMNS)
    content.dense.save(folder / DENSE)
    save_terms(folder / TERMS, content.terms)
    content.sentences.save(folder / SENTENCES)
    np.save(folder / SIGNATURES, content.signatures, allow_pickle=False)
    if content.lexical is not None:
        content.lexical.save(folder / LEXICAL)


def read_articles(folder: Path) -> list[Article]:
    """The articles of a part.

    Raises:
        KeyError, TypeError, ValueError: It is of another form.
    """
    return [read_article(record) for record in read_lines((folder / ARTICLES).read_bytes())]


def read_passages(folder: Path) -> list[StoredPassage]:
    """The passages of a part, in row order; errors as `read_articles`."""
    return [read_passage(record) for record in read_lines((folder / PASSAGES).read_bytes())]


def read_facts(folder: Path) -> list[Fact]:
    """The facts of a part; errors as `read_articles`, and OSError in an index of an earlier version, which has none."""
    return [read_fact(record) for record in read_lines((folder / FACTS).read_bytes())]


def read_signatures(folder: Path) -> Signatures:
    """The signatures of a part's articles; errors as `read_facts`."""
    return np.asarray(np.load(folder / SIGNATURES, allow_pickle=False), np.uint64)


def open_texts(folder: Path) -> PartTexts:
    """The articles and passages of a part, mapped; in an index of an earlier version they are all read once. Errors as `read_articles`."""
    articles, passages = folder / ARTICLES, folder / PASSAGES
    if (folder / COLUMNS).is_file():
        return PartTexts(articles, passages, Columns.load(folder / COLUMNS))
    facts = read_facts(folder) if (folder / FACTS).is_file() else []
    stored = [one.passage for one in read_passages(folder)]
    return PartTexts(articles, passages, columns_of(read_articles(folder), facts, stored, articles.read_bytes(), passages.read_bytes()))


def load_content(folder: Path) -> Content:
    """A whole part; errors as `read_facts`."""
    passages = read_passages(folder)
    return Content(
        read_articles(folder),
        read_facts(folder),
        passages,
        FaissIndex.load(folder / DENSE),
        load_terms(folder / TERMS),
        SentenceVectors.load(folder / SENTENCES, [one.passage for one in passages]),
        read_signatures(folder),
    )


def merged(parts: list[tuple[Content, set[str]]]) -> Content:
    """Several parts as one, the articles in the order of the parts.

    Args:
        parts: Each with the ids of its articles that are left out.
    """
    keep = [[row for row, one in enumerate(part.passages) if one.passage.article_id not in gone] for part, gone in parts]
    places: list[NDArray[np.int64]] = []
    for (part, _), rows in zip(parts, keep, strict=True):
        new = np.full(len(part.passages), -1, np.int64)
        new[rows] = np.arange(len(rows)) + sum(int((one >= 0).sum()) for one in places)
        places.append(new)
    passages = [part.passages[row] for (part, _), rows in zip(parts, keep, strict=True) for row in rows]
    sentences = [part.sentences.of(row) for (part, _), rows in zip(parts, keep, strict=True) for row in rows]
    kept = [[i for i, article in enumerate(part.articles) if article.id not in gone] for part, gone in parts]
    dim = parts[0][0].dense.dim
    return Content(
        [part.articles[i] for (part, _), chosen in zip(parts, kept, strict=True) for i in chosen],
        [part.facts[i] for (part, _), chosen in zip(parts, kept, strict=True) for i in chosen],
        passages,
        FaissIndex.build(np.concatenate([part.dense.vectors(rows) for (part, _), rows in zip(parts, keep, strict=True)])),
        {name: joined([(part.terms[name], new) for (part, _), new in zip(parts, places, strict=True)]) for name in parts[0][0].terms},
        SentenceVectors(np.concatenate([np.zeros((0, dim), np.float32), *sentences]), [one.passage for one in passages]),
        np.concatenate([part.signatures[chosen] for (part, _), chosen in zip(parts, kept, strict=True)]).reshape(-1, PERMUTATIONS),
    )
