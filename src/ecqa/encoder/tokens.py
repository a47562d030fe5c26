"""Texts to token ids with places in the text, by the tokenizer in a model's folder; it loads no model."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Cut = Literal["longest_first", "only_second"]


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of a text or of a pair of texts."""

    ids: Sequence[int]
    offsets: Sequence[tuple[int, int]]
    """Where each token stands in its text, in characters."""
    parts: Sequence[int | None]
    """Which text each token belongs to, 0 or 1; None for special tokens."""


class Tokenizer:
    """A loaded tokenizer; safe to use from several threads, since nothing about it changes after loading.

    Args:
        folder: Where `tokenizer.json` is.
        length: Tokens that are kept at most, special ones included.
        cut: What is cut where there are more.

    Raises:
        ValueError: The tokenizer is missing or damaged.
    """

    def __init__(self, folder: Path, length: int, cut: Cut = "longest_first") -> None:
        from tokenizers import Tokenizer as Loaded  # noqa: PLC0415 - only a model needs it

        try:
            self._loaded = Loaded.from_str((folder / "tokenizer.json").read_text("utf-8"))
        except Exception as problem:  # the library raises the base class
            raise ValueError(f"{folder / 'tokenizer.json'} is damaged") from problem
        self._loaded.no_padding()
        self._loaded.enable_truncation(length, strategy=cut)

    def __call__(self, text: str, second: str | None = None) -> Tokens:
        """Tokens of a text, or of two that belong together; a lone surrogate, which has no token, is taken for a question mark."""
        encoded = self._loaded.encode(_encodable(text), None if second is None else _encodable(second))
        return Tokens(encoded.ids, encoded.offsets, encoded.sequence_ids)


def _encodable(text: str) -> str:
    """As long as before."""
    return text.encode("utf-8", "replace").decode("utf-8")
