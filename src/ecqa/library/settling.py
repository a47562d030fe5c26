"""New articles among those that are indexed: their ids are free, their sources named, corrections made; what else changes by it comes along."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ecqa.corpus.credits import host_names
from ecqa.corpus.files import OVERRIDES, SIZE_LIMITS, decode, read_bytes, shown
from ecqa.corpus.found import FoundArticle
from ecqa.corpus.load import ID_LIMIT
from ecqa.corpus.overrides import apply_overrides
from ecqa.errors import CorpusError
from ecqa.index.facts import Fact, as_found, fact_of
from ecqa.index.revisions import read_revision
from ecqa.index.state import State
from ecqa.schema import Article


@dataclass(frozen=True, slots=True)
class Settled:
    """What is to be written."""

    articles: list[Article]
    facts: list[Fact]
    """Of each article."""


def settle_into(
    corpus: Path, index: Path, state: State, file: str, found: Sequence[FoundArticle], *, overrides: str | None = None
) -> Settled:
    """The articles of a file as they are to be indexed, and those of other files whose source gets or loses its name by them.

    Args:
        corpus: The corpus folder, for its overrides.toml.
        index: The index folder, for the texts of other articles.
        state: What is indexed.
        file: The file, new or in place of the indexed one of that name.
        found: Its articles; none when it is removed.
        overrides: Text that overrides.toml is to have; None takes it as it is.

    Raises:
        CorpusError: An id is taken, or cannot be one; a correction names an article that is there no more.
    """
    staying = {article_id: fact for article_id, fact in state.facts.items() if fact.file != file}
    _check_ids(found, staying, file)
    before = host_names(_pairs(state.facts.values()))
    after = host_names([*_pairs(staying.values()), *((one.host, one.article.source) for one in found if one.host and one.article.source)])
    renamed = {host for host in before.keys() | after.keys() if before.get(host) != after.get(host)}
    others = [
        (fact, article)
        for fact in staying.values()
        if fact.named_by_host and fact.source is None and fact.host in renamed and (article := read_revision(index, fact.revision, fact.id))
    ]
    read = [(file, place, one) for place, one in enumerate(found)]
    read += [(fact.file, fact.place, as_found(article, fact)) for fact, article in others]
    named = [_named(one, after) for _, _, one in read]
    text = overrides_of(corpus) if overrides is None else overrides
    articles = apply_overrides(named, text, OVERRIDES, staying.keys() - {article.id for article in named})
    facts = [fact_of(article, one, of, place) for article, (of, place, one) in zip(articles, read, strict=True)]
    return Settled(articles, facts)


def overrides_of(corpus: Path) -> str:
    """The text of a corpus folder's overrides.toml; empty where there is none."""
    path = corpus / OVERRIDES
    if not path.is_file() or path.is_symlink():
        return ""
    return decode(read_bytes(path, OVERRIDES, SIZE_LIMITS[".md"]), OVERRIDES)


def _pairs(facts: Iterable[Fact]) -> list[tuple[str, str]]:
    return [(fact.host, fact.source) for fact in facts if fact.host and fact.source]


def _named(one: FoundArticle, names: dict[str, str]) -> Article:
    if one.named_by_host and one.host and one.article.source is None:
        return replace(one.article, source=names.get(one.host))
    return one.article


def _check_ids(found: Sequence[FoundArticle], staying: dict[str, Fact], file: str) -> None:
    own: set[str] = set()
    for one in found:
        article_id = one.article.id
        if re.search(r"[\s:]", article_id) or not article_id.isprintable() or len(article_id) > ID_LIMIT:
            raise CorpusError("corpus-id", path=file, id=shown(article_id)[:80])
        if article_id in own or article_id in staying:
            first = staying[article_id].file if article_id in staying else file
            raise CorpusError("corpus-id-twice", id=article_id, first=first, second=file)
        own.add(article_id)
