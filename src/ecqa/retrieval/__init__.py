"""Question to ranked hits: dense and lexical scores fused, inside the filters."""

from ecqa.retrieval.hybrid import HybridRetriever

__all__ = ["HybridRetriever"]
