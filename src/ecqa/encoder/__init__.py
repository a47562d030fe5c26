"""Rows of token ids to what a BERT makes of each token, by onnxruntime; embedding and reading are built on it."""

from ecqa.encoder.recent import Recent
from ecqa.encoder.session import Encoder, cores
from ecqa.encoder.tokens import Tokenizer, Tokens
from ecqa.encoder.weights import Bert, is_bert, read_bert

__all__ = ["Bert", "Encoder", "Recent", "Tokenizer", "Tokens", "cores", "is_bert", "read_bert"]
