"""A letter (.eml) or a saved page (.mhtml) to blocks: the body as it reads, with subject and day; attachments are given back unread."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email import message_from_bytes, policy
from email.errors import MessageError
from email.message import EmailMessage, Message
from email.utils import parsedate_to_datetime

from ecqa.corpus.files import shown
from ecqa.corpus.formats.blocks import Block, Extracted, line_of
from ecqa.corpus.formats.html import extracted_html
from ecqa.errors import CorpusError

PARTS_LIMIT = 500
NESTING_LIMIT = 10
_FAULTS = (MessageError, ValueError, LookupError, AttributeError, TypeError, IndexError, AssertionError)
"""What the standard library raises on a damaged letter."""


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter's own text, and the files that came with it."""

    body: Extracted
    attachments: list[tuple[str, bytes]]
    """Name and content."""


def read_letter(data: bytes, path: str) -> Letter:
    """Reads a letter or a saved page.

    Raises:
        CorpusError: It has no headers, or too many or too deeply nested parts.
    """
    try:
        message = message_from_bytes(data, policy=policy.default)
        if not any(name.lower() in ("from", "subject", "date", "mime-version", "content-type") for name in message):
            raise CorpusError("mail-broken", path=shown(path))
        parts = _parts(message, path)
        body = _body(parts, path)
        subject = line_of(_header(message, "Subject")) or None
        address = _header(message, "Snapshot-Content-Location")
        attachments = [(_name(part), _content(part)) for part in parts if part.get_filename() and not _is_text(part)]
    except _FAULTS as problem:
        raise CorpusError("mail-broken", path=shown(path)) from problem
    except RecursionError as problem:
        raise CorpusError("mail-nested", path=shown(path)) from problem
    url = address if re.fullmatch(r"https?://[!-~]{4,1000}", address) else body.url
    return Letter(replace(body, title=subject or body.title, date=body.date or _day(message), url=url), attachments)


def _parts(message: Message, path: str) -> list[EmailMessage]:
    parts: list[EmailMessage] = []
    waiting: list[tuple[object, int]] = [(message, 0)]
    while waiting:
        part, depth = waiting.pop()
        if depth > NESTING_LIMIT or len(parts) > PARTS_LIMIT:
            raise CorpusError("mail-nested", path=shown(path))
        if not isinstance(part, EmailMessage):
            continue
        if part.is_multipart():
            waiting += [(inner, depth + 1) for inner in reversed(list(part.iter_parts()))]
        else:
            parts.append(part)
    return parts


def _body(parts: list[EmailMessage], path: str) -> Extracted:
    """The first readable HTML part, else all plain text; a reader of mail would show the same."""
    pages = [part for part in parts if part.get_content_type() == "text/html" and not part.is_attachment()]
    for page in pages[:1]:
        found = extracted_html(_text(page), path)
        if found.blocks:
            return found
    lines = [line for part in parts if part.get_content_type() == "text/plain" and not part.is_attachment() for line in _lines(_text(part))]
    return Extracted([Block(line, 0, number) for number, line in enumerate(lines, 1)], "paragraph")


def _lines(text: str) -> Iterator[str]:
    return (line for raw in text.splitlines() if (line := line_of(raw)))


def _text(part: EmailMessage) -> str:
    data = _content(part)
    named = part.get_content_charset() or "utf-8"
    for name in ("gb18030" if named in ("gb2312", "gbk") else named, "utf-8", "gb18030"):
        try:
            return data.decode(name)
        except (UnicodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def _content(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_text(part: EmailMessage) -> bool:
    return part.get_content_maintype() in ("text", "image") and not part.is_attachment()


def _name(part: EmailMessage) -> str:
    return re.split(r"[/\\]", part.get_filename() or "")[-1]


def _header(message: Message, name: str) -> str:
    return str(message.get(name) or "").strip()


def _day(message: Message) -> str | None:
    try:
        return parsedate_to_datetime(_header(message, "Date")).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
