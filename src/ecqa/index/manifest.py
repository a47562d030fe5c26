"""What a generation was made from and consists of, to manifest.json and back; it checks no other file."""

import hashlib
import json
from dataclasses import asdict, dataclass, field, fields
from importlib.metadata import version
from pathlib import Path

from ecqa import __version__
from ecqa.index.records import json_bytes

FORMAT = 1
"""Of the files of a generation; raised when an older program could not read them."""
NAME = "manifest.json"
_LIBRARIES = ("bm25s", "datasketch", "faiss-cpu", "jieba", "numpy", "opencc", "sentence-transformers", "torch", "transformers")
_PACKAGE = Path(__file__).resolve().parent.parent
_READING = ("corpus", "text")
_RECIPE = ("text", "passages", "index/abbreviations.py", "index/lexical.py", "index/sentences.py")


@dataclass(frozen=True, slots=True)
class Part:
    """Articles that were written together; the first part is the generation's own folder, later changes have one each."""

    folder: str
    """Inside the generation: empty, or such as `changes/0003`."""
    removed: list[str]
    """Ids of its articles that were removed, or replaced in a later part."""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What stands in manifest.json."""

    format: int
    created: str
    """UTC, ISO 8601, to the microsecond."""
    embedder: str
    """Name of the model, with a digest of its weights where it is a folder."""
    dim: int
    corpus: dict[str, str]
    """SHA-256 of each corpus file by its relative path."""
    recipe: str
    """Digest of the code that cuts passages and makes search terms."""
    articles: int
    passages: int
    libraries: dict[str, str]
    """Version of each library that had a part in it."""
    files: dict[str, str]
    """SHA-256 of each other file of the generation by its relative path."""
    previous: str | None
    """The generation in use before this one."""
    reading: str = ""
    """Digest of the code that reads corpus files."""
    parts: list[Part] = field(default_factory=lambda: [Part("", [])])
    """What the generation consists of, in the order in which it was written."""

    def to_bytes(self) -> bytes:
        """The content of manifest.json."""
        record = {one.name: getattr(self, one.name) for one in fields(self)} | {"parts": [asdict(part) for part in self.parts]}
        return json_bytes(record, indent=1) + b"\n"


def read_manifest(data: bytes) -> Manifest:
    """The manifest in the content of manifest.json.

    Raises:
        ValueError: It is of another form, or of another format version.
    """
    record = json.loads(data)
    if not isinstance(record, dict) or record.get("format") != FORMAT:
        raise ValueError("another format version")
    try:
        parts = [Part(**part) for part in record.pop("parts", [{"folder": "", "removed": []}])]
        return Manifest(**record, parts=parts)
    except TypeError as problem:
        raise ValueError("another form") from problem


def generation_id(created: str, manifest: bytes) -> str:
    """Name of a generation's folder: its time, and a digest that ties the folder to its manifest.

    Args:
        created: `Manifest.created`.
        manifest: The content of manifest.json.
    """
    time = created[:19].replace("-", "").replace(":", "").replace("T", "-")
    return f"{time}-{hashlib.sha256(manifest).hexdigest()[:12]}"


def belongs(generation: str, manifest: bytes) -> bool:
    """Whether a manifest's content is the one that a generation was named after."""
    return generation.endswith(f"-{hashlib.sha256(manifest).hexdigest()[:12]}")


def checksum(path: Path) -> str:
    """SHA-256 of a file, which is read piece by piece.

    Raises:
        OSError: It cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def recipe() -> str:
    """Digest of the code and word lists that cut passages, make search terms and find short names: when they change, so may the index."""
    return _code(_RECIPE)


def reading_recipe() -> str:
    """Digest of the code that reads corpus files: when it changes, all are read again."""
    return _code(_READING)


def _code(places: tuple[str, ...]) -> str:
    digest = hashlib.sha256()
    for place in places:
        path = _PACKAGE / place
        for file in [path] if path.is_file() else sorted([*path.rglob("*.py"), *path.rglob("*.txt")]):
            digest.update(file.relative_to(_PACKAGE).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:12]


def libraries() -> dict[str, str]:
    """Installed version of each library that has a part in an index."""
    return {"ecqa": __version__, **{name: version(name) for name in _LIBRARIES}}
