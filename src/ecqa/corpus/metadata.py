"""What a document says about itself (front matter, a JSONL line) to the fields of an article; values are checked, not guessed."""

from collections.abc import Mapping
from datetime import date, datetime

from ecqa.corpus.files import shown
from ecqa.errors import CorpusError

TEXT_FIELDS = ("title", "section", "kind", "status", "source", "note", "issuer", "document_number")
DATE_FIELDS = ("date", "effective_date", "expiry_date", "amended_date")
LIST_FIELDS = ("urls", "authors")
FIELDS = frozenset((*TEXT_FIELDS, *DATE_FIELDS, *LIST_FIELDS, "url"))
"""Every name a document may set; `url` is one address of `urls`."""

LARGEST = 10**18
"""A larger number in front matter is not written out: Python refuses numbers of some thousand digits."""


def read_metadata(values: Mapping[str, object], path: str, line: int) -> dict[str, str | tuple[str, ...] | None]:
    """The fields of an article that a document sets; an empty value is none, other names are left out.

    Args:
        values: Names and values as the format gave them.
        path: For the error.
        line: For the error, from 1.

    Raises:
        CorpusError: A value has the wrong type, or a date is no day written 2013-01-17.
    """
    fields: dict[str, str | tuple[str, ...] | None] = {}
    for name in TEXT_FIELDS:
        if name in values:
            fields[name] = _text(values[name], name, path, line)
    for name in DATE_FIELDS:
        if name in values:
            fields[name] = _day(values[name], name, path, line)
    for name in LIST_FIELDS:
        if name in values:
            fields[name] = _list(values[name], name, path, line)
    if "url" in values:
        one = _list(values["url"], "url", path, line)
        fields["urls"] = tuple(dict.fromkeys((*one, *(fields.get("urls") or ()))))
    return fields


def _text(value: object, name: str, path: str, line: int) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, str | int | float | date) or (isinstance(value, int) and abs(value) > LARGEST):
        raise CorpusError("corpus-field-text", path=shown(path), line=line, field=name)
    text = " ".join(str(value).split())
    return checked_text(text, name, path, line) or None


def _day(value: object, name: str, path: str, line: int) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    try:
        if isinstance(value, str) and (len(value) == 10 or value[10:11] in ("T", " ")):
            return date.fromisoformat(value[:10]).isoformat()
    except ValueError:
        pass
    raise CorpusError(
        "corpus-field-date",
        path=shown(path),
        line=line,
        field=name,
        value=shown(value)[:40] if isinstance(value, str) else type(value).__name__,
    )


def _list(value: object, name: str, path: str, line: int) -> tuple[str, ...]:
    if value is None or value == "":
        return ()
    texts = []
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, str):
            raise CorpusError("corpus-field-text", path=shown(path), line=line, field=name)
        texts.append(checked_text(item.strip(), name, path, line))
    return tuple(text for text in texts if text)


def checked_text(text: str, name: str, path: str, line: int) -> str:
    """The text itself.

    Raises:
        CorpusError: It holds half a surrogate pair, which no file can hold.
    """
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as problem:
        raise CorpusError("corpus-field-text", path=shown(path), line=line, field=name) from problem
    return text
