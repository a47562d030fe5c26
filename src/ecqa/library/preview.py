"""What was read of a file that is not in the corpus yet, and the index, to what publishing it would do; it writes nothing."""

from dataclasses import dataclass
from pathlib import Path

from ecqa.corpus.found import FileContent
from ecqa.corpus.overrides import Corrections, read_overrides, with_corrections
from ecqa.errors import CorpusError
from ecqa.index.facts import Fact
from ecqa.index.reprints import reprints_of, signature
from ecqa.index.revisions import read_revision
from ecqa.index.state import State
from ecqa.library.catalogue import Document, documents
from ecqa.library.settling import overrides_of, settle_into
from ecqa.schema import Article


@dataclass(frozen=True, slots=True)
class Preview:
    """What would be."""

    file: str
    replaces: Document | None
    """The document of that name, whose place it would take."""
    read: tuple[Article, ...]
    """As the file has them."""
    articles: tuple[Article, ...]
    """As they would be indexed: corrected, their sources named."""
    gone: tuple[Fact, ...]
    """Articles of the document it replaces that it does not have."""
    reprints: dict[str, tuple[Fact, ...]]
    """For each of its articles those of other documents that say the same."""
    corrections: Corrections
    """What is to be corrected; corrections of articles that are gone leave."""


def preview(corpus: Path, index: Path, state: State, incoming: tuple[str, str, FileContent], corrections: Corrections) -> Preview:
    """What publishing a file would make of the library.

    Args:
        corpus: The corpus folder.
        index: The index folder.
        state: What is indexed.
        incoming: The file's place in the corpus, the digest of its bytes, and what it holds.
        corrections: Made by hand so far.

    Raises:
        CorpusError: It could not be published.
    """
    file, wanted, content = incoming
    replaces = next((one for one in documents(state) if one.file == file), None)
    same = next((name for name, one in state.manifest.corpus.items() if one == wanted), None)
    if same is not None:
        raise CorpusError("document-same", file=same)
    if replaces is None and (corpus / file).exists():
        raise CorpusError("document-exists", file=file)
    ids = {one.article.id for one in content.found}
    gone = tuple(fact for fact in (replaces.articles if replaces else ()) if fact.id not in ids)
    text = overrides_of(corpus)
    known = read_overrides(text)
    whole = {**corrections, **{fact.id: None for fact in gone if fact.id in known}}
    settled = settle_into(corpus, index, state, file, content.found, overrides=with_corrections(text, whole))
    articles = tuple(article for article, fact in zip(settled.articles, settled.facts, strict=True) if fact.file == file)
    read = tuple(one.article for one in content.found)
    return Preview(file, replaces, read, articles, gone, _reprints(index, state, file, articles), whole)


def _reprints(index: Path, state: State, file: str, articles: tuple[Article, ...]) -> dict[str, tuple[Fact, ...]]:
    known = state.signatures(lambda article_id: state.facts[article_id].file == file)

    def text_of(article_id: str) -> Article | None:
        return read_revision(index, state.facts[article_id].revision, article_id)

    found = {article.id: reprints_of(article, signature(article), known, text_of) for article in articles}
    return {article_id: tuple(state.facts[pair.first] for pair in pairs) for article_id, pairs in found.items() if pairs}
