"""A ZIP file to its members, checked before anything is unpacked: names, sizes, ratios, number; it unpacks nothing onto the disk."""

import io
import re
import zipfile
import zlib

from ecqa.corpus.files import shown
from ecqa.errors import CorpusError

MEMBERS_LIMIT = 2_000
RATIO_LIMIT = 200
"""How many times its packed size a member may have, above RATIO_FREE bytes."""
RATIO_FREE = 1_000_000
_FAULTS = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, ValueError, OverflowError, IndexError)


def checked_members(data: bytes, path: str, limit: int) -> list[tuple[str, bytes]]:
    """Name and content of every file in the archive, in its order.

    Args:
        data: The archive.
        path: For the error.
        limit: Bytes that all members together may have.

    Raises:
        CorpusError: It is no ZIP file or a damaged or encrypted one; a name leads out of it; or it unpacks to too much.
    """
    members: list[tuple[str, bytes]] = []
    seen: set[str] = set()
    left = limit
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            listed = archive.infolist()
            if len(listed) > MEMBERS_LIMIT:
                raise CorpusError("archive-too-many", path=shown(path), limit=MEMBERS_LIMIT)
            for member in listed:
                name = _name(member)
                if _leads_out(name) or name in seen:
                    raise CorpusError("archive-name", path=shown(path), name=shown(name)[:80])
                seen.add(name)
                if member.is_dir():
                    continue
                if member.flag_bits & 1:
                    raise CorpusError("archive-encrypted", path=shown(path))
                _check_size(member, left, path, limit)
                with archive.open(member) as stream:
                    content = stream.read(min(member.file_size, left) + 1)
                if len(content) > member.file_size:
                    raise CorpusError("archive-too-large", path=shown(path), limit=limit // 1_000_000)
                left -= len(content)
                members.append((name, content))
    except _FAULTS as problem:
        raise CorpusError("archive-broken", path=shown(path)) from problem
    return members


def _check_size(member: zipfile.ZipInfo, left: int, path: str, limit: int) -> None:
    if member.file_size > left or (member.file_size > RATIO_FREE and member.file_size > RATIO_LIMIT * max(member.compress_size, 1)):
        raise CorpusError("archive-too-large", path=shown(path), limit=limit // 1_000_000)


def _name(member: zipfile.ZipInfo) -> str:
    """The member's name; one without the mark of UTF-8 was most likely written in GBK by a Chinese Windows."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.orig_filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return member.filename


def _leads_out(name: str) -> bool:
    parts = re.split(r"[/\\]", name)
    return name.startswith(("/", "\\")) or ".." in parts or bool(re.match(r"[A-Za-z]:", name)) or not name.isprintable() or len(name) > 400
