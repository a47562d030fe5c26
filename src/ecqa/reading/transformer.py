"""A question and passages to readings, by a token classifier with three logits a token; it ranks and refuses nothing.

The model is what train/train_reader.py makes: a BertForTokenClassification whose labels are start, end and evidence. On
the first token start and end mean "no answer here", and evidence means that the window holds one.
"""

import hashlib
import json
import os
from collections.abc import Sequence
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

from ecqa.errors import ModelError
from ecqa.protocols import Reading, ToRead
from ecqa.reading.characters import ASKED, LENGTH, reading_of
from ecqa.text.folding import encodable

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

SHIPPED_READER = Path(__file__).resolve().parent.parent / "models" / "reader-zh"


class TransformerReader:
    """A loaded model; safe to use from several threads.

    Args:
        folder: Where the model is; None is the one that ships with the package. The network is never looked at.
        threads: Processor threads for one question; None leaves torch's choice.

    Raises:
        ModelError: There is no such model, or it cannot be loaded.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None) -> None:
        self._threads = threads
        self._lock = RLock()
        self._tokenizer, self._model = _loaded(folder or SHIPPED_READER)

    def read(self, question: str, texts: Sequence[ToRead]) -> list[Reading]:
        """One reading a text.

        Args:
            question: Simplified characters.
            texts: Passages, each with what stands above it; any number.
        """
        import torch  # noqa: PLC0415 - seconds to import, and only a model needs it

        if not texts:
            return []
        wholes = [encodable(f"{one.above}\n{one.text}") for one in texts]
        encoded = self._tokenizer(
            [encodable(question[-ASKED:])] * len(texts),
            wholes,
            truncation="only_second",
            max_length=LENGTH,
            padding=True,
            return_offsets_mapping=True,
        )
        with self._lock, torch.inference_mode():
            if self._threads is not None and torch.get_num_threads() != self._threads:
                torch.set_num_threads(self._threads)
            ids, mask = torch.tensor(encoded["input_ids"]), torch.tensor(encoded["attention_mask"])
            logits = self._model(input_ids=ids, attention_mask=mask).logits.numpy()
        return [
            reading_of(logits[row], encoded["offset_mapping"][row], encoded.sequence_ids(row), len(one.above) + 1, len(one.text))
            for row, one in enumerate(texts)
        ]


def _loaded(folder: Path) -> "tuple[PreTrainedTokenizerBase, PreTrainedModel]":
    """A folder of only the upper layers takes the lower ones and the tokenizer from the folder that its configuration names."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    from transformers import AutoModelForTokenClassification, AutoTokenizer  # noqa: PLC0415 - seconds to import
    from transformers.utils import logging  # noqa: PLC0415

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    if not (folder / "config.json").is_file():
        raise ModelError("reader-missing", path=folder)
    try:
        lower = json.loads((folder / "config.json").read_text("utf-8")).get("lower_layers")
        if lower is not None:
            model: Any = _joined(folder, folder / lower)
        else:
            model = AutoModelForTokenClassification.from_pretrained(folder, local_files_only=True)
        tokenizer: Any = AutoTokenizer.from_pretrained(folder if lower is None else folder / lower, local_files_only=True)
    except Exception as problem:  # the libraries raise errors of a dozen kinds, their own and their dependencies'
        raise ModelError("reader-damaged", path=folder) from problem
    return tokenizer, model.float().eval()


def _joined(folder: Path, lower: Path) -> "PreTrainedModel":
    """The model of which one folder holds the upper layers, another the rest.

    Raises:
        ValueError: The lower layers are not those that the reader was trained on, or a weight is missing.
    """
    from safetensors.torch import load_file  # noqa: PLC0415 - imports torch
    from transformers import BertConfig, BertForTokenClassification  # noqa: PLC0415

    config: Any = BertConfig.from_pretrained(folder, local_files_only=True)
    weights = lower / "model.safetensors"
    if hashlib.sha256(weights.read_bytes()).hexdigest() != config.lower_layers_sha256:
        raise ValueError(f"{weights} is not what the reader was trained on")
    state = {f"bert.{name}": value for name, value in load_file(weights).items()} | load_file(folder / "model.safetensors")
    kept = {name: value for name, value in state.items() if "pooler" not in name}
    load: Any = BertForTokenClassification.from_pretrained
    model, found = load(None, config=config, state_dict=kept, output_loading_info=True)
    if found["missing_keys"]:
        raise ValueError(f"weights are missing: {found['missing_keys']}")
    return model  # type: ignore[no-any-return]
