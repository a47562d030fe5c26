"""Texts to vectors with a BERT's weights run by onnxruntime, as sentence-transformers makes them; it neither stores nor compares vectors.

Runs only models of the shipped one's form: a BERT, the mean of the last layer over all tokens, length 1. It needs no torch.
"""

import json
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from ecqa.embedding.fingerprint import model_name
from ecqa.embedding.sentence_transformer import SHIPPED_MODEL
from ecqa.encoder import Bert, Encoder, Recent, Tokenizer, cores, is_bert, read_bert
from ecqa.errors import ModelError
from ecqa.protocols import Vectors

KEPT = 512
"""Vectors of questions that are kept, for questions asked again."""
_STEPS = ("Transformer", "Pooling", "Normalize")
_POOLING = {"pooling_mode": "mean", "include_prompt": True}
_TRANSFORMER = {"transformer_task": "feature-extraction", "module_output_name": "token_embeddings"}


class BertEmbedder:
    """A loaded model; safe to use from several threads.

    Args:
        folder: Where the model is; None is the one that ships with the package.
        threads: Processor cores for one encoding; None is all.
        load: False puts the loading off to the first text: a run that finds nothing to encode needs only the name.

    Attributes:
        name: What an index built with this model is stamped with; changes when the weights change.

    Raises:
        ModelError: The model cannot be loaded; by the first text when `load` is False.
    """

    def __init__(self, folder: Path | None = None, threads: int | None = None, *, load: bool = True) -> None:
        self._folder = folder or SHIPPED_MODEL
        self._threads = threads or cores()
        self.name = model_name(self._folder)
        self._recent: Recent[str, Vectors] = Recent(KEPT)
        if load:
            _ = self._model

    @staticmethod
    def fits(folder: Path | None = None) -> bool:
        """Whether the model in a folder is of the form that this class runs; files that are missing or damaged are not."""
        folder = folder or SHIPPED_MODEL
        try:
            steps = [(str(step["type"]).rsplit(".", 1)[-1], folder / step["path"]) for step in _json(folder / "modules.json")]
            if tuple(name for name, _ in steps) != _STEPS or not is_bert(steps[0][1]):
                return False
            transformer = _json(folder / "sentence_bert_config.json")
            pooling = _json(steps[1][1] / "config.json")
            told = _json(folder / "config_sentence_transformers.json")
            return (
                all(transformer.get(name) == value for name, value in _TRANSFORMER.items())
                and not {"max_seq_length", "do_lower_case"} & set(transformer)
                and all(pooling.get(name) == value for name, value in _POOLING.items())
                and told.get("default_prompt_name") is None
                and {"document", "query"} <= set(told["prompts"])
            )
        except (OSError, ValueError, LookupError, TypeError, AttributeError):
            return False

    @property
    def dim(self) -> int:
        """Length of a vector."""
        return int(self._model.dim)

    def embed_documents(self, texts: list[str]) -> Vectors:
        """Vectors of passages.

        Args:
            texts: Any number of texts; what goes past the model's limit of tokens is not read.

        Returns:
            Shape (len(texts), dim), float32, L2-normalised, in the order of `texts`.
        """
        return self._model.vectors(texts, "document")

    def embed_query(self, text: str) -> Vectors:
        """Vector of a question: shape (dim,), float32, L2-normalised, not to be written to."""
        kept = self._recent.get(text)
        if kept is None:
            kept = self._model.vectors([text], "query")[0]
            kept.flags.writeable = False
            self._recent.put(text, kept)
        return kept

    @cached_property
    def _model(self) -> "_Model":
        try:
            return _Model(self._folder, self._threads)
        except (OSError, ValueError) as problem:
            raise ModelError("model-damaged", model=self._folder) from problem


class _Model:
    """What is loaded."""

    def __init__(self, folder: Path, threads: int) -> None:
        bert = read_bert(folder)
        self.dim = _dim(bert)
        self._prompts = {name: str(prompt) for name, prompt in _json(folder / "config_sentence_transformers.json")["prompts"].items()}
        limit = int(_json(folder / "tokenizer_config.json").get("model_max_length", bert.longest))
        self._tokenizer = Tokenizer(folder, min(limit, bert.longest))
        self._encoder = Encoder(bert, threads)

    def vectors(self, texts: list[str], kind: str) -> Vectors:
        prompt = self._prompts[kind]
        states = self._encoder.run([self._tokenizer(prompt + text).ids for text in texts])
        means = np.array([state.mean(axis=0) for state in states], np.float32).reshape(len(texts), self.dim)
        normalised: Vectors = means / np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
        return normalised


def _dim(bert: Bert) -> int:
    try:
        return int(bert.tensors["embeddings.word_embeddings.weight"].shape[1])
    except KeyError as problem:
        raise ValueError("there is no table of words") from problem


def _json(path: Path) -> Any:
    return json.loads(path.read_text("utf-8"))
