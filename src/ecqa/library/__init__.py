"""The life of documents: added, shown, updated, removed, restored, checked, backed up; what an index holds is made in `index`."""

from ecqa.library.backup import export, restore
from ecqa.library.catalogue import Document
from ecqa.library.desk import Done, Library
from ecqa.library.doctor import Finding, examine
from ecqa.library.incoming import Incoming, given, take

__all__ = ["Document", "Done", "Finding", "Incoming", "Library", "examine", "export", "given", "restore", "take"]
