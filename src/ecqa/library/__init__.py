"""The life of documents: added, shown, updated, removed, restored, checked, backed up; what an index holds is made in `index`."""

from ecqa.library.catalogue import Document
from ecqa.library.desk import Done, Library
from ecqa.library.doctor import Finding, examine

__all__ = ["Document", "Done", "Finding", "Library", "examine"]
