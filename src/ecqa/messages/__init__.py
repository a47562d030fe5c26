"""Language code to every word a user sees, read from zh.toml or en.toml beside this file; it decides nothing."""

import tomllib
from functools import cache
from importlib import resources

from ecqa.errors import EcqaError

LANGUAGES = ("zh", "en")


class Messages:
    """One language's catalogue.

    Args:
        lang: `zh` or `en`.

    Raises:
        ValueError: There is no catalogue for the language.
    """

    def __init__(self, lang: str = "zh") -> None:
        if lang not in LANGUAGES:
            raise ValueError(f"no messages for language {lang!r}; there are {', '.join(LANGUAGES)}")
        self.lang = lang
        self._tables = _load(lang)

    def text(self, key: str, **values: object) -> str:
        """The message at a dotted key such as "answer.missing", its `{names}` filled in.

        Raises:
            KeyError: No such message.
        """
        table, _, name = key.partition(".")
        return self._tables[table][name].format(**values)

    def table(self, name: str) -> dict[str, str]:
        """All messages of one table, such as "answer", unfilled."""
        return dict(self._tables[name])

    def error(self, problem: EcqaError) -> str:
        """One line for a problem: what happened, where, what to do."""
        return self.text(f"error.{problem.key}", **problem.values)


@cache
def _load(lang: str) -> dict[str, dict[str, str]]:
    return tomllib.loads(resources.files(__package__).joinpath(f"{lang}.toml").read_text("utf-8"))
