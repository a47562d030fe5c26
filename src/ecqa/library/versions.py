"""Lines of the history to the version of a document that a person means, and a version whose file was not kept to a file; it changes nothing."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path, PurePosixPath
from typing import Any

from ecqa.corpus.metadata import FIELDS
from ecqa.errors import CorpusError
from ecqa.index.revisions import read_revision

Line = dict[str, Any]
"""As `journal.event` makes it."""


def called(line: Line, name: str) -> bool:
    """Whether a line is of a document of that name: path, file name, stem, or id or title of an article, as it was then."""
    path = PurePosixPath(str(line.get("file")))
    ids = [one.get("id") for one in line.get("articles", [])]
    titles = [str(one.get("title")).strip("《》") for one in line.get("articles", [])]
    return name in (str(path), path.name, path.stem, *ids) or name.strip("《》") in titles


def version_of(lines: Sequence[Line], file: str, now: str | None, wanted: str) -> Line:
    """The line that a version came with.

    Args:
        lines: The whole history, oldest first.
        file: The document.
        now: Digest of its file as it is indexed; None when it is not.
        wanted: The beginning of a digest of the file, or of a revision of one of its articles; empty is the last one before now.

    Raises:
        CorpusError: There is no such version.
    """
    known = [one for one in lines if one.get("file") == file and one.get("digest")]
    if wanted:
        fitting = [
            one
            for one in known
            if str(one["digest"]).startswith(wanted) or any(str(article["revision"]).startswith(wanted) for article in one["articles"])
        ]
    else:
        fitting = [one for one in known if one["digest"] != now]
    if not fitting:
        raise CorpusError("document-no-version", name=file)
    return fitting[-1]


def written_anew(index: Path, line: Line) -> bytes:
    """A document whose file was not kept, as lines of JSON made of its articles' texts.

    Raises:
        CorpusError: One of the texts was not kept either.
    """
    lines = []
    for one in line["articles"]:
        article = read_revision(index, one["revision"], one["id"])
        if article is None:
            raise CorpusError("document-no-version", name=str(line["file"]))
        fields = {name: value for name, value in asdict(article).items() if value and name in FIELDS}
        lines.append(json.dumps({"id": article.id, **fields, "text": article.text}, ensure_ascii=False) + "\n")
    return "".join(lines).encode("utf-8", "backslashreplace")
