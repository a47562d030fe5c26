"""Articles, passages and vectors to a new generation on disk, put in use in one step; it reads no corpus and encodes nothing."""

import hashlib
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ecqa.index.dense import FaissIndex
from ecqa.index.durable import PART, replace_file, sync_folder, sync_tree
from ecqa.index.lexical import LexicalIndex
from ecqa.index.manifest import NAME, Manifest, generation_id
from ecqa.index.opened import CURRENT, GENERATIONS
from ecqa.index.records import StoredPassage, article_record, json_bytes, lines, passage_record, read_article
from ecqa.index.sentences import SentenceVectors
from ecqa.schema import Article

REVISIONS = "revisions"


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a generation holds; row r of both indexes is `passages[r]`."""

    articles: list[Article]
    passages: list[StoredPassage]
    dense: FaissIndex
    lexical: LexicalIndex
    sentences: SentenceVectors


def write_generation(folder: Path, content: Content, manifest: Manifest) -> str:
    """Writes a generation whole, flushes it to the disk, and puts it in use; every article's version is kept beside.

    Args:
        folder: The index folder; the caller holds its writer's lock.
        content: What it holds.
        manifest: What it was made from; `files` is filled in here.

    Returns:
        Its id.

    Raises:
        OSError: The disk refuses.
    """
    generations = folder / GENERATIONS
    generations.mkdir(exist_ok=True)
    draft = generations / f"new{PART}"
    draft.mkdir()
    (draft / "articles.jsonl").write_bytes(lines(article_record(article) for article in content.articles))
    (draft / "passages.jsonl").write_bytes(lines(passage_record(passage) for passage in content.passages))
    content.dense.save(draft / "dense.faiss")
    content.lexical.save(draft / "bm25")
    content.sentences.save(draft / "sentences.npy")
    written = replace(manifest, files=_digests(draft)).to_bytes()
    (draft / NAME).write_bytes(written)
    sync_tree(draft)
    _write_revisions(folder / REVISIONS, content.articles)
    generation = generation_id(manifest.created, written)
    draft.rename(generations / generation)
    sync_folder(generations)
    sync_folder(folder)
    replace_file(folder / CURRENT, f"{generation}\n".encode())
    return generation


def remove_unfinished(folder: Path) -> None:
    """Removes what a killed run did not finish; the caller holds the writer's lock."""
    for parent in (folder, folder / GENERATIONS, folder / REVISIONS):
        for path in parent.glob(f"*{PART}"):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def remove_others(folder: Path, keep: Iterable[str | None]) -> None:
    """Removes all generations but those to keep; the caller holds the writer's lock."""
    kept = set(keep)
    for path in (folder / GENERATIONS).iterdir():
        if path.name not in kept and path.is_dir():
            shutil.rmtree(path)


def read_revision(folder: Path, revision: str, article_id: str) -> Article | None:
    """A version of an article that was indexed at some time; None when there is none.

    Args:
        folder: The index folder.
        revision: `Article.revision`, such as a citation holds.
        article_id: `Article.id`; two articles may have the same text, and so the same revision.
    """
    record = _read_revision(folder / REVISIONS / f"{revision}.json") if revision.isalnum() else None
    if record is None or article_id not in record["articles"]:
        return None
    return read_article({**record["articles"][article_id], "text": record["text"], "revision": revision})


def _write_revisions(folder: Path, articles: list[Article]) -> None:
    """One file a revision: its text, and under the id of each article that has it the metadata known last."""
    folder.mkdir(exist_ok=True)
    by_revision: dict[str, list[Article]] = {}
    for article in articles:
        by_revision.setdefault(article.revision, []).append(article)
    for revision, group in by_revision.items():
        path = folder / f"{revision}.json"
        known = _read_revision(path)
        versions = dict(known["articles"]) if known else {}
        for article in group:
            metadata = article_record(article)
            del metadata["text"], metadata["revision"]
            versions[article.id] = metadata
        record = {"revision": revision, "text": group[0].text, "articles": versions}
        data = json_bytes(record, indent=1) + b"\n"
        if not path.is_file() or path.read_bytes() != data:
            replace_file(path, data)


def _read_revision(path: Path) -> dict[str, Any] | None:
    """The record of a revision; None when there is none, or a damaged one, which the next build writes again."""
    try:
        record = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("articles"), dict) and "text" in record else None


def _digests(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
