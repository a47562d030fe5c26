"""Dates, terms and repeals to the words of the catalogue; it knows no question and cites nothing."""

from collections.abc import Callable, Sequence

from ecqa.answering.citations import bracketed
from ecqa.index.relations import Ending
from ecqa.messages import Messages
from ecqa.schema import Article


class Words:
    """The words of one language.

    Args:
        messages: The catalogue.
        today: Gives the ISO date that is called by no date.
    """

    def __init__(self, messages: Messages, today: Callable[[], str]) -> None:
        self._messages = messages
        self._today = today

    def text(self, key: str, **values: object) -> str:
        """A message of the table of validity."""
        return self._messages.text(f"validity.{key}", **values)

    def day(self, day: str | None) -> str:
        """A date as the language writes it; nothing for None."""
        if day is None:
            return ""
        year, month, of_month = (int(part) for part in day.split("-"))
        return self.text("day", year=year, month=month, date=of_month)

    def when(self, day: str) -> str:
        """On a day, or now."""
        return self.text("now") if day == self._today() else self.text("on-day", day=self.day(day))

    def terms(self, article: Article) -> str:
        """Since when and until when a document holds; nothing where neither is known."""
        given = (("since", article.effective_date), ("until", article.expiry_date))
        parts = [self.text(key, date=self.day(day)) for key, day in given if day is not None]
        return self.text("terms", parts=self.text("comma").join(parts)) if parts else ""

    def remark(self, kind: str, title: str = "", date: str | None = None, until: str | None = None) -> str:
        """How a document stands, as a remark of the program's own beside an answer.

        Args:
            kind: current, amended, unknown or by-properties.
            title: In 《》.
            date: Of the last amendment.
            until: The last day on which it holds; None where none is known.
        """
        key = f"{kind}-until" if until and kind != "unknown" else kind
        return self._messages.text(f"answer.state-{key}", title=title, date=self.day(date), until=self.day(until))

    def listed(self, parts: Sequence[str]) -> str:
        """Several things one after another."""
        return self.text("and").join(parts)

    def part_of(self, title: str, part: str) -> str:
        """A document, or what of it."""
        return self.text("part-of", title=title, part=part) if part else title

    def ended(self, title: str, ending: Ending) -> str:
        """From when on a document is repealed, and by which."""
        key = "replaced" if ending.replaces else "repealed"
        return self._by(key, ending, title=title)

    def ended_part(self, ending: Ending) -> str:
        """The same of a part, without a full stop."""
        return self._by("part", ending, part=ending.part)

    def _by(self, key: str, ending: Ending, **values: str) -> str:
        by = bracketed(ending.article.title)
        return self.text(key if ending.date else f"{key}-undated", by=by, date=self.day(ending.date), **values)
