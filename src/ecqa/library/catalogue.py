"""The indexed documents by the names that a person gives them: path, file name, stem, id or title of an article."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from ecqa.errors import CorpusError
from ecqa.index.facts import Fact
from ecqa.index.state import State


@dataclass(frozen=True, slots=True)
class Document:
    """A corpus file that is indexed."""

    file: str
    """Relative to the corpus folder."""
    digest: str
    articles: tuple[Fact, ...]
    """In order."""


def documents(state: State) -> list[Document]:
    """All documents, by name."""
    by_file: dict[str, list[Fact]] = {}
    for fact in state.facts.values():
        by_file.setdefault(fact.file, []).append(fact)
    return [
        Document(file, state.manifest.corpus.get(file, ""), tuple(sorted(facts, key=lambda fact: fact.place)))
        for file, facts in sorted(by_file.items())
    ]


def find(state: State, name: str) -> Document:
    """The document of a name.

    Args:
        state: What is indexed.
        name: Path in the corpus, file name, file name without its ending, or id or title of one of its articles.

    Raises:
        CorpusError: No document, or more than one, has that name.
    """
    wanted = name.removeprefix("./").strip("/")
    known = documents(state)
    ways: tuple[Callable[[Document], bool], ...] = (
        lambda one: one.file == wanted,
        lambda one: any(fact.id == wanted for fact in one.articles),
        lambda one: PurePosixPath(one.file).name == wanted,
        lambda one: PurePosixPath(one.file).stem == wanted,
        lambda one: any(fact.title.strip("《》") == wanted.strip("《》") for fact in one.articles),
    )
    for way in ways:
        matches = [one for one in known if way(one)]
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise CorpusError("document-ambiguous", name=wanted[:80], files="、".join(one.file for one in matches[:5]))
    raise CorpusError("document-unknown", name=wanted[:80])
