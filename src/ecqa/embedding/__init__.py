"""Text to vectors, by the model that ships with the package or any other sentence-transformers model."""

from ecqa.embedding.bert import BertEmbedder
from ecqa.embedding.sentence_transformer import SHIPPED_MODEL, SentenceTransformerEmbedder

__all__ = ["SHIPPED_MODEL", "BertEmbedder", "SentenceTransformerEmbedder"]
