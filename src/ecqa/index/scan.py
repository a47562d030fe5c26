"""A corpus folder to what it holds now; files that are as they were when they were indexed are not read again."""

from dataclasses import dataclass
from pathlib import Path

from ecqa.corpus.files import OVERRIDES, SIZE_LIMITS, decode, digest, list_files, read_bytes, shown
from ecqa.corpus.found import FileContent, FoundArticle
from ecqa.corpus.load import Reading, read_here, read_settings, settled
from ecqa.errors import CorpusError
from ecqa.index.facts import Fact, fact_of
from ecqa.index.manifest import reading_recipe
from ecqa.index.state import State
from ecqa.schema import Article, Notice


@dataclass(frozen=True, slots=True)
class Scan:
    """What a corpus folder holds."""

    articles: list[Article]
    """As they are to be indexed, in the order of their files."""
    facts: list[Fact]
    """Of each article."""
    notices: list[Notice]
    digests: dict[str, str]


def scan_corpus(folder: Path, before: State | None, reading: Reading = read_here) -> Scan:
    """Reads what is new or changed of a corpus folder, and takes the rest from what is indexed.

    Args:
        folder: The corpus folder.
        before: What is indexed; None reads every file.
        reading: How a file is read.

    Raises:
        CorpusError: The folder or a file cannot be read as corpus; says which file and line.
    """
    files, notices = list_files(folder)
    settings, digests = read_settings(folder)
    known = _known(before, digests)
    found: list[tuple[str, int, FoundArticle]] = []
    for file in files:
        data = read_bytes(file.path, file.name, SIZE_LIMITS[file.path.suffix.lower()])
        digests[file.name] = digest(data)
        if file.name in known and before is not None and before.manifest.corpus.get(file.name) == digests[file.name]:
            content = known[file.name]
        else:
            digests[file.name], content = reading(file, settings.given(file.name))
        found += [(file.name, place, one) for place, one in enumerate(content.found)]
        notices += content.notices
    if not found:
        raise CorpusError("corpus-empty", path=shown(folder))
    articles = settled([one for _, _, one in found], _overrides(folder, digests))
    facts = [fact_of(article, one, file, place) for article, (file, place, one) in zip(articles, found, strict=True)]
    return Scan(articles, facts, notices, digests)


def _known(before: State | None, settings: dict[str, str]) -> dict[str, FileContent]:
    """What was read of each file; nothing where the program or a corpus.toml has changed since."""
    if before is None or before.manifest.reading != reading_recipe():
        return {}
    if {name: one for name, one in before.manifest.corpus.items() if name.split("/")[-1] == "corpus.toml"} != settings:
        return {}
    return {
        file: FileContent(found, [notice for notice in before.notices if notice.path == file and notice.key != "link-skipped"])
        for file, found in before.found().items()
    }


def _overrides(folder: Path, digests: dict[str, str]) -> str | None:
    path = folder / OVERRIDES
    if not path.is_file() or path.is_symlink():
        return None
    data = read_bytes(path, OVERRIDES, SIZE_LIMITS[".md"])
    digests[OVERRIDES] = digest(data)
    return decode(data, OVERRIDES)
