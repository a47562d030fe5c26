"""Hand corrections (overrides.toml) to articles, and new corrections to that file; it says which article and which field, and no other field changes.

["2013-01-05"]
date = "2013-01-13"
source = ""            # an empty text takes a wrong value away
"""

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

import tomlkit

from ecqa.corpus.files import OVERRIDES, shown
from ecqa.corpus.metadata import FIELDS, read_metadata
from ecqa.corpus.validity import dated
from ecqa.errors import CorpusError
from ecqa.schema import Article

Corrections = Mapping[str, Mapping[str, str | None] | None]
"""For each article its fields with their values: an empty text takes a value away, None the correction. None for an article takes all its corrections."""


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
    known = {*others, *(article.id for article in articles)}
    changes: dict[str, dict[str, Any]] = {}
    for article_id, values in read_overrides(text, path).items():
        line = _line(text, article_id)
        if article_id not in known:
            raise CorpusError("overrides-unknown-id", path=shown(path), line=line, id=shown(article_id))
        for name in values:
            if name not in FIELDS:
                place = {"path": shown(path), "line": _line(text, name), "id": article_id}
                raise CorpusError("overrides-unknown-field", **place, field=shown(name), known=", ".join(sorted(FIELDS)))
        changes[article_id] = read_metadata(values, path, line)
        for required in ("title", "kind"):
            if required in values and not changes[article_id][required]:
                raise CorpusError("corpus-field-text", path=shown(path), line=line, field=required)
    return [_corrected(article, changes[article.id]) if article.id in changes else article for article in articles]


def read_overrides(text: str, path: str = OVERRIDES) -> dict[str, dict[str, Any]]:
    """What the file says of each article, its values as TOML has them.

    Raises:
        CorpusError: The text is no TOML, or something stands outside the articles.
    """
    try:
        tables = tomllib.loads(text)
    except (ValueError, RecursionError) as problem:
        at = re.search(r"at line (\d+)", str(problem))
        raise CorpusError("overrides-broken", path=shown(path), line=int(at[1]) if at else 1) from problem
    for article_id, values in tables.items():
        if not isinstance(values, dict):
            raise CorpusError("overrides-broken", path=shown(path), line=_line(text, article_id))
    return tables


def with_corrections(text: str, corrections: Corrections, path: str = OVERRIDES) -> str:
    """The file with corrections put in or taken out; all else in it, remarks too, stays as a person wrote it.

    Args:
        text: The TOML text.
        corrections: What changes.
        path: For the error.

    Raises:
        CorpusError: The file is no TOML of this form, or a value holds what no file can hold.
    """
    wanted = read_overrides(text, path)
    for article_id, values in corrections.items():
        kept = {} if values is None else {**wanted.get(article_id, {}), **values}
        wanted[article_id] = {name: value for name, value in kept.items() if value is not None}
    wanted = {article_id: values for article_id, values in wanted.items() if values or article_id not in corrections}
    try:
        written = _rewritten(text, wanted, corrections.keys())
        written.encode("utf-8")
        if tomllib.loads(written) == wanted:
            return written
    except ValueError:  # of a form that can be read, but not changed in place
        pass
    raise CorpusError("overrides-broken", path=shown(path), line=1)


def _rewritten(text: str, wanted: Mapping[str, Mapping[str, Any]], changed: Collection[str]) -> str:
    """The TOML text, in which the tables of some articles become what is wanted."""
    document = tomlkit.parse(text)
    for article_id in changed:
        values, table = wanted.get(article_id), document.get(article_id)
        if values is None:
            document.pop(article_id, None)
        elif table is None:
            document[article_id] = dict(values)
        else:
            for name in [one for one in table if one not in values]:
                del table[name]
            for name, value in values.items():
                if table.get(name) != value:
                    table[name] = value
    return tomlkit.dumps(document)


def _corrected(article: Article, values: dict[str, Any]) -> Article:
    """The article with what is corrected, and what its text says of its validity read anew beside it."""
    return replace(dated(replace(article, **values)), **values)


def _line(text: str, name: str) -> int:
    """Line on which a name first stands."""
    at = text.find(name)
    return text.count("\n", 0, at) + 1 if at >= 0 else 1
