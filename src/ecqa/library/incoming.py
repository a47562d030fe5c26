"""A file or an address that a person names, to bytes with a file name that the corpus can hold; it reads no articles."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ecqa.corpus.files import SIZE_LIMITS, digest, is_document, read_bytes, shown
from ecqa.errors import CorpusError
from ecqa.library.fetching import fetch


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document on its way into the corpus."""

    name: str
    """File name, without a folder."""
    data: bytes
    digest: str


def take(source: str, *, private: bool = False) -> Incoming:
    """What a person names.

    Args:
        source: Path of a file, or an address that begins with http:// or https://.
        private: Whether addresses of this machine and its network are allowed; for tests.

    Raises:
        CorpusError: It cannot be read, is too large, or is of no format that can be read.
    """
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", source):
        fetched = fetch(source, private=private)
        return _checked(fetched.name, fetched.data)
    path = Path(source)
    if path.suffix.lower() not in SIZE_LIMITS:
        raise CorpusError("document-format", path=shown(path.name), known=" ".join(sorted(SIZE_LIMITS)))
    if not path.is_file():
        raise CorpusError("corpus-missing", path=shown(path))
    return _checked(path.name, read_bytes(path, path.name, SIZE_LIMITS[path.suffix.lower()]))


def given(name: str, data: bytes) -> Incoming:
    """What a person hands over, as through an upload; errors as `take`."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SIZE_LIMITS:
        raise CorpusError("document-format", path=shown(name)[:80], known=" ".join(sorted(SIZE_LIMITS)))
    if len(data) > SIZE_LIMITS[suffix]:
        raise CorpusError("corpus-too-large", path=shown(name)[:80], limit=SIZE_LIMITS[suffix] // 1_000_000)
    return _checked(name, data)


def _checked(name: str, data: bytes) -> Incoming:
    plain = PurePosixPath(re.sub(r"[\\]", "/", name)).name
    stem, suffix = PurePosixPath(plain).stem, PurePosixPath(plain).suffix.lower()
    safe = re.sub(r"[\s:]+", "-", "".join(c if c.isprintable() else "-" for c in stem)).strip(".-~_")[:120]
    file = PurePosixPath(f"{safe or 'document'}{suffix}")
    return Incoming(file.name if is_document(file) else f"document-{file.name}", data, digest(data))
