"""The generation in use, as much of it as a writer needs: what every article is and where it came from, no text and no vectors."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ecqa.corpus.found import FoundArticle
from ecqa.errors import SearchIndexError
from ecqa.index.facts import Fact, as_found
from ecqa.index.manifest import Manifest
from ecqa.index.opened import GENERATIONS, NOTICES, checked_manifest, current_generation, read_reprints
from ecqa.index.parts import read_articles, read_facts, read_signatures
from ecqa.index.reprints import Reprint, Signatures
from ecqa.schema import Article, Notice


@dataclass(frozen=True)
class State:
    """What is indexed."""

    home: Path
    """The generation's folder."""
    manifest: Manifest
    facts: dict[str, Fact]
    """By article id, in corpus order."""
    part_of: dict[str, int]
    """Which part each article stands in."""
    parts: list[list[Fact]]
    """The facts of each part, those of articles that are gone among them."""

    @property
    def generation(self) -> str:
        """Its id."""
        return self.home.name

    def of_file(self, file: str) -> list[Fact]:
        """The articles of a corpus file, in order."""
        return sorted((fact for fact in self.facts.values() if fact.file == file), key=lambda fact: fact.place)

    def articles(self) -> dict[str, Article]:
        """All articles by id, in corpus order; the texts are read here."""
        found = {
            article.id: article
            for number, part in enumerate(self.manifest.parts)
            for article in read_articles(self.home / part.folder)
            if self.part_of.get(article.id) == number
        }
        return {article_id: found[article_id] for article_id in self.facts}

    def found(self) -> dict[str, list[FoundArticle]]:
        """What was read of each corpus file."""
        by_file: dict[str, list[FoundArticle]] = {file: [] for file in self.manifest.corpus}
        articles = self.articles()
        for fact in self.facts.values():
            by_file.setdefault(fact.file, []).append(as_found(articles[fact.id], fact))
        return by_file

    @cached_property
    def notices(self) -> list[Notice]:
        """What fitted nothing in the corpus files."""
        return [Notice(*one) for one in json.loads((self.home / NOTICES).read_bytes())]

    @cached_property
    def reprints(self) -> list[Reprint]:
        """Pairs of reprints."""
        return read_reprints(self.home)

    def signatures(self, leave_out: Callable[[str], bool]) -> dict[str, Signatures]:
        """Signature of each article by id, save those left out."""
        found: dict[str, Signatures] = {}
        for number, (part, facts) in enumerate(zip(self.manifest.parts, self.parts, strict=True)):
            for fact, value in zip(facts, read_signatures(self.home / part.folder), strict=True):
                if self.part_of.get(fact.id) == number and not leave_out(fact.id):
                    found[fact.id] = value
        return found


def read_state(folder: Path) -> State | None:
    """What is indexed; None where there is no index, a damaged one, or one of an earlier version."""
    try:
        generation = current_generation(folder)
        home = folder / GENERATIONS / generation
        manifest = checked_manifest(home, generation)
        parts = [read_facts(home / part.folder) for part in manifest.parts]
    except (SearchIndexError, OSError, KeyError, TypeError, ValueError):
        return None
    gone = [set(part.removed) for part in manifest.parts]
    live = [(fact, number) for number, facts in enumerate(parts) for fact in facts if fact.id not in gone[number]]
    live.sort(key=lambda pair: (pair[0].file, pair[0].place))
    return State(home, manifest, {fact.id: fact for fact, _ in live}, {fact.id: number for fact, number in live}, parts)
