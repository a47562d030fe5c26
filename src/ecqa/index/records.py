"""Articles and passages to lines of JSON and back; it opens no files."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from ecqa.schema import Article, Passage, Place, Statement


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with the key of its search text, by which its vector is found again when the index is built anew."""

    passage: Passage
    key: str


def json_bytes(record: object, indent: int | None = None) -> bytes:
    """UTF-8 JSON; a lone surrogate, which UTF-8 cannot hold, becomes the escape that JSON has for it."""
    return json.dumps(record, ensure_ascii=False, indent=indent).encode("utf-8", "backslashreplace")


def article_record(article: Article) -> dict[str, Any]:
    """An article as JSON; the keys are the fields."""
    return asdict(article)


def read_article(record: dict[str, Any]) -> Article:
    """The article of a record.

    Raises:
        KeyError, TypeError: The record is of another form.
    """
    places = tuple(Place(**place) for place in record.get("places", ()))
    validity = tuple(Statement(**{**one, "names": tuple(one["names"])}) for one in record.get("validity", ()))
    return Article(**{**record, "urls": tuple(record["urls"]), "authors": tuple(record["authors"]), "places": places, "validity": validity})


def passage_record(stored: StoredPassage) -> dict[str, Any]:
    """A passage as JSON; the keys are the fields, and `key`."""
    return {**asdict(stored.passage), "key": stored.key}


def read_passage(record: dict[str, Any]) -> StoredPassage:
    """The passage of a record.

    Raises:
        KeyError, TypeError: The record is of another form.
    """
    fields = dict(record)
    key = fields.pop("key")
    sentences = tuple((start, end) for start, end in fields.pop("sentences"))
    return StoredPassage(Passage(**fields, sentences=sentences), key)


def lines(records: Iterable[dict[str, Any]]) -> bytes:
    """JSON lines."""
    return b"".join(json_bytes(record) + b"\n" for record in records)


def read_lines(data: bytes) -> list[dict[str, Any]]:
    """The records of JSON lines; only a line feed ends a line. All are decoded at once, which halves the time."""
    records: list[dict[str, Any]] = json.loads(b"[" + b",".join(line for line in data.split(b"\n") if line) + b"]")
    return records
