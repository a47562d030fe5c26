"""A model's folder to its weights and the few numbers of its configuration that its form depends on; it computes nothing."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Tensors = dict[str, NDArray[Any]]

_FORM = {
    "model_type": "bert",
    "hidden_act": "gelu",
    "is_decoder": False,
    "add_cross_attention": False,
    "position_embedding_type": "absolute",
}
"""What the configuration must say where it says anything: the form that `graph` builds."""
_PREFIX = "bert."
_TYPES: dict[str, np.dtype[Any]] = {"F16": np.dtype("<f2"), "F32": np.dtype("<f4")}
"""Types of weights by their names in a file; what is stored in another is no model that can be run here."""


@dataclass(frozen=True, slots=True)
class Bert:
    """The weights of a BERT, by the names that transformers gives them, without a leading `bert.`."""

    tensors: Tensors
    layers: int
    heads: int
    epsilon: float
    """Added to the variance in layer normalisation."""
    longest: int
    """Tokens of the longest row that it can take."""
    tokenizer: Path
    """Folder of the tokenizer that it was trained with."""


def is_bert(folder: Path) -> bool:
    """Whether a folder's configuration is of the form that can be run here; its weights are not looked at."""
    try:
        config = _object(folder / "config.json")
    except (OSError, ValueError):
        return False
    stored = config.get("dtype") or config.get("torch_dtype") or "float32"
    return (
        config.get("model_type") == "bert"
        and stored in ("float16", "float32")
        and all(config.get(name, value) == value for name, value in _FORM.items())
    )


def read_bert(folder: Path) -> Bert:
    """The weights in a folder; a folder of only the upper layers takes the lower ones from the folder that its configuration names.

    Raises:
        OSError: A file is missing or cannot be read.
        ValueError: A file is damaged, or the lower layers are not those that the upper ones were trained on.
    """
    config = _object(folder / "config.json")
    tensors = _tensors(folder / "model.safetensors")
    tokenizer = folder
    if (lower := config.get("lower_layers")) is not None:
        tokenizer = folder / str(lower)
        below = tokenizer / "model.safetensors"
        with below.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if digest != config.get("lower_layers_sha256"):
            raise ValueError(f"{below} is not what {folder} was trained on")
        tensors = _tensors(below) | tensors
    try:
        return Bert(
            tensors,
            layers=int(config["num_hidden_layers"]),
            heads=int(config["num_attention_heads"]),
            epsilon=float(config["layer_norm_eps"]),
            longest=int(config["max_position_embeddings"]),
            tokenizer=tokenizer,
        )
    except (KeyError, TypeError) as problem:
        raise ValueError(f"{folder / 'config.json'} lacks {problem}") from problem


def _object(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text("utf-8"))
    if not isinstance(value, dict):
        raise ValueError(f"{path} holds no object")
    return value


def _tensors(path: Path) -> Tensors:
    """The tensors of a safetensors file, mapped from it instead of read, so that processes share them and what is not used costs nothing.

    Source: the format, https://huggingface.co/docs/safetensors: length of the header (8 bytes, little endian), header (JSON), values.
    """
    mapped = np.memmap(path, np.uint8, "r")
    first = 8 + int.from_bytes(mapped[:8].tobytes(), "little")
    try:
        header: dict[str, Any] = json.loads(mapped[8:first].tobytes())
        described = {name: one for name, one in header.items() if name != "__metadata__"}
        return {
            name.removeprefix(_PREFIX): np.ndarray(one["shape"], _TYPES[one["dtype"]], mapped.data, first + one["data_offsets"][0])
            for name, one in described.items()
        }
    except (ValueError, LookupError, TypeError, AttributeError) as problem:
        raise ValueError(f"{path} is damaged") from problem
