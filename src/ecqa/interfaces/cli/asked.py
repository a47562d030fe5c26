"""What was typed after a verb to checked values: a question, filters, dates; it opens no index."""

import os
import re
from datetime import date
from pathlib import Path

from ecqa.errors import QuestionError
from ecqa.interfaces.cli.inputs import STANDARD_INPUT, decoded, read_text
from ecqa.interfaces.cli.session import UsageError
from ecqa.schema import Filters

ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def question_text(argument: str) -> str:
    """The question as typed, or standard input for `-`; bytes in another encoding than the terminal's are read as GB18030.

    Raises:
        QuestionError: There is nothing in it.
    """
    text = read_text(STANDARD_INPUT) if argument == str(STANDARD_INPUT) else decoded(os.fsencode(argument))
    if not text.strip():
        raise QuestionError("question-empty")
    return text.strip("\r\n")


def filters(section: str | None, kind: str | None, source: str | None, since: str | None, until: str | None) -> Filters:
    """The filters, with their dates checked.

    Raises:
        UsageError: A date is none, or the range is empty.
    """
    since, until = iso_date("--since", since), iso_date("--until", until)
    if since and until and since > until:
        raise UsageError("date-range", since=since, until=until)
    return Filters(section=section, kind=kind, source=source, since=since, until=until)


def iso_date(option: str, value: str | None) -> str | None:
    """The date as it stands, when it is a day of the calendar written like 2013-01-17.

    Raises:
        UsageError: It is not.
    """
    if value is None:
        return None
    try:
        if ISO_DATE.fullmatch(value):
            return date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise UsageError("date-format", option=option, value=value)


def same_file(first: Path, second: Path) -> bool:
    """Whether both names are one existing file."""
    return first.exists() and second.exists() and first.samefile(second)
