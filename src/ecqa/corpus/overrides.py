"""Hand corrections (overrides.toml) to articles; the file says which article and which field, and no other field changes.

["2013-01-05"]
date = "2013-01-13"
source = ""            # an empty text takes a wrong value away
"""

import re
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

from ecqa.corpus.files import shown
from ecqa.corpus.metadata import FIELDS, read_metadata
from ecqa.corpus.validity import dated
from ecqa.errors import CorpusError
from ecqa.schema import Article


def apply_overrides(articles: Sequence[Article], text: str, path: str, others: Collection[str] = ()) -> list[Article]:
    """The articles with the corrections made.

    Args:
        articles: All articles of the corpus.
        text: The TOML text.
        path: For the error.
        others: Ids of articles that exist and are not among these.

    Raises:
        CorpusError: The file is no TOML, or names an article or a field that does not exist, or a value cannot be used.
    """
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        at = re.search(r"at line (\d+)", str(problem))
        raise CorpusError("overrides-broken", path=shown(path), line=int(at[1]) if at else 1) from problem
    known = {*others, *(article.id for article in articles)}
    changes: dict[str, dict[str, Any]] = {}
    for article_id, values in tables.items():
        line = _line(text, article_id)
        if article_id not in known:
            raise CorpusError("overrides-unknown-id", path=shown(path), line=line, id=shown(article_id))
        if not isinstance(values, dict):
            raise CorpusError("overrides-broken", path=shown(path), line=line)
        for name in values:
            if name not in FIELDS:
                place = {"path": shown(path), "line": _line(text, name), "id": article_id}
                raise CorpusError("overrides-unknown-field", **place, field=shown(name), known=", ".join(sorted(FIELDS)))
        changes[article_id] = read_metadata(values, path, line)
        for required in ("title", "kind"):
            if required in values and not changes[article_id][required]:
                raise CorpusError("corpus-field-text", path=shown(path), line=line, field=required)
    return [_corrected(article, changes[article.id]) if article.id in changes else article for article in articles]


def _corrected(article: Article, values: dict[str, Any]) -> Article:
    """The article with what is corrected, and what its text says of its validity read anew beside it."""
    return replace(dated(replace(article, **values)), **values)


def _line(text: str, name: str) -> int:
    """Line on which a name first stands."""
    at = text.find(name)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
