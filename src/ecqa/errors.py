"""Every problem a user can meet, as a message key with its values; the words stand in messages/*.toml.

EcqaError
├── CorpusError      a file or folder that cannot be read as corpus
├── SearchIndexError no index, a damaged one, or one built with another model
├── ModelError       a model cannot be loaded
├── QuestionError    a question that cannot be taken (empty, too long)
├── SettingsError    a settings file, variable or option that cannot be used
└── ServiceError     a port in use, a file that cannot be written

An interface catches EcqaError once and shows `messages.error(problem)`: what happened, where, what to do.
A caller's slip in Python is a ValueError and no EcqaError.
"""


class EcqaError(Exception):
    """A problem with words in the message catalogue.

    Args:
        key: Key of the message under `[error]` in messages/zh.toml, such as "corpus-missing".
        **values: What the message names: a path, a line, a number.
    """

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value}" for name, value in self.values.items())
        return f"{self.key} ({details})" if details else self.key


class CorpusError(EcqaError):
    """A file or folder that cannot be read as corpus."""


class SearchIndexError(EcqaError):
    """No index, a damaged one, or one built with another model."""


class ModelError(EcqaError):
    """The embedding or the reading model cannot be loaded."""


class QuestionError(EcqaError):
    """A question that cannot be taken: empty, or too long."""


class SettingsError(EcqaError):
    """A settings file, variable or option that cannot be used."""


class ServiceError(EcqaError):
    """A port in use, or a file that cannot be read or written."""
