"""One run of the command line: its language, settings and the two streams it writes to; it knows no verb."""

import io
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.text import Text

from ecqa.config import Settings, load_settings
from ecqa.errors import EcqaError, SettingsError
from ecqa.messages import LANGUAGES, Messages

if TYPE_CHECKING:
    from ecqa.pipeline import Assistant

CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069]")
SURROGATE = re.compile("[\ud800-\udfff]")


class UsageError(EcqaError):
    """The command was written in a way that it cannot take; exit code 2."""


class Session:
    """What a verb speaks through.

    Args:
        lang: Language until the settings are known, `zh` or `en`.
    """

    def __init__(self, lang: str) -> None:
        self.messages = Messages(lang)
        self.out = Console(soft_wrap=True, highlight=False, markup=False, emoji=False)
        self.err = Console(stderr=True, soft_wrap=True, highlight=False, markup=False, emoji=False)

    def settings(self, config: Path | None, **chosen: object) -> Settings:
        """The settings in force; from here on the session speaks their language.

        Raises:
            SettingsError: The settings file or a variable cannot be used.
            UsageError: An option of this command cannot be used.
        """
        try:
            settings = load_settings(config, **chosen)
        except SettingsError as problem:
            if chosen.get(str(problem.values.get("name"))) is None:
                raise
            raise UsageError(problem.key, **problem.values) from problem
        self.messages = Messages(settings.lang)
        return settings

    def assistant(self, settings: Settings) -> "Assistant":
        """What answers, with its index and model loaded; says so on the terminal while it loads.

        Raises:
            SearchIndexError: There is no index, or it cannot be used.
            ModelError: The embedding model cannot be loaded.
        """
        with self.err.status(self.messages.text("cli.loading")):
            from ecqa.factory import open_assistant  # noqa: PLC0415  (loads torch, which takes seconds)

            return open_assistant(settings)

    def say(self, key: str, **values: object) -> None:
        """A message of `[cli]` to standard output."""
        self.out.print(Text(plain(self.messages.text(f"cli.{key}", **values))))

    def warn(self, line: str) -> None:
        """One line to standard error, whatever it holds."""
        self.err.print(Text(one_line(line)))

    def emit(self, line: str) -> None:
        """A line of data to standard output, UTF-8 whatever the terminal's encoding."""
        if isinstance(sys.stdout, io.TextIOWrapper):
            sys.stdout.reconfigure(encoding="utf-8")
        sys.stdout.write(line + "\n")


def language(arguments: list[str], variable: str | None) -> str:
    """The language to speak before settings are read: `--lang`, else the variable, else Chinese."""
    chosen = variable
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument == "--lang":
            chosen = "".join(arguments[place + 1 : place + 2])
        elif argument.startswith("--lang="):
            chosen = argument.removeprefix("--lang=")
    return chosen if chosen in LANGUAGES else LANGUAGES[0]


def plain(text: str) -> str:
    """The text without anything a terminal could obey; bytes that were no characters become U+FFFD."""
    return SURROGATE.sub("\ufffd", CONTROL.sub("", text))


def one_line(text: str) -> str:
    """The text, plain, on one line."""
    return " ".join(plain(text).split())
