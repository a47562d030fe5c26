"""A system, its gold file and settings to what one must know to read a run: versions, digests, settings; no path of the machine."""

import hashlib
import os
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ecqa import __version__
from ecqa.evaluation.system import System

PACKAGES = ("torch", "sentence-transformers", "transformers", "faiss-cpu", "bm25s", "jieba", "opencc", "numpy", "langchain")
SECRET = ("key", "password", "token", "secret", "url")
"""A setting whose name holds one of these is not written down."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a run was made of."""

    created: str
    """ISO date and time, UTC."""
    seconds: float
    gold: str
    """Name of the gold file, without its folder."""
    gold_sha256: str
    articles: int
    corpus_sha256: str
    """Of the ids and revisions of all articles, in order of ids."""
    index_generation: str
    index_sha256: str
    """Of the manifest of the generation in use; it holds the digests of all other files of the index."""
    versions: dict[str, str]
    machine: dict[str, str]
    settings: dict[str, str]


def describe(system: System, gold: Path, *, index: Path | None, settings: Mapping[str, object], created: str, seconds: float) -> Context:
    """The context of a run.

    Args:
        system: What was evaluated.
        gold: The gold file.
        index: The index folder; None when the system has none.
        settings: By name; secrets are left out, of paths only the last part stays.
        created: ISO date and time.
        seconds: How long the run took.
    """
    articles = sorted(system.articles(), key=lambda article: article.id)
    generation, manifest = _generation(index)
    return Context(
        created=created,
        seconds=round(seconds, 1),
        gold=gold.name,
        gold_sha256=hashlib.sha256(gold.read_bytes()).hexdigest(),
        articles=len(articles),
        corpus_sha256=hashlib.sha256("".join(f"{one.id} {one.revision}\n" for one in articles).encode()).hexdigest(),
        index_generation=generation,
        index_sha256=manifest,
        versions={"ecqa": __version__, "python": platform.python_version()} | _installed(),
        machine={"system": platform.system(), "architecture": platform.machine(), "cpus": str(os.cpu_count())},
        settings={name: _shown(value) for name, value in sorted(settings.items()) if not any(word in name for word in SECRET)},
    )


def _generation(index: Path | None) -> tuple[str, str]:
    if index is None or not (index / "CURRENT").is_file():
        return "", ""
    generation = (index / "CURRENT").read_text("utf-8").strip()
    manifest = index / "generations" / generation / "manifest.json"
    return generation, hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.is_file() else ""


def _installed() -> dict[str, str]:
    found = {}
    for package in PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            continue
    return found


def _shown(value: object) -> str:
    """A setting as text; a path, or what looks like one, loses its folders."""
    text = str(value)
    return Path(text).name if isinstance(value, Path) or text.startswith(("/", "~")) else text
