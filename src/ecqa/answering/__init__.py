"""Question and hits to an answer whose every sentence is a citation, or to a refusal that says what is missing."""

from ecqa.answering.citations import checked, holds
from ecqa.answering.extractive import ExtractiveAnswerer

__all__ = ["ExtractiveAnswerer", "checked", "holds"]
