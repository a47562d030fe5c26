"""Every version of an article that was ever indexed, one file a text, so that an old citation still opens; nothing here is ever removed."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ecqa.index.durable import PART, replace_files
from ecqa.index.journal import Move
from ecqa.index.records import article_record, json_bytes, read_article
from ecqa.schema import Article

REVISIONS = "revisions"
ORIGINALS = "originals"
"""Folder of the corpus files that were replaced or removed; the library keeps them."""


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


def write_revisions(index: Path, articles: Sequence[Article]) -> None:
    """Keeps the version of each article: one file a revision, with its text, and under the id of each article that has it the metadata known last.

    All are on the disk when it returns; many are flushed at once.
    """
    replace_files(_changed(index, articles))


def keep_revisions(index: Path, articles: Sequence[Article]) -> list[Move]:
    """As `write_revisions`, but where other metadata stands under an article's id: these files lie ready, for the journal to put in place.

    What is indexed now keeps its metadata until the next generation is in use; a version that is added is in nobody's way.

    Returns:
        The steps to take once it is.
    """
    now, ready, moves = {}, {}, []
    for path, data in _changed(index, articles).items():
        if _loses(_read_revision(path), json.loads(data)):
            staged = path.with_name(f"{path.name}.next{PART}")
            ready[staged] = data
            moves.append(Move(str(path.absolute()), str(staged.absolute()), None))
        else:
            now[path] = data
    replace_files(now)
    replace_files(ready)
    return moves


def _loses(known: dict[str, Any] | None, record: dict[str, Any]) -> bool:
    """Whether a record no longer says of some article what the known one does."""
    return known is not None and any(record["articles"][one] != metadata for one, metadata in known["articles"].items())


def _changed(index: Path, articles: Sequence[Article]) -> dict[Path, bytes]:
    """The files that are new or other than on the disk, with their content."""
    folder = index / REVISIONS
    folder.mkdir(exist_ok=True)
    by_revision: dict[str, list[Article]] = {}
    for article in articles:
        by_revision.setdefault(article.revision, []).append(article)
    changed = {}
    for revision, group in by_revision.items():
        path = folder / f"{revision}.json"
        data = _with_versions(path, revision, group)
        if not path.is_file() or path.read_bytes() != data:
            changed[path] = data
    return changed


def _with_versions(path: Path, revision: str, group: list[Article]) -> bytes:
    known = _read_revision(path)
    versions = dict(known["articles"]) if known else {}
    for article in group:
        metadata = article_record(article)
        del metadata["text"], metadata["revision"]
        versions[article.id] = metadata
    return json_bytes({"revision": revision, "text": group[0].text, "articles": versions}, indent=1) + b"\n"


def _read_revision(path: Path) -> dict[str, Any] | None:
    """The record of a revision; None when there is none, or a damaged one, which the next build writes again."""
    try:
        record = json.loads(path.read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    return record if isinstance(record, dict) and isinstance(record.get("articles"), dict) and "text" in record else None
