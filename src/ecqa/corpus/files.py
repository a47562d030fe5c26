"""A folder to its corpus files, and a file to its text; it knows no format but the encodings."""

import hashlib
import os
import stat
import unicodedata
from dataclasses import dataclass
from pathlib import Path, PurePath

from ecqa.errors import CorpusError
from ecqa.schema import Notice

SIZE_LIMITS = {
    ".txt": 20_000_000,
    ".md": 20_000_000,
    ".jsonl": 1_000_000_000,
    ".html": 20_000_000,
    ".htm": 20_000_000,
    ".docx": 50_000_000,
    ".pdf": 100_000_000,
    ".eml": 50_000_000,
    ".mhtml": 50_000_000,
    ".mht": 50_000_000,
    ".zip": 200_000_000,
}
"""Bytes a file may have, for each extension that is read."""
OVERRIDES = "overrides.toml"
_ABOUT_THE_FOLDER = ("readme", "license", "licence", "notice", "changelog", "contributing")
"""Stems of files that describe the folder and are no documents."""


@dataclass(frozen=True, slots=True)
class CorpusFile:
    """A file of the corpus, not read yet."""

    path: Path
    name: str
    """Relative to the corpus folder, with `/`."""

    @property
    def stem(self) -> str:
        """File name without its extension."""
        return self.path.stem


def list_files(folder: Path) -> tuple[list[CorpusFile], list[Notice]]:
    """The files of a corpus folder that can be read, sorted by name; a link that leads out of the folder, or nowhere, is not followed.

    Raises:
        CorpusError: There is no such folder, or it may not be listed.
    """
    if not folder.exists():
        raise CorpusError("corpus-missing", path=shown(folder))
    if not folder.is_dir():
        raise CorpusError("corpus-not-a-folder", path=shown(folder))
    root = os.path.realpath(folder)
    files: list[CorpusFile] = []
    notices: list[Notice] = []
    for parent, folders, names in os.walk(root, onerror=_refuse):
        folders[:] = [name for name in folders if not name.startswith((".", "__"))]
        linked = [name for name in folders if Path(parent, name).is_symlink()]
        for name in sorted([*linked, *names]):
            path = Path(parent, name)
            relative = path.relative_to(root).as_posix()
            if name in linked or is_document(path):
                if _stays_inside(path, root):
                    files.append(CorpusFile(path, _checked(relative)))
                else:
                    notices.append(Notice(shown(relative), 1, "link-skipped", shown(name)))
    return sorted(files, key=lambda file: file.name), notices


def read_bytes(path: Path, name: str, limit: int) -> bytes:
    """The content of a file.

    Args:
        path: Where it is.
        name: How an error calls it.
        limit: Bytes it may have.

    Raises:
        CorpusError: It may not be read, or it is too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except OSError as problem:
        raise CorpusError("corpus-unreadable", path=shown(name), reason=problem.strerror or type(problem).__name__) from problem
    if len(data) > limit:
        raise CorpusError("corpus-too-large", path=shown(name), limit=limit // 1_000_000)
    return data


def digest(data: bytes) -> str:
    """SHA-256 in hex."""
    return hashlib.sha256(data).hexdigest()


def decode(data: bytes, name: str) -> str:
    """Text of UTF-8 (with or without a byte order mark) or GB18030, with unified line ends and nothing else changed.

    Raises:
        CorpusError: It is neither, or it is UTF-8 with a damaged place (which GB18030 would turn into other characters).
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = data.count(b"\n", 0, problem.start) + 1
        repaired = data.decode("utf-8", errors="replace")
        damaged = repaired.count("\ufffd")
        if sum(1 for c in repaired if c > "\x7f") - damaged > damaged:
            raise CorpusError("corpus-encoding", path=shown(name), line=line) from problem
        try:
            text = data.decode("gb18030")
        except UnicodeDecodeError:
            raise CorpusError("corpus-encoding", path=shown(name), line=line) from problem
    if "\0" in text:
        raise CorpusError("corpus-encoding", path=shown(name), line=text.count("\n", 0, text.index("\0")) + 1)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def is_document(path: PurePath) -> bool:
    """Whether a file of that name is read: its format is known, and it does not describe the folder."""
    name = path.name
    if name.startswith((".", "~")) or path.suffix.lower() not in SIZE_LIMITS:
        return False
    stem = path.stem.lower()
    return stem not in _ABOUT_THE_FOLDER and not stem.startswith(("readme.", "readme_", "readme-"))


def shown(value: object) -> str:
    """A name from outside, fit for one line of a message."""
    return "".join(c if _prints(c) else "?" for c in str(value))


def _stays_inside(path: Path, root: str) -> bool:
    """Whether a path is a regular file whose real place lies in the folder."""
    real = os.path.realpath(path)
    if os.path.commonpath([real, root]) != root:
        return False
    try:
        return stat.S_ISREG(Path(real).stat().st_mode)
    except OSError as problem:
        return False if path.is_symlink() else _refuse(problem)


def _checked(relative: str) -> str:
    """The name of a file, if it can be written down."""
    if not all(_prints(c) for c in relative):
        raise CorpusError("corpus-file-name", path=shown(relative))
    return relative


def _prints(c: str) -> bool:
    return c.isprintable() or unicodedata.category(c) == "Zs"


def _refuse(problem: OSError) -> bool:
    name = problem.filename if isinstance(problem.filename, str) else ""
    raise CorpusError("corpus-unreadable", path=shown(name), reason=problem.strerror or type(problem).__name__) from problem
