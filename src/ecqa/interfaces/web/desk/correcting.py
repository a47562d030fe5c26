"""What a form says of an article to corrections of it, and an article to the card and form that show it; it changes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.datastructures import FormData

from ecqa.corpus.formats.blocks import place_at
from ecqa.corpus.metadata import DATE_FIELDS, read_metadata
from ecqa.errors import CorpusError
from ecqa.index.facts import Fact
from ecqa.interfaces.web.desk.access import text
from ecqa.schema import Article

FIRST = ("title", "date", "section", "source", "kind")
"""Fields that stand in sight."""
MORE = ("effective_date", "expiry_date", "amended_date", "status", "issuer", "document_number", "note")
REQUIRED = ("title", "kind")
LONGEST = 300
"""Characters of a value."""
SHOWN = 20_000
"""Characters of a text that its card shows."""
A_PAGE = 50
"""Cards on a page."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a form."""

    name: str
    value: str
    was: str
    """As it was when the page was made, so that only what its editor changed is changed."""
    is_date: bool
    required: bool
    corrected: bool
    """Whether it differs from what was read."""


@dataclass(frozen=True, slots=True)
class Card:
    """One article of a document."""

    number: int
    """In the document, from 1."""
    article: Article
    begins: tuple[str, int] | None
    """Unit and number of the page, paragraph or line on which it begins."""
    text: str
    left_out: int
    """Characters of the text that are not shown."""
    first: tuple[Field, ...]
    more: tuple[Field, ...]
    reprints: tuple[Fact, ...]
    problem: str
    """What is wrong with what was typed."""

    @property
    def corrected(self) -> bool:
        """Whether anything differs from what was read."""
        return any(field.corrected for field in (*self.first, *self.more))


def card(
    number: int,
    article: Article,
    read: Article,
    *,
    line: int | None = None,
    reprints: Iterable[Fact] = (),
    typed: Mapping[str, str] | None = None,
    problem: str = "",
) -> Card:
    """The card of an article.

    Args:
        number: In the document, from 1.
        article: As it is, or would be, indexed.
        read: As it was read.
        line: On which it begins, where the file has lines.
        reprints: Articles of other documents that say the same.
        typed: What was typed and not taken.
        problem: Why not.
    """

    def field(name: str) -> Field:
        was, before = getattr(article, name) or "", getattr(read, name) or ""
        return Field(name, (typed or {}).get(name, was), was, name in DATE_FIELDS, name in REQUIRED, was != before)

    place = place_at(article.text, article.places, 0)
    begins = (place.unit, place.number) if place else ("line", line) if line else None
    shown = article.text[:SHOWN]
    first, more = tuple(field(name) for name in FIRST), tuple(field(name) for name in MORE)
    return Card(number, article, begins, shown, len(article.text) - len(shown), first, more, tuple(reprints), problem)


def typed_in(form: FormData) -> dict[str, str]:
    """What a form says of each field, as typed."""
    return {name: " ".join(text(form, name).split()) for name in (*FIRST, *MORE) if name in form}


def changes(form: FormData, read: Article) -> dict[str, str | None]:
    """The corrections that a form asks for: fields that were changed in it, and no other.

    Args:
        form: With each field, and as `was-…` what stood there.
        read: The article as it was read; a field that says the same needs no correction.

    Raises:
        CorpusError: A value cannot be used.
    """
    found: dict[str, str | None] = {}
    for name, value in typed_in(form).items():
        if value == " ".join(text(form, f"was-{name}").split()):
            continue
        if len(value) > LONGEST:
            raise CorpusError("correction-long", limit=LONGEST, n=len(value))
        if name in REQUIRED and not value:
            raise CorpusError(f"correction-{name}")
        try:
            read_metadata({name: value}, "", 1)
        except CorpusError as problem:
            raise CorpusError("correction-date" if name in DATE_FIELDS else "correction-text", value=value[:40]) from problem
        found[name] = None if value and value == (getattr(read, name) or "") else value
    return found


def told(article: Article, changed: Mapping[str, str | None], read: Article) -> str:
    """A correction in words for the log: each field with what it was and what it is."""
    parts = []
    for name, value in changed.items():
        now = getattr(read, name) if value is None else value
        parts.append(f"{name} {getattr(article, name) or '–'} → {now or '–'}")
    return f"{article.id}: {'; '.join(parts)}"


def part_of(count: int, wanted: int) -> tuple[int, int]:
    """Which page of cards is shown, and how many there are, from 1."""
    pages = max(1, -(-count // A_PAGE))
    return min(max(1, wanted), pages), pages
