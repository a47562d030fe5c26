"""Command line, environment and settings file to one `Settings`; it opens nothing and builds nothing.

Precedence, highest first: what the caller chose, `ECQA_*` variables, the settings file, the defaults. With the defaults
alone everything works offline. Only `factory` and `interfaces` know this module; a stage takes plain keyword arguments.
"""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from ecqa.errors import SettingsError

SETTINGS_FILE = Path("ecqa.toml")
STORE_PREFIX = "milvus+"
"""Begins the address of a vector store."""
FOLDERS = ("corpus", "index", "data", "gold")
WORDED = ("lang", "port", "log", "vector_store")
"""Settings whose refusal has words of its own in the catalogue; all others are plain text."""
SECRETS = ("chat_api_key", "embedding_api_key", "rerank_api_key")
"""Settings that are taken from the environment only."""


class Settings(BaseSettings):
    """What an administrator may choose."""

    model_config = SettingsConfigDict(env_prefix="ECQA_", env_ignore_empty=True, extra="forbid", frozen=True)

    corpus: Path = Path("corpus")
    """Folder of documents that questions are answered from."""
    index: Path = Path("index")
    """Folder of the generations built from the corpus."""
    embedding_model: str | None = None
    """Name or folder of a sentence-transformers model; None is the one that ships with the package. With `embedding_url` the model's name there."""
    embedding_url: str | None = None
    """Where `/embeddings` in OpenAI's form is below, such as `http://127.0.0.1:8080/v1`; None makes vectors here."""
    embedding_api_key: SecretStr | None = None
    embedding_query_prefix: str = ""
    """What a model behind `embedding_url` wants before a question, such as `query: `."""
    embedding_document_prefix: str = ""
    rerank_url: str | None = None
    """Where `/rerank` of text-embeddings-inference is below; None ranks nothing anew."""
    rerank_api_key: SecretStr | None = None
    vector_store: SecretStr | None = None
    """`milvus+http://host:port` or `milvus+` and a file; it may hold a password. None searches the files of `index` itself."""
    lang: Literal["zh", "en"] = "zh"
    host: str = "127.0.0.1"
    port: int = Field(default=7860, ge=1, le=65535)
    chat_model: str | None = None
    """Such as `openai:qwen-plus`; None answers with sentences of the corpus alone."""
    chat_base_url: str | None = None
    """Of an OpenAI-compatible server; None is the provider's own."""
    chat_api_key: SecretStr | None = None
    """From the environment only; None leaves it to the provider's own variable."""
    chat_seconds: int = Field(default=60, ge=1)
    """How long the chat model may take for one question."""
    chat_silence_seconds: int = Field(default=20, ge=1)
    """How long it may say nothing."""
    chat_context_tokens: int = Field(default=8_192, ge=1)
    """Prompt and reply together."""
    chat_tokens_a_question: int = Field(default=12_000, ge=1)
    chat_tokens_a_day: int = Field(default=2_000_000, ge=1)
    """Of all processes that share the database."""
    chat_price_prompt: float | None = Field(default=None, ge=0)
    """Of a million tokens, in any currency; for the cost that stands with an answer."""
    chat_price_completion: float | None = Field(default=None, ge=0)
    data: Path = Path("data")
    """Folder of what the server keeps: its database, unless `database_url` names another, and the runs of evaluation."""
    gold: Path = Path("eval/gold")
    """Folder of gold questions that the desk offers beside its own, which lie in `data/gold`."""
    database_url: SecretStr | None = None
    """SQLAlchemy URL of SQLite or PostgreSQL; it may hold a password. None is `ecqa.sqlite3` in `data`."""
    retention_days: int = Field(default=180, ge=1)
    """How long what visitors asked and said is kept."""
    questions_a_minute: int = Field(default=20, ge=1)
    """How many questions one visitor may ask in a minute."""
    api_requests_a_minute: int = Field(default=60, ge=1)
    """How many requests one key may send in a minute; one network address may send ten times as many."""
    cors_origins: str = ""
    """Web sites whose pages may call the interface from a browser, such as `https://www.example.org`, parted by blanks; none by default."""
    log: Literal["quiet", "requests", "questions"] = "quiet"
    """quiet logs problems only; requests makes every line JSON and adds one a request; questions adds the text of questions to it."""
    stopping_seconds: int = Field(default=20, ge=1)
    """How long a stopping server waits for answers under way."""

    @field_validator("vector_store")
    @classmethod
    def _known_store(cls, chosen: SecretStr | None) -> SecretStr | None:
        if chosen is not None and not chosen.get_secret_value().startswith(STORE_PREFIX):
            raise ValueError("an unknown vector store")
        return chosen


def load_settings(config: Path | None = None, **chosen: object) -> Settings:
    """The settings in force.

    Args:
        config: Settings file (TOML); None takes `ecqa.toml` in the working folder where there is one. Relative folders
            in it are relative to the file.
        **chosen: Values by field name that outrank all others; None means not chosen.

    Raises:
        SettingsError: The file cannot be read, or a value in it, in the environment or chosen cannot be used.
    """
    given = {name: value for name, value in chosen.items() if value is not None}
    in_environment = EnvSettingsSource(Settings)()
    values = {**_read(config), **in_environment, **given}
    try:
        return Settings(**values)
    except ValidationError as problem:
        first = problem.errors(include_url=False)[0]
        name = str(first["loc"][0])
        if name in given:
            where = f"--{name.replace('_', '-')}"
        elif name in in_environment:
            where = f"ECQA_{name.upper()}"
        else:
            where = str(config or SETTINGS_FILE)
        raise SettingsError(_message_key(name, first["type"]), name=name, where=where) from problem


def _read(config: Path | None) -> dict[str, Any]:
    path = config or SETTINGS_FILE
    if config is None and not path.is_file():
        return {}
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise SettingsError("settings-unreadable", path=path, reason=os.strerror(problem.errno or 0)) from problem
    except ValueError as problem:  # neither UTF-8 nor TOML
        raise SettingsError("settings-syntax", path=path, reason=problem) from problem
    for name in SECRETS:
        if name in values:
            raise SettingsError("settings-secret", name=name, where=path)
    for name in FOLDERS:
        if isinstance(values.get(name), str):
            values[name] = path.parent / values[name]
    return values


def _message_key(name: str, fault: str) -> str:
    if fault == "extra_forbidden":
        return "settings-unknown"
    if name in WORDED:
        return f"settings-{name}"
    kind = Settings.model_fields[name].annotation
    return "settings-number" if kind is int else "settings-price" if kind == (float | None) else "settings-value"
