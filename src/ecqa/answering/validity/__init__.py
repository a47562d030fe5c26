"""When a document holds: its state on a day, questions about it, and what is said of it in an answer."""

from ecqa.answering.validity.stage import ValidityStage

__all__ = ["ValidityStage"]
