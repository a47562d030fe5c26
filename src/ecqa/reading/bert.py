"""A question and passages to readings, by the reader's weights run with onnxruntime; it ranks and refuses nothing.

Reads what `TransformerReader` reads, passage by passage instead of padded to the longest, without torch.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ecqa.encoder import Encoder, Recent, Tokenizer, cores, is_bert, read_bert
from ecqa.errors import ModelError
from ecqa.protocols import Reading, ToRead
from ecqa.reading.characters import ASKED, LENGTH, reading_of
from ecqa.reading.transformer import SHIPPED_READER

KEPT = 512
"""Readings that are kept, for questions asked again: some kilobytes each."""


class BertReader:
    """A loaded model; safe to use from several threads.

    Args:
        folder: Where the model is; None is the one that ships with the package.
        threads: Passages read at once for one question; None is one a core.

    Raises:
        ModelError: There is no such model, or it cannot be loaded.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        folder = folder or SHIPPED_READER
        if not (folder / "config.json").is_file():
            raise ModelError("reader-missing", path=folder)
        try:
            bert = read_bert(folder)
            self._tokenizer = Tokenizer(bert.tokenizer, LENGTH, "only_second")
            self._encoder = Encoder(bert, threads or cores())
        except (OSError, ValueError) as problem:
            raise ModelError("reader-damaged", path=folder) from problem
        self._recent: Recent[tuple[str, ToRead], Reading] = Recent(KEPT)

    @staticmethod
    def fits(folder: Path | None = None) -> bool:
        """Whether the model in a folder is of the form that this class runs."""
        return is_bert(folder or SHIPPED_READER)

    def read(self, question: str, texts: Sequence[ToRead]) -> list[Reading]:
        """One reading a text.

        Args:
            question: Simplified characters.
            texts: Passages, each with what stands above it; any number.
        """
        asked = question[-ASKED:]
        known = {one: kept for one in texts if (kept := self._recent.get((asked, one))) is not None}
        new = [one for one in dict.fromkeys(texts) if one not in known]
        tokens = [self._tokenizer(asked, f"{one.above}\n{one.text}") for one in new]
        for one, token, logits in zip(new, tokens, self._encoder.run([token.ids for token in tokens]), strict=True):
            known[one] = _fixed(reading_of(logits, token.offsets, token.parts, len(one.above) + 1, len(one.text)))
            self._recent.put((asked, one), known[one])
        return [known[one] for one in texts]


def _fixed(reading: Reading) -> Reading:
    """The same, kept from being written to, since it is given out again."""
    arrays: list[NDArray[np.float32]] = [reading.starts, reading.ends, reading.evidence]
    for array in arrays:
        array.flags.writeable = False
    return reading
