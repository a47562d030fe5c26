"""What was typed, and the turns before, to a Question that stands on its own."""

from ecqa.understanding.as_of import day_meant
from ecqa.understanding.understand import LIMIT, Understanding, understand

__all__ = ["LIMIT", "Understanding", "day_meant", "understand"]
