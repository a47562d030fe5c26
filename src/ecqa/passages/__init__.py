"""Article to passages: exact slices of at most about 300 characters, cut at headings and sentence ends."""

from ecqa.passages.cutting import cut, search_text

__all__ = ["cut", "search_text"]
