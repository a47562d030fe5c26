"""A claim and the passages it cites to whether they hold it, why not, and which of their sentences do."""

from ecqa.answering.verification.spans import cited
from ecqa.answering.verification.verifier import SpanVerifier, Strictness

__all__ = ["SpanVerifier", "Strictness", "cited"]
